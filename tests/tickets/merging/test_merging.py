"""Merging: what moves, what stands how afterwards, and which tickets stay apart."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.actions.snoozing import snooze
from tickets.finding import find
from tickets.merging import actions as merging
from tickets.merging import rules
from tickets.merging.rules import Refusal, Side
from tickets.models import Merge, OutgoingEmail, Participant, Ticket
from tickets.refusals import TicketRefusedError
from tickets.replies import actions as replies
from tickets.workflow import Event

TEN_SECONDS = timedelta(seconds=10)


def merge(source, target, author, **more):
    return merging.merge(source=source, target=target, author=author, **{"now": timezone.now(), **more})


def bodies(ticket):
    return list(ticket.messages.values_list("body", flat=True))


def kinds(ticket):
    return list(ticket.events.values_list("kind", flat=True))


@pytest.fixture
def pair(db):
    """Two tickets of one person, the older one to stay."""
    kept = open_ticket(body="The button is gone.", now=timezone.now() - timedelta(hours=2))
    return open_ticket(body="Still no button!", subject="Again"), kept


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        ({}, {}, None),
        ({"key": 2}, {}, Refusal.ITSELF),
        ({"is_closed": True}, {}, Refusal.CLOSED),
        ({}, {"is_closed": True}, Refusal.TARGET_CLOSED),
        ({"report": "7"}, {}, Refusal.REPORT),
        ({}, {"report": "7"}, Refusal.REPORT),
        ({"report": "7"}, {"report": "8"}, Refusal.REPORT_KIND),
        ({"report": "7"}, {"report": "7"}, None),
        ({"is_held": True}, {}, Refusal.HELD),
        ({}, {"is_held": True}, None),
        ({"is_stopped": True}, {}, Refusal.STOPPED),
        ({}, {"is_stopped": True}, Refusal.STOPPED),
        ({"address": ""}, {}, Refusal.NO_ADDRESS),
        ({}, {"address": ""}, None),
        ({"reply_waits": True}, {}, Refusal.REPLY_WAITS),
        ({}, {"reply_waits": True}, None),
    ],
)
def test_which_may_go_into_which(source, target, reason):
    left = Side(**{"key": 1, "address": "a@example.com", **source})
    assert rules.refusal(left, Side(**{"key": 2, "address": "a@example.com", **target})) == reason


def test_what_was_said_goes_over_in_the_order_of_time(pair, aki):
    source, kept = pair
    merge(source, kept, aki)
    assert bodies(kept) == ["The button is gone.", "Still no button!"]
    assert bodies(source) == []
    source.refresh_from_db()
    assert source.status == "closed"
    assert kinds(source)[-1] == "merged"
    assert kinds(kept)[-1] == "merged_in"
    assert kept.events.last().arguments == {"reference": source.reference}
    assert set(OutgoingEmail.objects.values_list("ticket", flat=True)) == {kept.pk}


def test_people_and_tags_go_along_once(pair, aki):
    source, kept = pair
    for ticket in pair:
        actions.tag(ticket=ticket, author=cast.staff(name="lead", groups=("leads",)), name="buttons")
    actions.tag(ticket=source, author=cast.staff(name="lead"), name="urgent")
    actions.add_participant(ticket=source, name="Ben", email="ben@example.com")
    actions.add_participant(ticket=kept, name="Ben", email="BEN@example.com")
    actions.add_participant(ticket=source, name="Cara", email="cara@example.com")
    merge(source, kept, aki)
    assert sorted(kept.participants.values_list("email", flat=True)) == ["BEN@example.com", "cara@example.com"]
    assert sorted(kept.tagged.values_list("tag__name", flat=True)) == ["buttons", "urgent"]


def test_another_persons_ticket_takes_a_word_that_both_will_read_it(pair, aki):
    other = open_ticket(requester_email="ben@example.com", requester_name="Ben", body="Me too.")
    with pytest.raises(TicketRefusedError, match="merge_not_confirmed"):
        merge(other, pair[1], aki)
    assert not Merge.objects.exists()
    merge(other, pair[1], aki, confirmed=True)
    assert list(pair[1].participants.values_list("email", flat=True)) == ["ben@example.com"]


def test_one_that_waits_opens_the_other_since_when_it_waits(pair, aki):
    source, kept = pair
    actions.reply(ticket=kept, author=aki, body="Try the app.", solve=True)
    merge(source, kept, aki)
    kept.refresh_from_db()
    assert (kept.status, kept.waiting_since) == ("open", source.waiting_since)


def test_one_that_is_done_moves_nothing(pair, aki):
    source, kept = pair
    actions.reply(ticket=source, author=aki, body="Done.", solve=True)
    actions.reply(ticket=kept, author=aki, body="Which one?")
    merge(source, kept, aki)
    kept.refresh_from_db()
    assert kept.status == "pending"


def test_one_that_was_put_off_comes_back_to_its_time(pair, aki):
    source, kept = pair
    waits = kept.waiting_since
    for ticket in pair:
        snooze(ticket=ticket, author=aki, until=timezone.now() + timedelta(days=2), now=timezone.now())
    merge(source, kept, aki)
    kept.refresh_from_db()
    source.refresh_from_db()
    assert kept.waiting_since == waits
    assert source.waiting_since is None
    assert not Ticket.objects.filter(snooze__isnull=False).exists()


def test_what_is_nobodys_becomes_whose_the_other_was(pair, aki):
    source, kept = pair
    actions.assign(ticket=source, author=aki, assignee=aki)
    actions.set_priority(ticket=source, author=aki, priority=Ticket.Priority.URGENT)
    merge(source, kept, aki)
    kept.refresh_from_db()
    assert (kept.assignee, kept.priority) == (aki, Ticket.Priority.URGENT)


def test_it_is_found_by_the_words_that_came(pair, aki):
    source, kept = pair
    merge(source, kept, aki)
    assert find("still no button") == [kept.pk]


def test_a_ticket_isnt_merged_twice_nor_into_a_merged_one(pair, aki):
    source, kept = pair
    third = open_ticket()
    merge(source, kept, aki)
    with pytest.raises(TicketRefusedError, match="merge_closed"):
        merge(source, third, aki)
    with pytest.raises(TicketRefusedError, match="merge_target_closed"):
        merge(third, source, aki)


def test_a_held_one_stays_where_it_is(pair, aki):
    actions.hold(ticket=pair[0], author=aki, held=True)
    with pytest.raises(TicketRefusedError, match="merge_held"):
        merge(*pair, aki)


def test_a_reply_that_may_be_taken_back_is_waited_for(pair, aki):
    source, kept = pair
    replies.send_reply(
        ticket=source, author=aki, body="Wait.", solve=False, expected_version=1, wait=TEN_SECONDS, now=timezone.now()
    )
    with pytest.raises(TicketRefusedError, match="merge_reply_waits"):
        merge(source, kept, aki)


def test_mail_that_answers_the_merged_one_lands_on_the_other(pair, aki):
    source, kept = pair
    answered = source.emails.get()
    merge(source, kept, aki)
    by_address = receive(mail(to=answered.reply_to, text="By address.", mail_id="<a@x.example>"))
    by_thread = receive(mail(in_reply_to=answered.mail_id, text="By thread.", mail_id="<b@x.example>"))
    assert [by_address.ticket, by_thread.ticket] == [kept, kept]
    assert bodies(kept)[-2:] == ["By address.", "By thread."]


def test_mail_of_who_was_taken_off_the_other_doesnt_get_there(pair, aki):
    kept = pair[1]
    other = open_ticket(requester_email="ben@example.com", requester_name="Ben", body="Me too.")
    reply_to = other.emails.get().reply_to
    merge(other, kept, aki, confirmed=True)
    Participant.objects.filter(ticket=kept).delete()
    came = receive(mail(sender="Ben <ben@example.com>", to=reply_to, text="Hello?"))
    assert came.ticket not in {kept, None}
    assert "Hello?" not in bodies(kept)


def test_a_second_click_of_the_same_form_brings_nothing_twice(pair, aki):
    source, kept = pair
    sent = {"body": "Once.", "channel": "messenger", "submission": "0f0e2b3c-0000-4000-8000-000000000001"}
    actions.add_customer_message(ticket=source, **sent)
    merge(source, kept, aki)
    actions.add_customer_message(ticket=source, **sent)
    assert bodies(kept).count("Once.") == 1


def test_who_asks_is_told_once_and_nobodys_words(pair, aki):
    source, kept = pair
    merge(source, kept, aki, tell=True)
    told = OutgoingEmail.objects.get(kind="notice")
    assert (told.to_email, told.ticket) == ("hanako@example.com", kept)
    assert kept.reference in told.body
    assert source.reference in told.subject
    assert "button" not in told.body


def test_what_comes_after_the_other_was_closed_follows_that_one(pair, aki):
    source, kept = pair
    merge(source, kept, aki)
    actions.change_status(ticket=kept, author=aki, event=Event.CLOSE)
    message = actions.add_customer_message(ticket=source, body="And now?", channel="messenger")
    assert message.ticket.follows == kept


def test_who_has_no_name_isnt_taken_for_the_other_one(pair, aki):
    nameless = open_ticket(requester_email="ben@example.com", requester_name="", body="Me too.")
    merge(nameless, pair[1], aki, confirmed=True)
    assert pair[1].messages.last().author_name == "ben@example.com"
