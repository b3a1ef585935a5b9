"""On a ticket's page: the organization of whoever wrote, its plan and its owners, for who may see them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Customer, ListedOwner, Organisation, SupportContact
from tests import cast
from tests.tickets.conftest import open_ticket
from tickets.desk.organisation import organisation_of


@pytest.fixture
def reader(db):
    return cast.staff()


@pytest.fixture
def ticket(db):
    """Of a Team's owner, in the Team's name."""
    visitor = cast.visitor(person="team_owner")[0]
    return open_ticket(
        customer_id=visitor.customer_id, organisation_id=visitor.customer.organisation_id, rule="org_owner"
    )


def owner(organisation, number, **changes):
    wanted = {"plan": "team", "role": "owner", "claims_at": timezone.now(), "email": f"o{number}@example.com"}
    wanted |= {"domain": organisation.domain, "organisation": organisation, "name": f"Owner {number}"}
    return Customer.objects.create(subject=f"o{number}", **(wanted | changes))


def page_of(browser, ticket):
    return browser.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()


def test_its_plan_and_everybody_who_speaks_for_it(reader, ticket):
    row = ticket.organisation
    owner(row, 1, role="admin")
    owner(row, 2, claims_at=timezone.now() - timedelta(days=200))
    new = owner(row, 3)
    ListedOwner.objects.create(organisation=row, email="boss@example.com")
    ListedOwner.objects.create(organisation=row, email="O3@example.com")
    found = organisation_of(ticket, reader, timezone.now())
    assert (found.row, found.plan) == (row, "Team")
    assert found.named == (new, ticket.customer)
    assert [each.email for each in found.listed] == ["boss@example.com"]


def test_many_owners_are_asked_for_as_one_is(reader, ticket, django_assert_num_queries):
    for number in range(12):
        owner(ticket.organisation, number)
    SupportContact.objects.create(organisation=ticket.organisation, email="o1@example.com")
    reader.has_perm("accounts.view_customer")
    ticket.refresh_from_db()
    assert ticket.customer.organisation
    with django_assert_num_queries(3):
        assert len(organisation_of(ticket, reader, timezone.now()).named) == 10


def test_owners_are_found_by_an_index_of_them_alone(reader, ticket):
    with CaptureQueriesContext(connection) as captured, connection.cursor() as cursor:
        organisation_of(ticket, reader, timezone.now())
        asked = next(each["sql"] for each in captured if "role" in each["sql"].split("WHERE")[-1])
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + asked)
        assert "accounts_customer_speakers" in str(cursor.fetchall())


def test_it_is_whose_name_it_was_written_in_else_the_accounts(reader, ticket):
    other = Organisation.objects.create(domain=ticket.organisation.domain, external_id="x", name="Elsewhere")
    Customer.objects.update(organisation=other)
    ticket.refresh_from_db()
    found = organisation_of(ticket, reader, timezone.now())
    assert (found.row.name, found.plan) == ("Team", "")
    ticket.organisation = None
    assert organisation_of(ticket, reader, timezone.now()).row == other
    ticket.customer = None
    assert organisation_of(ticket, reader, timezone.now()) is None


def test_the_page_shows_it_with_its_owners_and_leads_there(agent, ticket):
    ListedOwner.objects.create(organisation=ticket.organisation, email="boss@example.com")
    page = page_of(agent, ticket)
    assert f'href="/admin/accounts/organisation/{ticket.organisation.pk}/change/"' in page
    assert f'href="/admin/accounts/customer/{ticket.customer.pk}/change/"' in page
    assert "team_owner@example.com" in page
    assert "boss@example.com" in page


def test_who_may_not_see_people_sees_its_name_alone(ticket, db):
    officer = cast.staff_browser(name="officer", groups=("compliance",))
    owner(ticket.organisation, 1)
    ListedOwner.objects.create(organisation=ticket.organisation, email="boss@example.com")
    page = page_of(officer, ticket)
    assert "<bdi>Team</bdi>" in page
    for hidden in ("/admin/accounts/", "o1@example.com", "boss@example.com", "No owner"):
        assert hidden not in page


def test_where_nobody_is_known_to_speak_for_it_that_is_said(agent, ticket):
    Customer.objects.update(role="member")
    assert "No owner and no admin of it is known here." in page_of(agent, ticket)


def test_without_an_organization_nothing_is_said(agent, db):
    assert "Owners and admins" not in page_of(agent, open_ticket())


def test_all_that_is_known_of_the_person_costs_the_same_however_much_it_is(agent, ticket):
    asked = []
    for number in range(3):
        for each in range(10 * number, 10 * number + 10 * (number > 0)):
            owner(ticket.organisation, each)
            ListedOwner.objects.create(organisation=ticket.organisation, email=f"l{each}@example.com")
            open_ticket(customer_id=ticket.customer_id)
        with CaptureQueriesContext(connection) as captured:
            page_of(agent, ticket)
        asked.append(len(captured))
    # Besides a page of somebody unknown: contacts, owners by login, owners by hand, and conversations.
    assert asked[0] == asked[1] == asked[2] <= 29
