"""A file that is sent at the very moment at which it would be swept away: real threads on real connections."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.tickets.files.conftest import HOLDER, keep
from tickets.files import actions
from tickets.models import StoredFile, WaitingFile

pytestmark = pytest.mark.django_db(transaction=True)


def is_waited_for(seconds: float = 10) -> bool:
    """Whether somebody comes to wait for a lock of the database."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            # A transaction sees the activity as it first looked at it, unless it asks for a new look.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone():
                return True
        time.sleep(0.02)
    return False


def test_what_is_sent_meanwhile_stays(place):
    now = timezone.now()
    file = keep(now=now - timedelta(days=2))
    failed: list[BaseException] = []

    def sweep() -> None:
        try:
            actions.sweep(now=now)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    sweeper = threading.Thread(target=sweep)
    with transaction.atomic():
        assert actions.send_off(holder=HOLDER) == [file]
        # Something names it by the time that this ends: here the next message it waits for.
        WaitingFile.objects.create(file=file, holder="ticket:2")
        StoredFile.objects.filter(pk=file.pk).update(created_at=now)
        sweeper.start()
        assert is_waited_for()
    sweeper.join(10)
    assert failed == []
    assert StoredFile.objects.get() == file
