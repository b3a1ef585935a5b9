"""With a hundred thousand rows in the log nothing reads it from end to end."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from privacy.actions.nightly import forget
from tests import cast
from tests.webhooks.conftest import make_endpoint, send
from webhooks.actions import replaying, sending
from webhooks.models import Delivery, Endpoint

pytestmark = pytest.mark.django_db
LOG = "/admin/webhooks/delivery/"
_LONG_SORT = re.compile(r"Sort  \(.*rows=\d{4}.*\n\s+Sort Key: id")


@pytest.fixture
def endpoint(owner, receiver):
    """One that heard of much, beside another one; hardly anything waits or failed."""
    made = make_endpoint(owner=owner, url=receiver.url)
    other = make_endpoint(owner=owner, url=receiver.url, name="Other")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO webhooks_delivery (endpoint_id, number, kind, reference, about, happened_at, state, attempts,"
            " next_at, error) SELECT CASE WHEN n %% 2 = 0 THEN %s ELSE %s END, gen_random_uuid(), 'webhook.test', '',"
            " 0, now() - n * interval '20 seconds', CASE WHEN n %% 50000 < 2 THEN 'waiting'"
            " WHEN n %% 30000 < 2 THEN 'failed' ELSE 'sent' END, 1,"
            " CASE WHEN n %% 50000 < 2 THEN now() - interval '1 hour' END, ''"
            " FROM generate_series(1, 100000) AS n",
            [made.pk, other.pk],
        )
        cursor.execute("ANALYZE webhooks_delivery")
    return made


def scans(captured):
    """The queries that read the log from end to end, or put a thousand rows of it and more in order."""
    found = []
    for query in captured.captured_queries:
        if "webhooks_delivery" in query["sql"] and query["sql"].startswith(("SELECT", "UPDATE", "DELETE")):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {query['sql']}")
                plan = "\n".join(line for (line,) in cursor.fetchall())
            if "Seq Scan on webhooks_delivery" in plan or _LONG_SORT.search(plan):
                found.append(f"{query['sql'][:300]}\n{plan}")
    return found


@pytest.mark.parametrize(
    "query",
    ["", "p=20", "state__exact=failed", "state__exact=sent", "endpoint__id__exact={0}", "after={1}",
     "endpoint__id__exact={0}&state__exact=failed", "endpoint__id__exact={0}&state__exact=sent"],
)  # fmt: skip
def test_the_log_reads_a_page(endpoint, query):
    lead = cast.staff_browser(name="lea", groups=("leads",))
    key = Delivery.objects.latest("pk").pk - 90_000
    with CaptureQueriesContext(connection) as captured:
        page = lead.get(f"{LOG}?{query.format(endpoint.pk, key)}")
    assert page.status_code == 200
    assert "\n\n".join(scans(captured)) == ""


def test_what_is_due_is_found_by_index(endpoint, receiver):
    now = timezone.now()
    with CaptureQueriesContext(connection) as captured:
        assert replaying.queue_due(now=now) == 2
        assert sending.claim(endpoint_id=endpoint.pk, now=now)
        assert send(endpoint) is False
        replaying.send_all_again(endpoint=endpoint, since=now - timedelta(days=1), now=now)
    assert receiver.asked
    assert "\n\n".join(scans(captured)) == ""


def test_the_night_forgets_what_is_a_month_old_and_nothing_that_waits(endpoint):
    Delivery.objects.filter(state="failed").update(happened_at=timezone.now() - timedelta(days=31))
    Delivery.objects.filter(state="waiting").update(happened_at=timezone.now() - timedelta(days=31))
    failed = Delivery.objects.filter(state="failed").count()
    with CaptureQueriesContext(connection) as captured:
        assert forget(now=timezone.now())["webhooks.Delivery"] == failed
    assert Delivery.objects.count() == 100_000 - failed
    assert Delivery.objects.filter(state="waiting").exists()
    assert "\n\n".join(scans(captured)) == ""
    assert Endpoint.objects.count() == 2
