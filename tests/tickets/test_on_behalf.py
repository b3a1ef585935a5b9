"""Staff open a ticket in somebody's name: by that person's rules, with the receipt, and the history says who did."""

import pytest
from django.utils import timezone

from tests import cast
from tickets.actions.on_behalf import Who, open_on_behalf
from tickets.labels import EVENTS
from tickets.models import OutgoingEmail, Topic
from tickets.refusals import TicketRefusedError

pytestmark = pytest.mark.django_db


def opened(who, aki, **more):
    return open_on_behalf(author=aki, who=who, **{"topic": None, "body": "They called.", "now": timezone.now()} | more)


def test_it_is_the_persons_ticket_in_their_language_with_their_receipt(aki):
    owner = cast.customer(person="team_owner", locale="ja")
    ticket = opened(Who(customer=owner), aki)
    assert (ticket.customer, ticket.requester_email, ticket.locale) == (owner, "team_owner@example.com", "ja")
    assert (ticket.rule, ticket.identity["plan"], ticket.identity["domain"]) == (
        "org_owner",
        "team",
        "claude.localhost",
    )
    assert ticket.subject == "They called."
    assert OutgoingEmail.objects.get(ticket=ticket).to_email == "team_owner@example.com"
    event = ticket.events.get()
    assert (event.kind, event.author, event.arguments) == ("opened_for", aki, {"email": "team_owner@example.com"})
    assert EVENTS["opened_for"]


@pytest.mark.parametrize("person", ["team_member", "free", "legacy_admin"])
def test_who_cannot_write_to_people_cannot_through_staff(aki, person):
    who = Who(customer=cast.customer(person=person))
    if person == "legacy_admin":  # by the domain that has the account today they may
        assert opened(who, aki).rule == "console_admin"
        return
    with pytest.raises(TicketRefusedError) as refused:
        opened(who, aki)
    assert refused.value.reason == "not_entitled"


def test_whoever_cannot_log_in_needs_no_account_and_keeps_none(aki):
    topic = Topic.objects.create(slug="locked", kind="cant_log_in")
    with pytest.raises(TicketRefusedError):
        opened(Who(email="ken@example.com"), aki)
    for who in (Who(email="ken@example.com", name="Ken"), Who(customer=cast.customer(person="pro"))):
        ticket = opened(who, aki, topic=topic)
        assert (ticket.customer, ticket.identity, ticket.rule) == (None, {}, "locked_out")


def test_secrets_are_hidden_and_nothing_is_no_ticket(aki):
    who = Who(customer=cast.customer(person="pro"))
    assert "4242 4242" not in opened(who, aki, body="The card is 4242 4242 4242 4242").messages.get().body
    with pytest.raises(TicketRefusedError):
        opened(who, aki, body="  ")
