"""Each queue has hands of its own: nothing waits for what another queue waits for."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from config import lanes
from config.management.commands import work
from messenger.fin.tasks import write_answer
from tests.tickets.conftest import open_ticket

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def queue(transactional_db):
    """An empty queue; Django doesn't empty tables that it doesn't manage."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    yield ProcrastinateJob.objects
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def silent_mail_server():
    """Accepts connections and never says a word; its port."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        yield server.getsockname()[1]


@contextmanager
def worker(tmp_path, *, process="", smtp_port=9):
    """A worker as it runs for real, on the tests' database."""
    settings = connection.settings_dict
    address = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment |= {"VAR_DIR": str(tmp_path), "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(smtp_port)}
    child = subprocess.Popen([sys.executable, "manage.py", "work", *filter(None, [process])], cwd=ROOT, env=environment)
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def wait_until(come_true, *, seconds):
    """How many seconds it took."""
    started = time.monotonic()
    while not come_true():
        assert time.monotonic() - started < seconds, "It didn't happen in time."
        time.sleep(0.05)
    return time.monotonic() - started


def test_every_queue_that_a_task_uses_has_a_lane():
    used = {task.queue for name, task in app.tasks.items() if not name.startswith(("builtin:", "procrastinate."))}
    assert used <= set(lanes.hands())


def test_each_process_has_its_own_queues_and_one_process_can_have_all():
    assert lanes.hands() == lanes.PROCESSES["answers"] | lanes.PROCESSES["mail"]
    assert not set(lanes.PROCESSES["answers"]) & set(lanes.PROCESSES["mail"])


def test_fin_answers_while_all_mail_waits_for_a_silent_server(queue, silent_mail_server, tmp_path):
    for _number in range(5):
        open_ticket()
    with worker(tmp_path, smtp_port=silent_mail_server):
        wait_until(lambda: queue.filter(queue_name="mail", status="doing").count() == 4, seconds=60)
        job = write_answer.defer(message_id=0)
        assert wait_until(lambda: not queue.filter(pk=job).exists(), seconds=5) < 2


def test_a_process_takes_no_job_of_another_ones_queues(queue, tmp_path):
    open_ticket()
    receipt = queue.get(queue_name="mail")
    job = write_answer.defer(message_id=0)
    with worker(tmp_path, process="answers"):
        wait_until(lambda: not queue.filter(pk=job).exists(), seconds=60)
        receipt.refresh_from_db()
        assert receipt.status == "todo"


def test_what_succeeded_is_deleted_and_the_worker_ends_when_asked(queue, tmp_path):
    job = write_answer.defer(message_id=0)
    with worker(tmp_path, process="answers") as child:
        wait_until(lambda: not queue.filter(pk=job).exists(), seconds=60)
        child.terminate()
        assert child.wait(10) == 0


@pytest.mark.django_db(transaction=True)
def test_what_a_job_enqueues_goes_with_its_transaction(queue):
    class UndoneError(Exception):
        pass

    with app.replace_connector(work.WorkerConnector()), suppress(UndoneError), transaction.atomic():
        write_answer.defer(message_id=0)
        raise UndoneError
    assert not queue.exists()
