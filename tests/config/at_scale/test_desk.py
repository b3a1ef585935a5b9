"""Over 250,000 rows no page of the desk or the messenger reads a table from end to end, or asks without end."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.seeding import visitor_token
from accounts.models import Domain, Visitor
from config import workload
from messenger.conversations.unread import unread_of
from messenger.models import Conversation
from privacy import due
from privacy.actions import nightly
from privacy.rules import What
from tests import cast
from tests.config.at_scale.conftest import BIG, TICKETS, scans, thrown_away
from tests.tickets.conftest import mail, receive
from tickets.desk.filters import SORTS
from tickets.mail.actions import packing, requeueing
from tickets.models import Attachment, BulkMove, IncomingEmail, OutgoingEmail, Ticket

# One process fills its database, whichever tests it runs.
pytestmark = pytest.mark.xdist_group("scale")
MOST_QUERIES = 40


@pytest.fixture
def desk(undone: None) -> cast.Browser:
    return cast.staff_browser(superuser=True)


@pytest.fixture
def customer(undone: None) -> cast.Browser:
    """The sample customer who wrote most."""
    browser = cast.Browser()
    ticket = Ticket.objects.exclude(customer=None).earliest("customer_id")
    browser.visitor, browser.cookies["visitor"] = ticket.customer, visitor_token(ticket.customer_id)
    return browser


def assert_bounded(browser: cast.Browser, address: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    assert len(captured) <= MOST_QUERIES
    assert "\n\n".join(scans(captured)) == ""


@pytest.mark.django_db
def test_the_database_is_made_for_tests_that_fill_it_themselves():
    assert not Ticket.objects.exists()  # the marker is what makes pytest-django set it up


TICKET_LISTS = (
    *("", "?view=waiting", "?view=mine", "?view=unassigned", "?view=solved", "?view=all", "?view=all&p=20"),
    *("?status__exact=closed", "?status__exact=pending", "?priority__exact=40", "?view=all&priority__exact=40"),
    *("?topic=billing", "?view=all&topic=billing", "?view=all&locale=ja", "?view=all&rule=locked_out", "?locale=ja"),
    *(
        "?view=all&assignee=nobody",
        "?team=none",
        "?view=all&team=none",
        "?rule=locked_out",
        "?view=solved&topic=other",
        "?created_at__gte=2026-01-01+00:00Z",
    ),
    *(
        "?q=invoice",
        "?q=請求",
        "?q=refund+late&view=waiting",
        "?q=marta",
        "?q=nowhere",
        "?o=-5",
        "?o=1",
        "?view=pending",
    ),
    *(f"?view={view}&sort={sort}" for view in ("", "all") for sort in SORTS),
    *(f"?{view}{known}" for view in ("", "view=all&") for known in ("plan=pro", "role=owner", "plan=pro&role=owner")),
    *("?tag=sample-common", "?tag=sample-middling", "?tag=sample-rare", "?view=all&tag=sample-rare"),
    *("?topic=billing,login", "?view=all&topic=billing,login", "?view=all&locale=ja,en", "?rule=locked_out,free"),
    *("?status__exact=closed,pending", "?view=all&status__exact=open,new", "?priority__exact=30,40", "?team=none,1"),
    *("?view=all&plan=pro,team", "?plan=pro,max&role=owner,admin", "?view=all&assignee=nobody,1", "?sla=breached,soon"),
    *("?tag=sample-common,sample-rare", "?view=all&tag=sample-middling,sample-rare", "?q=-status:closed"),
    *("?q=tag:sample-common+-tag:sample-rare", "?q=-plan:pro+-assignee:me", "?q=topic:billing,login+refund"),
    *("?view=snoozed", "?q=created:7d", "?q=plan:pro+refund", "?q=from:rossi", "?view=all&q=refund&sort=oldest"),
    *(
        "?view=overdue",
        "?view=soon",
        "?q=sla:breached",
        "?q=sla:soon",
        "?q=sla:ok",
        "?sla=ok&sort=due",
        "?view=all&sla=soon",
    ),
)


@pytest.mark.parametrize("query", TICKET_LISTS)
def test_the_ticket_list_reads_no_more_than_it_shows(desk, query):
    assert_bounded(desk, f"/admin/tickets/ticket/{query}")


def test_the_list_of_a_team_comes_out_of_an_index_in_order(desk):
    """Of a small team's tickets as of a large one's."""
    small, large = (Group.objects.create(name=name) for name in ("Small", "Large"))
    newest = Ticket.objects.latest("pk").pk
    Ticket.objects.filter(pk__gt=newest - TICKETS // 2).update(team=large)
    Ticket.objects.filter(pk__gt=newest - 100).update(team=small)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tickets_ticket")
    for query in (f"?{view}team={team.pk}" for team in (small, large) for view in ("", "view=all&", "view=mine&")):
        assert_bounded(desk, f"/admin/tickets/ticket/{query}")


def test_who_sees_few_teams_has_only_those_counted(undone):
    """Beside many that are others', and many of no team that somebody has: all of them overdue."""
    now, newest = timezone.now(), Ticket.objects.latest("pk").pk
    others, bo = Group.objects.create(name="Others"), cast.staff(name="bo", groups=("agents",))
    Group.objects.get(name="agents").permissions.remove(Permission.objects.get(codename="see_all_tickets"))
    late = {"status": "open", "solved_at": None, "waiting_since": now - timedelta(days=1), "warn_at": now}
    rows = Ticket.objects.filter(pk__gt=newest - 8300)
    rows.update(**late, team=None, assignee=bo, due_at=now - timedelta(hours=1))
    rows.filter(pk__gt=newest - 4000).update(team=others, assignee=None, due_at=now - timedelta(hours=2))
    rows.filter(pk__lte=newest - 8000).update(assignee=None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tickets_ticket")
    agent = cast.staff_browser(name="few", groups=("agents",))
    with CaptureQueriesContext(connection) as captured:
        shown = agent.get("/admin/tickets/ticket/?view=mine").context["tabs"]
    # What stands elsewhere has no name, as the first view has none.
    tabs = {tab.name: tab.shown for tab in reversed(shown)}
    assert (tabs[""], tabs["overdue"]) == ("1,000+", "1,000+")
    assert tabs["unassigned"].isdecimal()
    assert "\n\n".join(scans(captured) + thrown_away(captured)) == ""


@pytest.mark.parametrize("query", ["?view=all", "?view=solved", "?status__exact=closed", ""])
def test_the_list_goes_on_by_key_where_its_pages_end(desk, query):
    pages = desk.get(f"/admin/tickets/ticket/{query}").context["cl"].paginator.num_pages
    last = desk.get(f"/admin/tickets/ticket/{query}{'&' if query else '?'}p={pages}").context["cl"]
    if last.goes_on:
        assert_bounded(desk, f"/admin/tickets/ticket/{last.goes_on}")
        following = desk.get(f"/admin/tickets/ticket/{last.goes_on}").context["cl"]
        assert not {row.pk for row in last.result_list} & {row.pk for row in following.result_list}
    assert bool(last.goes_on) == (query != "" or last.paginator.is_capped)


def test_the_way_from_ticket_to_ticket_comes_out_of_the_lists_order(desk):
    ticket = Ticket.objects.waiting_for_us().latest("pk")
    for query in (
        "view=all",
        "plan=pro",
        "view=all&locale=ja&sort=oldest",
        "q=refund",
        "view=unassigned&sort=priority",
    ):
        assert_bounded(desk, f"/admin/tickets/ticket/{ticket.reference}/change/?{urlencode({'list': query})}")


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("priority", {"priority": "30"}),
        ("assign", {"assignee": ""}),
        ("team", {"team": ""}),
        ("tag", {"tag": "new-one"}),
        ("snooze", {"choice": "tomorrow"}),
        ("status", {"event": "hold"}),
        ("write", {"mode": "note", "body": "Seen"}),
        ("presence", {}),
    ],
)
def test_a_move_touches_its_own_rows(desk, verb, form):
    ticket = Ticket.objects.waiting_for_us().exclude(team=None).exclude(assignee=None).latest("pk")
    with CaptureQueriesContext(connection) as captured:
        answer = desk.post(f"/admin/tickets/ticket/{ticket.reference}/{verb}/", {"version": ticket.version, **form})
    assert answer.status_code in {200, 302}
    assert len(captured) <= MOST_QUERIES
    assert "\n\n".join(scans(captured)) == ""


def test_many_are_moved_by_their_keys(desk):
    keys = list(Ticket.objects.open().awake().longest_waiting_first().values_list("pk", flat=True)[:50])
    with CaptureQueriesContext(connection) as captured:
        desk.post("/admin/tickets/ticket/bulk/", {"ticket": keys, "move": "priority:40"})
        desk.post(f"/admin/tickets/ticket/bulk/{BulkMove.objects.latest('pk').pk}/undo/", {})
    assert "\n\n".join(scans(captured)) == ""


def test_the_search_finds_by_reference_and_address(desk):
    ticket = Ticket.objects.get(pk=Ticket.objects.latest("pk").pk - TICKETS // 2)
    for words in (ticket.reference, ticket.requester_email):
        assert_bounded(desk, f"/admin/tickets/ticket/?q={words}")
        assert ticket in desk.get(f"/admin/tickets/ticket/?q={words}").context["cl"].result_list


@pytest.mark.parametrize("which", ["earliest", "latest"])
def test_a_ticket_page_reads_its_own_rows(desk, which):
    for tickets in (Ticket.objects.all(), Ticket.objects.waiting_for_us()):
        assert_bounded(desk, f"/admin/tickets/ticket/{getattr(tickets, which)('created_at').reference}/change/")


@pytest.mark.parametrize(
    "address",
    [
        *("tickets/outgoingemail/", "tickets/outgoingemail/?status__exact=failed", "tickets/outgoingemail/?q=marta"),
        *("tickets/incomingemail/", "tickets/incomingemail/?outcome__exact=quarantined"),
        *("tickets/incomingemail/?outcome__exact=unreadable", "tickets/incomingemail/?reason__exact=no_ticket"),
        *("tickets/incomingemail/?q=請求", "tickets/incomingemail/?q=marta", "tickets/incomingemail/?q=invoice"),
        *("accounts/customer/", "accounts/customer/?q=rossi", "accounts/customer/?q=佐藤"),
        *(
            "accounts/customer/?domain__id__exact={domain}",
            "messenger/conversation/",
            "messenger/conversation/?q=marta",
        ),
        *("messenger/conversation/?stage__exact=handed_over", "messenger/conversation/?q=請求"),
        *("tickets/ticket/palette/?q=refund", "tickets/ticket/?view=mentioned", "tickets/ticket/notifications/"),
    ],
)
def test_the_other_lists_of_the_desk_read_no_more_than_they_show(desk, address):
    assert_bounded(desk, f"/admin/{address.format(domain=Domain.objects.earliest('pk').pk)}")


def test_pages_of_one_mail_customer_or_conversation_read_their_own_rows(desk):
    for model in (IncomingEmail, OutgoingEmail, Conversation):
        assert_bounded(
            desk, f"/admin/{model._meta.label_lower.replace('.', '/')}/{model.objects.latest('pk').pk}/change/"
        )


def test_the_messenger_reads_the_persons_own_rows(customer):
    own = Conversation.objects.filter(customer=customer.visitor).latest("pk")
    for page in ("", "conversations", f"c/{own.reference}/", f"c/{own.reference}/thread"):
        assert_bounded(customer, f"/en/messenger/{page}")


def test_an_open_conversation_asks_for_news_by_index(customer):
    own = Conversation.objects.filter(customer=customer.visitor).latest("pk")
    mark = customer.get(f"/en/messenger/c/{own.reference}/").context["mark"]
    with CaptureQueriesContext(connection) as captured:
        assert customer.get(f"/en/messenger/c/{own.reference}/thread?since={mark}&seen=1").status_code == 204
    assert len(captured) <= 4
    assert "\n\n".join(scans(captured) + thrown_away(captured)) == ""


def test_what_is_unread_is_found_by_index(customer):
    with CaptureQueriesContext(connection) as captured:
        assert unread_of(Visitor.objects.get(customer=customer.visitor)).count() > 0
    assert "\n\n".join(scans(captured) + thrown_away(captured)) == ""


def test_an_arriving_mail_is_compared_by_index(undone):
    sent = OutgoingEmail.objects.filter(kind="reply").latest("pk")
    for headers in ({"in_reply_to": sent.mail_id}, {}):
        raw = mail(sender=sent.to_email, mail_id=f"<new{len(headers)}@mail.example>", **headers)
        with CaptureQueriesContext(connection) as captured:
            assert receive(raw).outcome in {"quarantined", "answered"}
        assert "\n\n".join(scans(captured)) == ""


def test_beginning_a_conversation_reads_the_persons_own_rows(customer):
    with CaptureQueriesContext(connection) as captured:
        assert customer.post("/en/messenger/start", {"text": "Hello"}).status_code == 302
    assert "\n\n".join(scans(captured)) == ""


@pytest.fixture
def long_queue(undone: None) -> None:
    """Jobs that failed, then jobs for later, then jobs that wait: thirty thousand of each."""
    sql = """
        INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, scheduled_at)
        SELECT 'mail', 'tickets.send_email', jsonb_build_object('email_id', -n),
               (ARRAY['failed', 'todo', 'todo'])[n / 30000 + 1]::procrastinate_job_status,
               CASE n / 30000 WHEN 1 THEN now() + interval '1 day' WHEN 2 THEN now() - interval '1 hour' END
        FROM generate_series(1, 89999) AS n
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # without an event for each
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("ANALYZE procrastinate_jobs")


def test_the_state_of_the_queue_is_seen_at_its_head(long_queue):
    workload.reader.forget()
    with CaptureQueriesContext(connection) as captured:
        assert workload.reader.current().oldest_seconds >= 3600
    assert "\n\n".join(scans(captured) + thrown_away(captured)) == ""


def test_mail_without_a_job_is_looked_for_among_the_mail_that_waits(long_queue):
    now = timezone.now() + timedelta(minutes=10)
    OutgoingEmail.objects.filter(pk__in=OutgoingEmail.objects.values("pk")[:100]).update(status="queued", sent_at=None)
    with CaptureQueriesContext(connection) as captured:
        assert requeueing.queue_lost_sendings(now=now) == 100
        assert requeueing.queue_lost_readings(now=now) == 0
        assert requeueing.queue_lost_sendings(now=now) == 0
    assert "\n\n".join(scans(captured) + thrown_away(captured)) == ""


def test_files_that_wait_in_mails_and_mail_to_pack_are_found_by_index(undone, monkeypatch):
    monkeypatch.setattr(packing, "_AT_ONCE", 5)
    Attachment.objects.filter(pk__in=Attachment.objects.values("pk")[:3]).update(waits=True)
    with CaptureQueriesContext(connection) as captured:
        assert requeueing.queue_lost_keepings(now=timezone.now()) == 3
        assert packing.pack_some(now=timezone.now()) == 5
    assert "\n\n".join(scans(captured) + thrown_away(captured)) == ""


def test_what_is_forgotten_at_night_is_found_by_index(undone):
    with CaptureQueriesContext(connection) as captured:
        nightly.forget(now=timezone.now())
    assert "\n\n".join(scans(captured) + thrown_away(captured)) == ""


@pytest.mark.parametrize("what", list(What))
def test_a_rule_that_looks_through_a_table_does_so_in_stretches(undone, what, monkeypatch):
    monkeypatch.setattr(due, "STRETCH", 1_000)
    for each in due.due(what, timezone.now() - timedelta(days=30)):
        rows = each.rows if each.indexed else each.stretch(1)
        assert not BIG.search(rows.values_list("pk", flat=True).explain()), rows.explain()
