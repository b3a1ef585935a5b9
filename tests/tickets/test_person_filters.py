"""The queue narrowed by who wrote: plan, product, role and domain, as a menu, as a search, and in a saved view."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Domain
from tests.tickets.conftest import open_ticket
from tickets.models import SavedView, Ticket
from tickets.models.which_tickets import KNOWN

pytestmark = pytest.mark.django_db
LIST = "/admin/tickets/ticket/"
_ROWS = 'SELECT "tickets_ticket"."id", "tickets_ticket"."reference", "tickets_ticket"."subject"'


@pytest.fixture
def written() -> dict[str, Ticket]:
    """A ticket of each of three people, and one of nobody who is known."""
    who = {
        "pro": {"product": "claude", "plan": "pro", "role": "", "domain": "claude.example"},
        "owner": {"product": "claude", "plan": "team", "role": "owner", "domain": "claude.example"},
        "admin": {"product": "console", "plan": "", "role": "admin", "domain": "console.example"},
        "nobody": {},
    }
    for host, product in (("claude.example", "claude"), ("console.example", "console")):
        Domain.objects.create(host=host, name=host, product=product, issuer=f"https://{host}/")
    return {name: open_ticket(identity=identity) for name, identity in who.items()}


def found(agent, query):
    return set(agent.get(f"{LIST}?{query}").context["cl"].result_list)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("plan=pro", {"pro"}),
        ("product=claude", {"pro", "owner"}),
        ("role=owner", {"owner"}),
        ("domain=console.example", {"admin"}),
        ("product=claude&plan=team", {"owner"}),
        ("view=all&plan=free", set()),
        # What is no choice narrows nothing.
        ("plan=platinum", {"pro", "owner", "admin", "nobody"}),
        ("domain=%00", {"pro", "owner", "admin", "nobody"}),
        ("q=plan:pro", {"pro"}),
        ("q=product:console", {"admin"}),
        ('q=role:"owner"', {"owner"}),
        ("q=domain:claude", {"pro", "owner"}),
    ],
)
def test_a_ticket_is_found_by_what_was_known_of_its_person(agent, written, query, wanted):
    assert found(agent, query) == {written[name] for name in wanted}


def test_what_is_not_known_is_told_with_what_there_is(agent, written):
    page = agent.get(f"{LIST}?q=plan:platinum")
    assert [str(each) for each in page.context["messages"]] == [
        "“plan:” doesn’t know “platinum”. It knows: Free, Pro, Max, Team, Enterprise."
    ]


def test_all_of_it_stands_in_one_menu_under_headings(agent, written):
    page = agent.get(f"{LIST}?product=claude&role=owner")
    menu = next(menu for menu in page.context["cl"].menus if menu.name == "person")
    assert menu.chosen == ["Claude", "owner"]
    assert [str(choice.heading) for choice in menu.choices if choice.heading] == [
        "plan",
        "product",
        "role",
        "logged in at",
    ]
    assert [choice.words for choice in menu.choices if choice.chosen] == ["All", "Claude", "owner", "All"]
    # Each leads on with what else was chosen.
    pro = next(choice for choice in menu.choices if choice.words == "Pro")
    assert "product=claude" in pro.address
    assert "plan=pro" in pro.address
    assert '<li class="queue-heading">Logged in at</li>' in page.content.decode()


def test_a_saved_view_keeps_it(agent, written):
    agent.post(f"{LIST}views/", {"name": "Team owners", "query": "view=all&role=owner&plan=team"})
    view = SavedView.objects.get()
    assert found(agent, view.query) == {written["owner"]}


@pytest.mark.parametrize("name", KNOWN)
def test_each_has_an_index_that_gives_the_lists_order(agent, written, name):
    with CaptureQueriesContext(connection) as asked:
        agent.get(f"{LIST}?{name}={written['owner'].identity[name]}")
    # The rows themselves, not how many there are.
    query = next(each["sql"] for each in asked.captured_queries if each["sql"].startswith(_ROWS))
    with connection.cursor() as cursor:
        # Among few rows any other index would do as well, so it is the only one for now.
        cursor.execute(
            "SELECT indexname FROM pg_indexes JOIN pg_class ON relname = indexname"
            " WHERE tablename = 'tickets_ticket' AND indexname LIKE 'tickets_ticket_%%' AND indexname <> %s"
            " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = pg_class.oid)",
            [f"tickets_ticket_queue_{name}"],
        )
        others = [index for (index,) in cursor.fetchall()]
        assert len(others) > 20
        cursor.execute(f"DROP INDEX {', '.join(others)}")
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN {query}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"tickets_ticket_queue_{name}" in plan
    assert "Sort" not in plan
