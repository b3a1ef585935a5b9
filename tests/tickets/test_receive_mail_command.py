"""`manage.py receive_mail`, what a mail server pipes into."""

import io
import os
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from tests.tickets.conftest import mail
from tickets import actions


@pytest.fixture
def pipe(monkeypatch):
    """Runs the command with these bytes on standard input and gives what it prints."""

    def run(raw):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        printed = io.StringIO()
        call_command("receive_mail", stdout=printed)
        return printed.getvalue().strip()

    return run


def test_a_mail_on_standard_input_joins_its_ticket(pipe, ticket):
    assert pipe(mail(to=ticket.emails.get().reply_to)) == f"joined reply_address {ticket.reference}"


def test_bytes_that_are_no_utf_8_are_taken_as_they_are(pipe, db):
    assert pipe(mail().replace(b"It works", b"\xff\xfe")) == "quarantined no_ticket"


def test_an_empty_input_is_an_error(pipe):
    with pytest.raises(CommandError) as error:
        pipe(b"\n")
    assert error.value.returncode == os.EX_NOINPUT


def test_a_database_that_is_away_asks_the_mail_server_to_try_again(pipe, monkeypatch):
    def away(**_arguments):
        raise OperationalError("connection refused")

    monkeypatch.setattr(actions, "receive_email", away)
    with pytest.raises(CommandError) as error:
        pipe(mail())
    assert error.value.returncode == os.EX_TEMPFAIL
