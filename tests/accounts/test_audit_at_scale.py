"""The audit trail of years: whichever way it is narrowed, no page of it reads the table from end to end."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/auditentry/"
ROWS = 60_000  # one each ten minutes: a bit more than a year
_FILL = """
    INSERT INTO accounts_auditentry
        (at, kind, outcome, staff_number, staff_name, object_kind, object_ref, network, details)
    SELECT now() - n * interval '10 minutes',
           CASE WHEN n %% 10000 = 99 THEN 'audit_exported' ELSE (ARRAY['staff_login', 'proof_shown'])[n %% 2 + 1] END,
           CASE WHEN n %% 1000 = 3 THEN 'refused' ELSE 'ok' END,
           CASE WHEN n %% 20000 = 17 THEN %s ELSE 1000 + n %% 40 END,
           'agent' || n %% 40, 'tickets.ticket', 'HC-' || n %% 9000, '192.0.2.' || n %% 20, '{}'
    FROM generate_series(1, %s) AS n
"""


@pytest.fixture
def admin():
    browser = cast.staff_browser(name="ada", groups=("admins",))
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [browser.user.pk, ROWS])
        cursor.execute("ANALYZE accounts_auditentry")
    return browser


def test_every_page_comes_out_of_an_index_and_counts_so_far_only(admin):
    begins, ends = (timezone.localdate() - timedelta(days=days) for days in (300, 290))
    asked = {
        "": "1000+",
        "?kind=proof_shown&p=10": "1000+",
        "?kind=audit_exported": "6 ",
        "?outcome=not_done": "60 ",
        f"?person={admin.user.pk}": "3 ",
        f"?since={begins}&until={ends}": "1000+",
        f"?since={begins}&until={ends}&kind=audit_exported": "0 ",
        "?q=agent7&p=10": "1000+",
        "?q=HC-77": "6 ",
        "?q=192.0.2.7": "1000+",
        "?q=nobody": "0 ",
        "?q=agent19&kind=audit_exported": "6 ",
        f"?after={_key_of_the_oldest()}": "0 ",
    }
    for query, count in asked.items():
        with CaptureQueriesContext(connection) as captured:
            page = admin.get(f"{LIST}{query}").content.decode()
        assert f"{count}" in page[page.index('class="paginator"') :], query
        assert _scans(captured) == [], query


def test_a_search_goes_on_by_key_where_its_pages_end(admin):
    last = admin.get(f"{LIST}?q=192.0.2.7&p=10").context["cl"]
    with CaptureQueriesContext(connection) as captured:
        following = admin.get(f"{LIST}{last.goes_on}").context["cl"]
    assert len(following.result_list) == 100
    assert not {row.pk for row in last.result_list} & {row.pk for row in following.result_list}
    assert _scans(captured) == []


def _key_of_the_oldest() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM accounts_auditentry ORDER BY at LIMIT 1")
        return int((cursor.fetchone() or (0,))[0])


def _scans(captured):
    """The plans that read the trail from end to end; one that soon has its first so many rows is no such."""
    found = []
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            if query["sql"].startswith("SELECT") and "accounts_auditentry" in query["sql"]:
                cursor.execute(f"EXPLAIN {query['sql']}")
                plan = "\n".join(line for (line,) in cursor.fetchall())
                limit, scan = (re.search(rf"{part} .*?\.\.([0-9.]+) rows", plan) for part in ("Limit", "Seq Scan"))
                is_short = limit and scan and float(limit[1]) < float(scan[1]) / 10
                found += [plan] if "Seq Scan on accounts_auditentry" in plan and not is_short else []
    return found
