"""A conversation as a page to print and as JSON: complete, self-contained, and harmless whatever was written."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from messenger.conversations.threads import Entry
from tests import cast
from tests.messenger.steps import NOW, at, chatting, forwarded
from tickets import actions as ticket_actions

pytestmark = pytest.mark.django_db

SCHEMA = json.loads((Path(__file__).resolve().parent.parent.parent / "docs" / "conversation.schema.json").read_text())
HOSTILE = '</script></style><script>alert(1)</script> "\u2028& <b>'
TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}


def complaints(value: object, schema: dict, where: str = "$") -> list[str]:
    """Where the value isn't as the schema says; as much of JSON Schema as ours uses."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    found = [] if any(type(value) is TYPES[kind] for kind in kinds) else [f"{where} is no {kinds}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where} is none of {schema['enum']}")
    if "pattern" in schema and not re.search(schema["pattern"], str(value)):
        found.append(f"{where} is not {schema['pattern']}")
    if isinstance(value, dict):
        known = schema["properties"]
        found += [f"{where}.{name} is missing" for name in schema["required"] if name not in value]
        for name, inner in value.items():
            found += complaints(inner, known[name], f"{where}.{name}") if name in known else [f"{where}.{name}?"]
    if isinstance(value, list):
        found += [
            each for place, item in enumerate(value) for each in complaints(item, schema["items"], f"{where}[{place}]")
        ]
    return found


def test_the_json_is_as_its_schema_says(pro: cast.Browser, articles) -> None:
    for row in (chatting(pro, text=HOSTILE), forwarded(pro)):
        if row.ticket:
            ticket_actions.reply(ticket=row.ticket, author=cast.staff(), body="Done.", solve=True)
        saved = pro.get(at(row, "transcript.json"))
        whole = json.loads(saved.content)
        assert complaints(whole, SCHEMA) == []
        assert whole["reference"] == row.reference
    assert [entry["author"] for entry in whole["entries"]] == ["person", "fin", "event", "team", "event"]
    assert whole["entries"][1]["citations"][0]["address"].startswith("http://help.localhost:8000/en/articles/9018020")
    assert whole["ticket"] == {"reference": row.ticket.reference, "status": "Done"}


def test_names_of_files_are_words_in_each(pro: cast.Browser, monkeypatch) -> None:
    row = chatting(pro)
    sent = Entry("m1", "person", "See this.", NOW, files=[SimpleNamespace(name="<b>.png")])
    monkeypatch.setattr("messenger.conversations.talk.thread", lambda *_given: [sent])
    saved = {kind: pro.get(at(row, f"transcript.{kind}")).content.decode() for kind in ("txt", "html", "json")}
    assert "– <b>.png" in saved["txt"]
    assert "<li>&lt;b&gt;.png</li>" in saved["html"]
    assert json.loads(saved["json"])["entries"][0]["files"] == ["<b>.png"]


def test_a_schema_that_is_broken_is_noticed() -> None:
    assert complaints({"version": "1"}, SCHEMA)


def test_the_page_needs_nothing_from_anywhere(pro: cast.Browser) -> None:
    page = pro.get(at(chatting(pro), "transcript.html")).content.decode()
    assert "<style>" in page
    assert not re.search(r"<(?:script|link|img|iframe)|@import|url\(|\ssrc=", page)
    assert '<html lang="en" dir="ltr">' in page


def test_what_was_written_stays_words(pro: cast.Browser) -> None:
    row = forwarded(pro, text=HOSTILE)
    ticket_actions.reply(ticket=row.ticket, author=cast.staff(), body=HOSTILE)
    page = pro.get(at(row, "transcript.html")).content.decode()
    assert "<script" not in page
    assert "&lt;/script&gt;&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert HOSTILE.strip() in pro.get(at(row, "transcript.txt")).content.decode()
    assert json.loads(pro.get(at(row, "transcript.json")).content)["entries"][-1]["text"] == HOSTILE


def test_times_say_their_day_and_zone_in_each(pro: cast.Browser) -> None:
    row = chatting(pro, now=NOW)
    assert "Nov. 20, 2026, 09:00 UTC" in pro.get(at(row, "transcript.html")).content.decode()
    assert '"at": "2026-11-20T09:00:00+00:00"' in pro.get(at(row, "transcript.json")).content.decode()


def test_the_status_is_the_customers_word_in_each(pro: cast.Browser) -> None:
    row = forwarded(pro)
    for kind in ("txt", "html", "json"):
        assert "Received" in pro.get(at(row, f"transcript.{kind}")).content.decode()


def test_an_answer_that_is_still_being_written_is_left_out(pro: cast.Browser) -> None:
    row = chatting(pro, answered=False)
    assert len(json.loads(pro.get(at(row, "transcript.json")).content)["entries"]) == 1
    assert pro.get(at(row, "transcript.html")).content.decode().count("<li") == 1
