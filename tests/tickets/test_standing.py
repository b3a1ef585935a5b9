"""On a ticket's page: what let the person through then, and what the same rules say of them now."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Customer, Domain, FormerRight, SupportContact
from tests import cast
from tests.tickets.conftest import open_ticket
from tickets.desk.standing import standing


def ticket_of(person, **changes):
    """A ticket as the messenger opens it for this part of the cast."""
    visitor = cast.visitor(person=person)[0]
    rules = {"pro": "individual_paid", "team_owner": "org_owner", "team_member": "designated_contact"}
    wanted = {"customer_id": visitor.customer_id, "identity": visitor.snapshot(), "rule": rules.get(person, "free")}
    return open_ticket(**(wanted | changes))


def now_of(ticket):
    ticket.refresh_from_db()
    return standing(ticket, timezone.now())


def said(person, **changes):
    """A login says something else of the person."""
    Customer.objects.filter(subject=person).update(**changes)


def test_nothing_changed(db):
    ticket = ticket_of("pro")
    now = now_of(ticket)
    assert (now.words, now.differs, now.because, now.refusal) == ("The same.", False, "", "")
    assert now.said_at == ticket.customer.claims_at


def test_a_plan_that_ended_lets_nobody_through_and_says_what_they_would_read(db):
    ticket = ticket_of("pro")
    said("pro", plan="free")
    now = now_of(ticket)
    assert (now.words, now.because) == ("Claude Free", "the plan was Pro and is Free")
    assert now.refusal.startswith("The Free plan includes all help articles")


def test_a_better_plan_lets_them_through_by_another_rule(db):
    ticket = ticket_of("free", rule="free", reason="free.self_service_first")
    said("free", plan="max")
    now = now_of(ticket)
    assert (now.words, now.refusal) == ("Claude Pro or Max", "")


def test_another_role_is_told_in_its_words(db):
    ticket = ticket_of("team_owner")
    said("team_owner", role="member")
    assert now_of(ticket).because == "the role was owner and is member"


def test_who_is_no_support_contact_any_more(db):
    ticket = ticket_of("team_member")
    said("team_member", plan="enterprise")
    assert "no longer names them as its support contact" in now_of(ticket).because
    SupportContact.objects.create(organisation=ticket.customer.organisation, email=ticket.customer.email)
    assert now_of(ticket).words == "The same."


def test_bills_are_answered_for_a_while_and_the_day_is_named(db):
    ticket = ticket_of("pro", topic_kind="billing")
    said("pro", plan="free")
    until = timezone.now() + timedelta(days=9)
    FormerRight.objects.create(customer=ticket.customer, rule="individual_paid", until=until)
    now = now_of(ticket)
    assert (now.words, now.refusal) == ("Plan or role ended lately", "")
    assert "bills are answered until" in now.because
    FormerRight.objects.update(ended_at=timezone.now() - timedelta(days=40), until=timezone.now())
    assert now_of(ticket).words == "Claude Free"


def test_a_domain_that_was_replaced(db):
    ticket = ticket_of("pro")
    new = Domain.objects.create(host="new.localhost", name="New", product="claude", issuer="http://new.localhost")
    Domain.objects.filter(host="claude.localhost").update(status="legacy", successor=new)
    now = now_of(ticket)
    assert (now.words, now.because) == ("Logged in at an old domain", "claude.localhost was replaced by new.localhost")
    assert now.refusal


def test_an_account_that_was_deleted(db):
    ticket = ticket_of("pro")
    Customer.objects.all().delete()
    assert now_of(ticket).words == "Not known any more: the account is gone from here."


def test_nobody_was_logged_in(db):
    assert now_of(open_ticket(identity={}, rule="anonymous")).words == "Not known: nobody was logged in."


def test_an_account_of_which_no_login_of_today_spoke(db):
    ticket = ticket_of("pro")
    said("pro", claims_at=None, plan="")
    assert now_of(ticket).words.startswith("Not known: no login")


@pytest.mark.parametrize(("kind", "rule"), [("cant_log_in", "locked_out"), ("compliance", "compliance")])
def test_what_is_open_to_everybody_is_so_now(db, kind, rule):
    ticket = open_ticket(topic_kind=kind, rule=rule, reason={"locked_out": "locked_out.proof"}.get(rule, rule))
    assert now_of(ticket).words.startswith("The same: everybody")


def test_a_kind_of_topic_that_is_none_any_more(db):
    assert now_of(ticket_of("pro", topic_kind="weather")).words == "The same."


def test_the_page_says_both(agent):
    ticket = ticket_of("pro")
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert "The same." in page
    assert "data-differs" not in page
    said("pro", plan="free")
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert "because the plan was Pro and is Free" in page
    assert "They couldn’t write to us about this now" in page
