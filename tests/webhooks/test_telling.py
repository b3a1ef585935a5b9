"""Whatever the desk does is told, in the shapes of the API, with the eyes of who made the endpoint."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from api import showing
from api.schemas.webhooks import DATA
from tests import cast
from tests.tickets.conftest import open_ticket
from tests.tickets.test_report_desk import report
from tests.webhooks.conftest import bring_forward, make_endpoint, send, states
from tickets import actions
from tickets.actions import bulk, tagging
from tickets.merging import actions as merging
from tickets.models import Message, Rating, Ticket
from tickets.ratings import actions as rating_actions
from tickets.redaction import actions as redaction
from tickets.replies import actions as replies
from tickets.workflow import Event
from webhooks.kinds import Kind
from webhooks.models import Delivery, Endpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def aki(db):
    return cast.staff(name="aki")


def told(endpoint, receiver):
    """(type, data) of all that came since this was asked last."""
    bring_forward(endpoint)
    send(endpoint)
    found = [(each["type"], each["data"]) for each in receiver.told(endpoint.words)]
    for kind, data in found:
        assert DATA[Kind(kind)].model_validate(data).model_dump(mode="json") == data
    receiver.asked.clear()
    return found


def changes(endpoint, receiver):
    """What changed, of all that came."""
    news = [data["change"] for kind, data in told(endpoint, receiver) if kind == "ticket.changed"]
    return [(each["what"], each["before"], each["after"]) for each in news]


def shown(ticket):
    return showing.ticket(showing.with_all(Ticket.objects.all()).get(pk=ticket.pk)).model_dump(mode="json")


def test_a_new_ticket_with_its_first_message_as_the_api_shows_both(endpoint, receiver):
    ticket = open_ticket()
    [(kind, data)] = told(endpoint, receiver)
    assert kind == "ticket.created"
    assert data["ticket"] == shown(ticket)
    assert data["message"] == showing.message(ticket.messages.get()).model_dump(mode="json")
    assert data["message"]["body"] == "I can't find the button."


def test_each_message_by_who_wrote_it(endpoint, receiver, aki):
    ticket = open_ticket()
    told(endpoint, receiver)
    actions.add_customer_message(ticket=ticket, body="Hello?", channel=Message.Channel.MESSENGER)
    actions.add_note(ticket=ticket, author=aki, body="Odd.")
    actions.reply(ticket=ticket, author=aki, body="It is on the left.")
    news = [(kind, data) for kind, data in told(endpoint, receiver) if kind != "ticket.changed"]
    assert [(kind, data["message"]["body"], data["message"]["kind"]) for kind, data in news] == [
        ("ticket.replied.customer", "Hello?", "customer"),
        ("ticket.noted", "Odd.", "note"),
        ("ticket.replied.staff", "It is on the left.", "reply"),
    ]


def test_a_reply_that_can_be_taken_back_is_told_when_it_cant_any_more(endpoint, receiver, aki):
    ticket, now = open_ticket(), timezone.now()
    told(endpoint, receiver)
    kept = actions.reply(ticket=ticket, author=aki, body="Sent.", held_until=now + timedelta(seconds=10))
    row = Delivery.objects.get(kind="ticket.replied.staff")
    assert row.next_at == kept.held_until
    seen = Ticket.objects.get().version
    sent = replies.send_reply(
        ticket=ticket, author=aki, body="Taken back.", solve=False, expected_version=seen,
        wait=timedelta(seconds=10), now=now,
    )  # fmt: skip
    replies.take_back(message=sent, author=aki, now=now)
    bodies = [data["message"]["body"] for kind, data in told(endpoint, receiver) if kind == "ticket.replied.staff"]
    assert bodies == ["Sent."]
    assert ("ticket.replied.staff", "left_out") in states(endpoint)


def test_each_change_with_what_was_and_what_is(endpoint, receiver, aki):
    ticket, team = open_ticket(), Group.objects.create(name="Billing")
    told(endpoint, receiver)
    actions.assign(ticket=ticket, author=aki, assignee=aki)
    actions.set_team(ticket=ticket, author=aki, team=team)
    actions.set_priority(ticket=ticket, author=aki, priority=Ticket.Priority.URGENT)
    tagging.tag(ticket=ticket, author=aki, name="odd")
    actions.change_status(ticket=ticket, author=aki, event=Event.HOLD)
    tagging.untag(ticket=ticket, author=aki, name="odd")
    actions.assign(ticket=ticket, author=aki, assignee=None)
    assert changes(endpoint, receiver) == [
        ("assignee", "", "aki"),
        ("team", "", "Billing"),
        ("priority", "normal", "urgent"),
        ("tags", "", "odd"),
        ("status", "new", "on_hold"),
        ("tags", "odd", ""),
        ("assignee", "", ""),
    ]
    actions.set_priority(ticket=ticket, author=aki, priority=Ticket.Priority.LOW)
    [(_kind, data)] = told(endpoint, receiver)
    assert data["change"]["author"] == {"id": aki.pk, "name": "aki"}
    assert data["ticket"]["version"] == Ticket.objects.get().version


def test_several_at_once_are_told_each_and_what_refused_isnt(endpoint, receiver, aki):
    tickets = [open_ticket(), open_ticket(), open_ticket(proof={"Card": "4242"})]
    told(endpoint, receiver)
    bulk.change_status(tickets=tickets, author=aki, event=Event.SOLVE, now=timezone.now())
    assert changes(endpoint, receiver) == [("status", "new", "solved")] * 2


def test_a_merge_says_where_the_ticket_goes_on_and_words_are_told_from_there(endpoint, receiver, aki):
    kept = open_ticket(now=timezone.now() - timedelta(hours=1))
    told(endpoint, receiver)
    source = open_ticket(subject="Again")
    merging.merge(source=source, target=kept, author=aki, now=timezone.now())
    news = dict(told(endpoint, receiver))
    assert (news["ticket.merged"]["into"], news["ticket.merged"]["ticket"]["reference"]) == (
        kept.reference,
        source.reference,
    )
    assert news["ticket.created"]["ticket"]["reference"] == kept.reference


def test_a_merge_that_is_taken_back_is_told_of_the_ticket_that_stands_alone_again(endpoint, receiver, aki):
    kept, source = open_ticket(now=timezone.now() - timedelta(hours=1)), open_ticket(subject="Again")
    made = merging.merge(source=source, target=kept, author=aki, now=timezone.now())
    told(endpoint, receiver)
    for _each in range(2):
        merging.undo(merge=made, author=aki, now=timezone.now())
    [(kind, data)] = told(endpoint, receiver)
    assert (kind, data["ticket"]["reference"], data["out_of"]) == (
        "ticket.unmerged", source.reference, kept.reference,
    )  # fmt: skip
    assert data["ticket"]["status"] == "new"


def test_a_rating_and_anew_what_is_written_beside_it(endpoint, receiver, aki):
    ticket = open_ticket()
    rating = Rating.objects.create(ticket=ticket, email=ticket.requester_email, asked_at=timezone.now())
    told(endpoint, receiver)

    def rate(score, comment):
        rating_actions.rate(rating=rating, score=score, comment=comment, now=timezone.now())
        return [(data["score"], data["comment"]) for kind, data in told(endpoint, receiver) if kind == "ticket.rated"]

    assert rate("bad", "") == [("bad", "")]
    assert rate("bad", "Too slow.") == [("bad", "Too slow.")]
    assert rate("bad", "Too slow.") == []
    assert rate("good", "Quick after all.") == [("good", "Quick after all.")]
    # What is told late is told as it is: these words aren't about the score that was changed since.
    Delivery.objects.filter(kind="ticket.rated").update(state="waiting", next_at=timezone.now())
    assert [(data["score"], data["comment"]) for _kind, data in told(endpoint, receiver)] == [
        ("bad", ""), ("bad", ""), ("good", "Quick after all."),
    ]  # fmt: skip


def test_words_beside_a_rating_that_were_redacted_are_not_told(endpoint, receiver, owner):
    ticket, now = open_ticket(), timezone.now()
    rating = Rating.objects.create(ticket=ticket, email=ticket.requester_email, asked_at=now)
    rating_actions.rate(rating=rating, score=Rating.Score.BAD, comment="My card is in the drawer.", now=now)
    redaction.redact_words(ticket=ticket, words="in the drawer", reason="Private.", author=owner, now=now)
    [data] = [data for kind, data in told(endpoint, receiver) if kind == "ticket.rated"]
    assert data["comment"]
    assert "drawer" not in str(data)


def test_an_endpoint_hears_of_what_it_asked_for_alone(owner, receiver, aki):
    endpoint = make_endpoint(owner=owner, url=receiver.url, kinds=["ticket.noted"])
    ticket = open_ticket()
    actions.add_note(ticket=ticket, author=aki, body="Odd.")
    assert [kind for kind, _data in told(endpoint, receiver)] == ["ticket.noted"]
    assert Delivery.objects.count() == 1


def test_what_its_owner_may_not_see_is_left_out(receiver, aki):
    """Of another team, with no right to see all."""
    own, other = Group.objects.create(name="Own"), Group.objects.create(name="Other")
    person = cast.staff(name="ned", groups=())
    cast.give(person, "tickets.view_ticket", "webhooks.add_endpoint")
    person.groups.add(own)
    endpoint = make_endpoint(owner=person, url=receiver.url, kinds=["ticket.created", "ticket.noted"])
    seen, unseen = open_ticket(subject="Seen"), open_ticket(subject="Unseen")
    actions.set_team(ticket=seen, author=aki, team=own)
    actions.set_team(ticket=unseen, author=aki, team=other)
    news = told(endpoint, receiver)
    assert [data["ticket"]["reference"] for _kind, data in news] == [seen.reference]
    assert unseen.reference not in str(news)
    assert states(endpoint) == [("ticket.created", "sent"), ("ticket.created", "left_out")]
    person.user_permissions.clear()
    actions.add_note(ticket=seen, author=aki, body="Odd.")
    assert told(endpoint, receiver) == []


def test_reports_under_the_law_leave_where_owner_and_endpoint_say_so(receiver, owner):
    call_command("load_report_kinds")
    officer = cast.staff(name="oda", groups=("compliance",))
    quiet = make_endpoint(owner=officer, url=receiver.url, name="Quiet")
    unable = make_endpoint(owner=owner, url=receiver.url, name="Unable", with_reports=True)
    able = make_endpoint(owner=officer, url=receiver.url, name="Able", with_reports=True)
    ticket = report().ticket
    assert (told(quiet, receiver), told(unable, receiver)) == ([], [])
    [(kind, data)] = told(able, receiver)
    assert (kind, data["ticket"]["reference"]) == ("ticket.created", ticket.reference)
    assert (states(quiet), states(unable)) == ([], [("ticket.created", "left_out")])
    # In the log, which more people read, it has no name.
    assert not Delivery.objects.exclude(reference="").exists()
    Endpoint.objects.filter(pk=able.pk).update(with_reports=False)
    Delivery.objects.filter(endpoint=able).update(state="waiting", next_at=timezone.now())
    assert told(able, receiver) == []


def test_what_was_redacted_or_deleted_meanwhile_is_not_told(endpoint, receiver, owner):
    ticket = open_ticket(body="My card is in the drawer.")
    redaction.redact_words(ticket=ticket, words="in the drawer", reason="Private.", author=owner, now=timezone.now())
    [data] = [data for kind, data in told(endpoint, receiver) if kind == "ticket.created"]
    assert "drawer" not in str(data)
    gone = open_ticket()
    gone.delete()
    assert told(endpoint, receiver) == []
