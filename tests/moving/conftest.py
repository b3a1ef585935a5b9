"""Runs of the commands, as an operator starts them."""

import io

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from tests.messenger.conftest import topics
from tests.tickets.files.conftest import place

__all__ = ["place", "topics"]


@pytest.fixture
def team(db):
    return Group.objects.create(name="Billing")


@pytest.fixture
def moved(team, tmp_path):
    """Moves an export in; gives what was said, with "ERROR …" in the end where the command fails."""

    def move(desk, path, **options):
        out = io.StringIO()
        try:
            call_command(
                "import_desk", desk, str(path), team="Billing", report=tmp_path / "report.jsonl", stdout=out, **options
            )
        except CommandError as error:
            return out.getvalue() + f"ERROR {error}"
        return out.getvalue()

    return move
