"""Programs put tickets off, let people read along, and make one ticket of two or two of one, as the desk does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import cast
from tests.api.conftest import Program
from tests.messenger.conftest import topics as topics  # the fixture
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import Merge, Message, OutgoingEmail, Snooze, Ticket, TicketEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("topics")]


@pytest.fixture
def ticket(program):
    return open_ticket()


def kinds(ticket):
    return list(TicketEvent.objects.filter(ticket=ticket).order_by("pk").values_list("kind", flat=True))


def test_a_ticket_is_put_off_and_comes_back(program, ticket):
    path, until = f"/tickets/{ticket.reference}/snooze", timezone.now().replace(microsecond=0) + timedelta(days=1)
    assert program.read(f"/tickets/{ticket.reference}")["snoozed_until"] is None
    told = program.write("PUT", path, {"until": until.isoformat()})
    assert told["snoozed_until"] == until.isoformat().replace("+00:00", "Z")
    later = until + timedelta(days=1)
    program.write("PUT", path, {"until": later.isoformat()})
    assert Snooze.objects.get().until == later
    assert ticket.reference in {row["reference"] for row in program.read("/tickets", view="snoozed")["items"]}
    assert program.write("DELETE", path)["snoozed_until"] is None
    assert program.write("DELETE", path)["snoozed_until"] is None
    assert kinds(ticket) == ["snoozed", "snoozed", "woken"]


def test_only_an_open_ticket_is_put_off_and_only_to_a_time_to_come(program, ticket):
    path, now = f"/tickets/{ticket.reference}/snooze", timezone.now()
    past = {"until": (now - timedelta(minutes=1)).isoformat()}
    assert program.write("PUT", path, past, expect=409)["reason"] == "no_time"
    program.write("PUT", path, {"until": "2026-11-27T09:00:00"}, expect=422)
    actions.change_status(ticket=ticket, author=program.user, event="solve")
    soon = {"until": (now + timedelta(hours=1)).isoformat()}
    assert program.write("PUT", path, soon, expect=409)["reason"] == "finished"
    assert not Snooze.objects.exists()


def test_somebody_reads_along_until_they_are_taken_off(program, ticket):
    path = f"/tickets/{ticket.reference}/participants"
    body = {"email": "ken@example.com", "name": "Ken", "reason": "Asked for by phone."}
    told = program.write("POST", path, body)
    [person] = told["participants"]
    assert (person["name"], person["email"]) == ("Ken", "ken@example.com")
    assert program.write("POST", path, body | {"email": "KEN@example.com"})["participants"] == [person]
    program.write("POST", path, {"email": "x@example.com"}, expect=422)
    program.write("DELETE", f"{path}/{person['id']}", expect=422)
    told = program.write("DELETE", f"{path}/{person['id']}?reason=Left+the+company.")
    assert told["participants"] == []
    assert program.write("DELETE", f"{path}/{person['id']}?reason=Twice.")["participants"] == []
    assert kinds(ticket) == ["added", "taken_off"]
    reasons = [event.arguments["reason"] for event in TicketEvent.objects.filter(ticket=ticket).order_by("pk")]
    assert reasons == ["Asked for by phone.", "Left the company."]


def test_two_tickets_become_one(program, ticket):
    other = open_ticket()
    path, body = f"/tickets/{ticket.reference}/merge", {"into": other.reference}
    told = program.write("POST", path, body, key="once")
    assert told["reference"] == other.reference
    assert program.write("POST", path, body, key="once")["reference"] == other.reference
    assert (Merge.objects.get().source_id, Merge.objects.get().author_id) == (ticket.pk, program.user.pk)
    ticket.refresh_from_db()
    assert ticket.status == "closed"
    assert {each.ticket_id for each in Message.objects.all()} == {other.pk}
    assert program.write("POST", path, body, expect=409)["reason"] == "merge_closed"


def test_strangers_are_brought_together_only_where_that_is_meant(program, ticket):
    other = open_ticket(requester_email="ken@example.com")
    path, body = f"/tickets/{ticket.reference}/merge", {"into": other.reference}
    assert program.write("POST", path, body, expect=409)["reason"] == "merge_not_confirmed"
    before = OutgoingEmail.objects.count()
    told = program.write("POST", path, body | {"confirmed": True, "tell": True})
    assert [each["email"] for each in told["participants"]] == [ticket.requester_email]
    assert OutgoingEmail.objects.count() == before + 1


def test_nothing_is_merged_into_what_one_does_not_see(program, ticket):
    path = f"/tickets/{ticket.reference}/merge"
    hidden = open_ticket(rule="compliance")
    for into in (hidden.reference, "HC-0000-0000", "", "x\0"):
        assert program.write("POST", path, {"into": into}, expect=422)["errors"][0]["pointer"] == "#/into"
    assert program.write("POST", path, {"into": ticket.reference}, expect=409)["reason"] == "merge_itself"


def test_a_message_becomes_a_ticket_of_its_own(program, ticket):
    said = Message.objects.create(ticket=ticket, kind="customer", channel="email", body="And the invoice?")
    path = f"/tickets/{ticket.reference}/messages/{said.pk}/split"
    told = program.write("POST", path, {"subject": "The invoice"}, expect=201)
    made = Ticket.objects.get(reference=told["reference"])
    assert (made.subject, made.messages.get().body) == ("The invoice", "And the invoice?")
    assert made.requester_email == ticket.requester_email
    again = program.write("POST", path, {"subject": "The invoice"}, expect=201)
    assert again["reference"] == told["reference"]
    first = ticket.messages.earliest("pk")
    refused = program.write(
        "POST", f"/tickets/{ticket.reference}/messages/{first.pk}/split", {"subject": "x"}, expect=409
    )
    assert refused["reason"].startswith("split")
    other = open_ticket()
    program.write("POST", f"/tickets/{other.reference}/messages/{said.pk}/split", {"subject": "x"}, expect=404)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "snooze", {"until": "2099-01-01T00:00:00Z"}),
        ("POST", "participants", {"email": "x@example.com", "reason": "x"}),
        ("POST", "merge", {"into": "HC-0000-0000"}),
    ],
)
def test_a_token_that_reads_moves_nothing(db, method, path, body):
    reader = Program(cast.staff(name="aki"), scopes=["tickets:read"])
    reader.write(method, f"/tickets/{open_ticket().reference}/{path}", body, expect=403)
