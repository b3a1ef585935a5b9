"""Over 250,000 rows no list of the API reads a table from end to end, on whichever page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.api.conftest import Program
from tests.config.at_scale.conftest import scans, thrown_away
from tickets.desk.filters import SORTS
from tickets.models import Ticket

pytestmark = pytest.mark.xdist_group("scale")
LISTS = (
    *(f"/tickets?view={view}" for view in ("all", "unsolved", "waiting", "solved", "pending", "overdue")),
    *(f"/tickets?view={view}&sort={sort}" for view in ("unsolved", "all") for sort in SORTS),
    *("/tickets?status=closed", "/tickets?priority=urgent", "/tickets?assignee=nobody", "/tickets?topic=billing"),
    *("/tickets?plan=pro&view=unsolved", "/tickets?tag=sample-common", "/tickets?locale=ja&view=unsolved"),
    *("/tickets?updated_after=2020-01-01T00:00:00Z", "/tickets?created_after=2020-01-01T00:00:00Z", "/people"),
    *("/conversations", "/conversations?stage=handed_over", "/conversations?locale=ja", "/organisations"),
    *("/staff", "/tags"),
)


@pytest.mark.django_db
def test_the_database_is_made_for_tests_that_fill_it_themselves():
    assert not Ticket.objects.exists()  # the marker is what makes pytest-django set it up


@pytest.fixture
def program(undone: None) -> Program:
    """One whose token may everything."""
    return Program(cast.staff(superuser=True))


@pytest.mark.parametrize("address", LISTS)
def test_a_list_reads_no_more_than_a_page_however_far_in_it_is(program, address):
    path = address + ("&" if "?" in address else "?") + "limit=20"
    first = program.read(path)
    cursor = first["next_cursor"]
    with CaptureQueriesContext(connection) as captured:
        further = program.read(f"{path}&cursor={cursor}") if cursor else program.read(path)
    assert len(captured) <= 10
    # As on the desk, no index has the open ones alone in the order of their changes.
    passed_over = [] if address == "/tickets?view=unsolved&sort=quiet" else thrown_away(captured)
    assert "\n\n".join(scans(captured) + passed_over) == ""
    assert not cursor or further["items"] != first["items"]


def test_people_and_their_tickets_are_found_by_index(program):
    ticket = Ticket.objects.exclude(customer=None).latest("pk")
    with CaptureQueriesContext(connection) as captured:
        assert program.read("/tickets", email=ticket.requester_email, limit=1)["items"]
        assert program.read("/tickets", person=ticket.customer_id, limit=1)["items"]
        assert program.read("/people", email=ticket.customer.email)["items"]
        assert program.read("/people", domain=ticket.customer.domain.host, subject=ticket.customer.subject)["items"]
        assert program.read(f"/tickets/{ticket.reference}/messages")["items"]
        program.read(f"/tickets/{ticket.reference}/events")
        program.read("/conversations", ticket=ticket.reference)
    assert "\n\n".join(scans(captured)) == ""
