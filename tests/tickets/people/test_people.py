"""Who is on a ticket: added, taken off, and another requester; what each of them can still reach."""

import pytest
from django.utils import timezone

from privacy.people import Person
from tests import cast
from tests.tickets.case_pages import page, path_of
from tests.tickets.conftest import mail, open_ticket, receive
from tests.tickets.test_workspace import address, page_of
from tickets import actions
from tickets.actions import forgetting
from tickets.finding import find
from tickets.models import Message, Ticket
from tickets.people import actions as people
from tickets.refusals import TicketRefusedError
from tickets.workflow import Event

BEN = {"email": "ben@example.com", "name": "Ben", "reason": "Her colleague"}


def post(agent, ticket, verb, **form):
    return agent.post(address(ticket, verb), form)


def last(ticket):
    event = ticket.events.last()
    return event.kind, event.arguments


def test_who_is_added_gets_every_answer_from_then_on(agent, ticket):
    assert post(agent, ticket, "add-person", **BEN).status_code == 302
    assert last(ticket) == ("added", {"email": "ben@example.com", "reason": "Her colleague"})
    message = actions.reply(ticket=ticket, author=agent.user, body="Try this.")
    assert sorted(message.emails.values_list("to_email", flat=True)) == ["ben@example.com", "hanako@example.com"]
    assert find("ben@example.com") == [ticket.pk]
    assert "Her colleague" in page_of(agent, ticket)
    assert "Her colleague" not in page(path_of(ticket, to="ben@example.com"))


def test_who_is_on_it_isnt_added_again(agent, ticket):
    for email in ("ben@example.com", "BEN@example.com", "Hanako@example.com"):
        post(agent, ticket, "add-person", **{**BEN, "email": email})
    assert ticket.participants.count() == 1


def test_what_was_typed_comes_back_with_what_is_wrong(agent, ticket):
    answer = post(agent, ticket, "add-person", email="ben", name="Ben B.", reason="")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Say why; only staff read it. Type an email address." in shown
    assert 'value="Ben B."' in shown
    assert not ticket.participants.exists()


def test_who_is_taken_off_reads_and_writes_no_more(agent, ticket):
    post(agent, ticket, "add-person", **BEN)
    actions.reply(ticket=ticket, author=agent.user, body="Try this.")
    link, answered = path_of(ticket, to="ben@example.com"), ticket.emails.get(to_email="ben@example.com")
    assert "Try this." in page(link)
    post(agent, ticket, "take-off", participant=ticket.participants.get().pk, reason="Left the firm")
    assert last(ticket) == ("taken_off", {"email": "ben@example.com", "reason": "Left the firm"})
    assert cast.Browser().get(link).status_code == 410
    assert receive(mail(sender="ben@example.com", to=answered.reply_to)).outcome == "quarantined"
    assert find("ben@example.com") == []
    # A second tab that still shows them.
    assert post(agent, ticket, "take-off", participant=1, reason="Again").status_code == 302


def test_another_requester_has_it_and_the_former_links_end(agent, ticket):
    link, answered = path_of(ticket), ticket.emails.get()
    post(agent, ticket, "requester", **BEN)
    ticket.refresh_from_db()
    assert (ticket.requester_name, ticket.requester_email) == ("Ben", "ben@example.com")
    assert last(ticket)[1] == {"former": "hanako@example.com", "email": "ben@example.com", "reason": "Her colleague"}
    assert cast.Browser().get(link).status_code == 410
    assert receive(mail(to=answered.reply_to)).outcome == "quarantined"
    message = actions.reply(ticket=ticket, author=agent.user, body="Hello.")
    assert list(message.emails.values_list("to_email", flat=True)) == ["ben@example.com"]
    assert find("hanako@example.com") == []


def test_whose_it_was_may_read_along(agent, ticket):
    post(agent, ticket, "add-person", **BEN)
    post(agent, ticket, "requester", **BEN, keeps_former="on")
    assert list(ticket.participants.values_list("name", "email")) == [("Hanako Yamada", "hanako@example.com")]


def test_a_name_is_corrected_and_the_links_stay(agent, ticket):
    link = path_of(ticket)
    post(agent, ticket, "requester", email="Hanako@example.com", name="Hana", reason="A slip")
    assert cast.Browser().get(link).status_code == 200
    assert Ticket.objects.get().requester_name == "Hana"


def test_a_closed_ticket_takes_nobody_in_but_lets_go(agent, ticket):
    post(agent, ticket, "add-person", **BEN)
    actions.change_status(ticket=ticket, author=agent.user, event=Event.CLOSE)
    refused = post(agent, ticket, "add-person", email="cara@example.com", reason="Asks")
    assert (refused.status_code, "cara@example.com" in refused.content.decode()) == (409, True)
    assert post(agent, ticket, "requester", **BEN).status_code == 409
    post(agent, ticket, "take-off", participant=ticket.participants.get().pk, reason="Asks")
    assert not ticket.participants.exists()


def test_the_language_is_corrected_for_what_follows(agent, ticket):
    post(agent, ticket, "language", locale="ja")
    ticket.refresh_from_db()
    assert ticket.locale == "ja"
    assert last(ticket) == ("language_corrected", {"before": "en", "after": "ja"})
    assert "The language was corrected from English to 日本語" in page_of(agent, ticket)
    assert post(agent, ticket, "language", locale="tlh").status_code == 422


def test_a_closed_tickets_language_is_that_of_what_comes_later(agent, ticket):
    actions.change_status(ticket=ticket, author=agent.user, event=Event.CLOSE)
    assert post(agent, ticket, "language", locale="ja").status_code == 302
    later = actions.add_customer_message(ticket=ticket, body="Again", channel=Message.Channel.MESSENGER).ticket
    assert (later.follows, later.locale) == (ticket, "ja")


def test_an_unknown_language_is_refused_before_anything_is_written(ticket, aki):
    with pytest.raises(TicketRefusedError, match="unknown_language"):
        people.correct_language(ticket=ticket, author=aki, locale="tlh", now=timezone.now())
    assert not ticket.events.exists()


def test_who_may_only_read_changes_nobody(ticket):
    reader = cast.staff_browser(name="rita", groups=("readers",))
    for verb in ("add-person", "take-off", "requester", "language"):
        assert post(reader, ticket, verb, **BEN).status_code == 403
    assert "Add somebody…" not in page_of(reader, ticket)


def test_a_report_is_hidden_from_who_handles_none(agent):
    hidden = open_ticket(rule="compliance", topic_kind="compliance")
    for verb in ("add-person", "requester", "merge", "unmerge"):
        assert post(agent, hidden, verb, **BEN).status_code == 404


def test_whose_it_was_can_still_be_forgotten(agent, ticket):
    post(agent, ticket, "requester", **BEN)
    person = Person.of_address("hanako@example.com")
    assert list(person.others_tickets) == [ticket]
    forgetting.take_off(ticket=ticket, addresses=person.addresses)
    assert last(ticket)[1] == {"former": "–", "email": "ben@example.com", "reason": "Her colleague"}
    assert Ticket.objects.get().identity == {}


def test_what_was_said_without_a_name_stays_the_former_ones(agent):
    nameless = open_ticket(requester_name="")
    post(agent, nameless, "requester", **BEN)
    assert nameless.messages.get().author_name == "hanako@example.com"
