"""`manage.py receive_mail`, what a mail server pipes into: 0 once the mail is stored, 75 whatever else happens."""

import io
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.tickets.conftest import mail
from tickets.mail.actions import storing
from tickets.models import IncomingEmail


class Nobody(io.StringIO):
    """Where a mail server no longer listens."""

    def write(self, text):
        raise BrokenPipeError


@pytest.fixture
def pipe(monkeypatch):
    """Runs the command with these bytes on standard input, and nobody who reads what it prints."""

    def run(raw, *arguments):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("receive_mail", *arguments, stdout=Nobody())

    return run


def test_a_mail_on_standard_input_is_stored(pipe, db):
    raw = mail().replace(b"It works", b"\xff\xfe")
    pipe(raw)
    assert bytes(IncomingEmail.objects.get().original.content) == raw


@pytest.mark.parametrize(("said", "sender"), [("", ""), ("MAILER-DAEMON", ""), ("a@b.example", "a@b.example")])
def test_a_report_has_no_sender_also_as_postfix_says_so(pipe, db, said, sender):
    pipe(mail(), "--sender", said, "--recipient", "support@help.localhost")
    assert IncomingEmail.objects.get().envelope["sender"] == sender


def test_an_empty_input_asks_the_mail_server_to_try_again(pipe):
    with pytest.raises(CommandError) as error:
        pipe(b"\n")
    assert error.value.returncode == os.EX_TEMPFAIL


@pytest.mark.parametrize("error", [OSError("connection refused"), MemoryError(), ZeroDivisionError("of ours")])
def test_whatever_goes_wrong_asks_the_mail_server_to_try_again(pipe, monkeypatch, error):
    def fail(**_arguments):
        raise error

    monkeypatch.setattr(storing, "store_email", fail)
    with pytest.raises(CommandError) as refused:
        pipe(mail())
    assert refused.value.returncode == os.EX_TEMPFAIL


@pytest.mark.parametrize(
    ("setting", "argument"),
    [
        ({"SMTP_PORT": "many"}, []),
        ({"VAR_DIR": "/dev/null/x"}, []),
        ({"DATABASE_URL": "postgres://x@127.0.0.1:1/x"}, []),
        ({}, ["--nonsense"]),
    ],
)
def test_a_wrong_setting_or_call_asks_the_mail_server_to_try_again(setting, argument):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_POOL": "0", **setting}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "receive_mail", *argument]
    ended = subprocess.run(command, input=mail(), env=environment, capture_output=True, check=False)
    assert ended.returncode == os.EX_TEMPFAIL


def test_an_installation_that_is_being_replaced_asks_the_mail_server_to_try_again(tmp_path):
    (tmp_path / "django.py").write_text("raise ImportError('half of it is there')")
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "receive_mail"]
    ended = subprocess.run(command, input=mail(), env={"PYTHONPATH": str(tmp_path)}, capture_output=True, check=False)
    assert ended.returncode == os.EX_TEMPFAIL


@pytest.mark.parametrize(
    ("python", "has_environment", "status"),
    [("exit 0", True, 0), ("exit 0", False, 75), ("exit 1", True, 75), ("kill -9 $$", True, 75), ("", True, 75)],
)
def test_the_script_of_the_page_has_the_mail_kept_whatever_goes_wrong(tmp_path, python, has_environment, status):
    page = (settings.BASE_DIR / "docs" / "mail-receiving.md").read_text()
    script = re.search(r"```\n(#!/bin/sh\n.*?)```", page, re.S)[1]
    script = script.replace("/etc/helpcenter", str(tmp_path)).replace("/srv/helpcenter", str(tmp_path))
    if has_environment:
        (tmp_path / "environment").write_text("WORD=said\n")
    if python:
        (tmp_path / ".venv" / "bin").mkdir(parents=True)
        program = tmp_path / ".venv" / "bin" / "python"
        program.write_text(f'#!/bin/sh\nprintf "%s|" "$WORD" "$@" > {tmp_path}/said\n{python}\n')
        program.chmod(0o755)
    ended = subprocess.run(["sh", "-c", script, "receive", "--sender", "", "--helo", "a b"], capture_output=True)
    assert ended.returncode == status
    if status == 0:
        assert (tmp_path / "said").read_text() == "said|manage.py|receive_mail|--sender||--helo|a b|"
