"""The shipped articles, loaded once a run and copied into each test that reads them."""

import fcntl
import os
import pickle
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from helpcenter.content.loading import load
from helpcenter.models import Phrasing, PhrasingStamp
from tests import rows


@pytest.fixture(scope="session")
def _shipped_rows(django_db_setup: None, django_db_blocker) -> rows.Rows:
    """Every table of the library as PostgreSQL copies it; the workers of one run share it as a file."""
    file = Path(os.environ["HELPCENTER_TESTS"], "shipped_rows")
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # who comes second waits instead of loading them, too
        if not file.exists():
            with django_db_blocker.unblock():
                file.write_bytes(pickle.dumps(_loaded()))
    return pickle.loads(file.read_bytes())


def _loaded() -> rows.Rows:
    """The tables filled by a load that is then undone."""
    with transaction.atomic():
        load(settings.CONTENT_DIR, timezone.now())
        # Without the thousands of questions that people ask: only what is about them needs them, and loads its own.
        learned = {Phrasing, PhrasingStamp}
        loaded = rows.of(model for model in apps.get_app_config("helpcenter").get_models() if model not in learned)
        transaction.set_rollback(True)
    return loaded


@pytest.fixture
def shipped(_shipped_rows: rows.Rows, db: None) -> None:
    """Everything in content/, in the database."""
    rows.put_back(_shipped_rows)
