"""Whether the process lives, whether it can do its work, and whether anybody does what it leaves to others."""

import socket
import time

import pytest
from django.db import connection

from api.tasks import send_webhooks
from config import workload
from messenger.fin.tasks import write_answer
from tests import cast
from tickets.mail.keeping_tasks import keep_mail_files


@pytest.fixture(autouse=True)
def _asked_anew():
    workload.reader.forget()
    yield
    workload.reader.forget()


def heard_of(seconds_ago):
    """A worker that was last heard of so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second')",
            [seconds_ago],
        )


def waits_since(seconds_ago, task=None, **arguments):
    """A job that nobody has taken."""
    job = (task or write_answer).defer(**(arguments or {"message_id": 0}))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - %s * interval '1 second' WHERE job_id = %s",
            [seconds_ago, job],
        )


def away(monkeypatch, *, port, host="127.0.0.1"):
    """The database is where nobody answers."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", host)
    monkeypatch.setitem(connection.settings_dict, "PORT", str(port))
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "connect_timeout", 2)


def test_a_process_that_answers_is_alive(reader):
    answer = reader.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_a_site_with_database_and_queue_is_ready(reader):
    heard_of(1)
    waits_since(7)
    answer = reader.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "database": True,
        "queue": True,
        "worker": True,
        "oldest_job_seconds": 7,
        "oldest_other_job_seconds": 0,
    }


@pytest.mark.django_db
def test_pages_are_ready_without_a_worker_and_the_work_is_not(reader):
    heard_of(600)
    assert (reader.get("/readyz").status_code, reader.get("/readyz").json()["worker"]) == (200, False)
    assert reader.get("/workz").status_code == 503


@pytest.mark.parametrize(("seconds", "status"), [(100, 200), (200, 503)])
@pytest.mark.django_db
def test_work_that_waits_for_long_is_told_though_a_worker_lives(reader, seconds, status):
    heard_of(1)
    waits_since(seconds)
    assert reader.get("/workz").status_code == status


@pytest.mark.parametrize(("seconds", "status"), [(200, 200), (800, 200), (1000, 503)])
@pytest.mark.django_db
def test_a_slow_receiver_of_webhooks_makes_no_answer_late(reader, seconds, status):
    heard_of(1)
    waits_since(seconds, send_webhooks.configure(lock="webhooks.send:1"), endpoint_id=1)
    said = reader.get("/workz")
    assert (said.status_code, said.json()["oldest_job_seconds"]) == (status, 0)
    assert said.json()["oldest_other_job_seconds"] == seconds
    assert "has waited for" not in cast.staff_browser(name="boss", superuser=True).get("/admin/").content.decode()


@pytest.mark.django_db
def test_a_lane_that_is_full_hides_no_answer_that_waits_in_another(reader):
    heard_of(1)
    for _each in range(120):
        send_webhooks.defer(endpoint_id=1)
    waits_since(300)
    assert reader.get("/workz").json()["oldest_job_seconds"] == 300


@pytest.mark.django_db
def test_what_gives_way_to_the_mail_that_comes_in_is_not_late(reader):
    heard_of(1)
    waits_since(300, keep_mail_files.configure(priority=-1))
    assert reader.get("/workz").json()["oldest_job_seconds"] == 0


@pytest.mark.django_db
def test_a_job_for_later_does_not_wait(reader):
    write_answer.configure(schedule_in={"hours": 1}).defer(message_id=0)
    assert reader.get("/readyz").json()["oldest_job_seconds"] == 0


@pytest.mark.django_db
def test_strangers_are_told_no_more_than_whether_it_is_ready(reader):
    assert reader.get("/readyz", REMOTE_ADDR="203.0.113.7").json() == {"ready": True}


@pytest.mark.django_db
def test_whoever_asks_often_costs_the_database_nothing(reader, django_assert_num_queries):
    reader.get("/readyz")
    with django_assert_num_queries(0):
        reader.get("/readyz")


@pytest.mark.django_db(transaction=True)
def test_a_site_without_database_is_not_ready(reader, monkeypatch, free_port):
    away(monkeypatch, port=free_port)
    answer = reader.get("/readyz")
    assert answer.status_code == 503
    assert (answer.json()["ready"], answer.json()["database"]) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_accepts_and_says_nothing_is_given_up_soon(reader, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        away(monkeypatch, port=silent.getsockname()[1])
        started = time.monotonic()
        assert reader.get("/readyz").status_code == 503
        assert time.monotonic() - started < 5


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_health_is_told_without_tls_and_without_a_cookie(reader, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    answer = reader.get(path)
    assert (answer.status_code, bool(answer.cookies)) == (200, False)


@pytest.mark.django_db
def test_staff_read_that_no_worker_runs_and_that_work_is_late():
    browser = cast.staff_browser(name="boss", superuser=True)
    assert "No worker is running" in browser.get("/admin/").content.decode()
    heard_of(1)
    waits_since(180)
    workload.reader.forget()
    page = browser.get("/admin/").content.decode()
    assert "No worker is running" not in page
    assert "waited for 3 minutes" in page


@pytest.mark.django_db
def test_staff_read_nothing_of_it_while_all_is_well():
    heard_of(1)
    assert "messagelist" not in cast.staff_browser(name="boss", superuser=True).get("/admin/").content.decode()


@pytest.mark.django_db
def test_who_is_not_signed_in_reads_nothing_of_it(reader):
    assert "worker" not in reader.get("/admin/login/").content.decode()
