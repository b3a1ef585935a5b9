"""What a log line says, what it keeps to itself, and that nobody can forge one."""

import json
import logging
import re
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from config import logs
from config.middleware import RequestIdMiddleware
from helpcenter.models import Reaction

# A traceback quotes the lines of the program, which don't hold these.
TYPED, TOLD = "An hour of\n\nwork\nhunter2", "not a date: sk-ant-api03-Abcdefghijklmnop1234"


def record(message="It happened", level=logging.WARNING, name="web", **extra):
    made = logging.makeLogRecord({"msg": message, "levelno": level, "levelname": logging.getLevelName(level)})
    made.name = name
    made.__dict__.update(extra)
    return made


def test_a_line_tells_when_with_the_offset_to_utc():
    assert re.match(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d WARNING web: It", logs.LineFormatter().format(record())
    )


@pytest.mark.parametrize("formatter", [logs.LineFormatter(), logs.JsonFormatter()])
def test_what_is_told_of_cant_begin_a_line_of_its_own(formatter):
    line = formatter.format(record("refused: https://x\n2026-01-01 ERROR forged\x1b[2J"))
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line


def test_json_has_the_plain_values_that_a_caller_adds_and_no_objects():
    line = json.loads(logs.JsonFormatter().format(record(event="sign_in", outcome="ok", customer=7, request=object())))
    assert (line["event"], line["outcome"], line["customer"], "request" in line) == ("sign_in", "ok", 7, False)


def test_json_has_the_traceback():
    try:
        raise ValueError("why")
    except ValueError:
        line = json.loads(logs.JsonFormatter().format(record(exc_info=sys.exc_info())))
    assert "ValueError: why" in line["exception"]


@pytest.mark.parametrize(("status", "kept"), [(500, True), (503, False)])
def test_a_database_that_is_away_fills_no_log_with_tracebacks(status, kept):
    told = record(status_code=status, exc_info=(ValueError, ValueError(), None))
    assert logs.QuietAway().filter(told)
    assert bool(told.exc_info) is kept


@pytest.mark.parametrize(
    ("given", "kept"), [("5f0c8a7e11223344", True), ("short", False), ("x" * 65, False), ('a"} forged 12345', False)]
)
def test_a_request_has_the_proxys_name_or_one_of_ours(rf, given, kept):
    seen = []
    middleware = RequestIdMiddleware(lambda _request: seen.append(logs.request_id.get()))
    middleware(rf.get("/", headers={"X-Request-ID": given}))
    assert (seen[0] == given, len(seen[0]) >= 8, logs.request_id.get()) == (kept, True, "")


def test_the_format_is_chosen_by_the_environment(values_of):
    assert values_of(LOG_FORMAT="json")["LOGGING"]["handlers"]["console"]["formatter"] == "json"
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT='xml' is not one of line, json"):
        values_of(LOG_FORMAT="xml")


@pytest.mark.django_db
@pytest.mark.parametrize("formatter", [logs.LineFormatter(), logs.JsonFormatter()])
def test_a_row_that_the_database_refused_is_not_told(formatter):
    try:
        Reaction.objects.create(translation_id=1, version=1, reader="x", face=9, comment=TYPED)
    except DatabaseError:
        line = formatter.format(record(exc_info=sys.exc_info()))
    assert "helpcenter_reaction_known_face" in line
    assert "hunter2" not in line
    assert "An hour" not in line


@pytest.mark.parametrize("formatter", [logs.LineFormatter(), logs.JsonFormatter()])
def test_an_error_that_quotes_a_secret_hides_it(formatter):
    try:
        raise ValueError(TOLD)
    except ValueError:
        line = formatter.format(record(exc_info=sys.exc_info()))
    assert "[API key sk-ant-" in line
    assert "Abcdefgh" not in line
