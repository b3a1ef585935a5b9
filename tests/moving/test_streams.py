"""Records come one by one out of whatever shape the file has, and a broken one keeps no other out."""

import io
import json

import pytest

from moving import streams
from moving.archives import Archive
from moving.streams import of_json, of_xml
from moving.values import BrokenError

LISTS = frozenset({"tickets", "data", "comments"})


def read(text: str) -> list:
    found = of_json(io.BytesIO(text.encode()), LISTS)
    return ["broken" if isinstance(each, BrokenError) else each for each in found]


@pytest.mark.parametrize(
    "text",
    [
        '{"id": 1}\n{"id": 2}\n',
        '{"id": 1}{"id": 2}',
        '[{"id": 1}, {"id": 2}]',
        '\ufeff{"id": 1}\r\n\r\n{"id": 2}',
        '{\n  "id": 1\n}\n{\n  "id": 2\n}',
    ],
)
def test_lines_arrays_and_objects_are_the_same_records(text):
    assert read(text) == [("", {"id": 1}), ("", {"id": 2})]


def test_a_page_of_an_api_is_its_records():
    page = {"count": 2, "tickets": [{"id": 1}, {"id": 2}], "users": [{"id": 3}], "next_page": None}
    assert read(json.dumps(page)) == [("tickets", {"id": 1}), ("tickets", {"id": 2})]


def test_a_record_with_lists_of_its_own_is_no_page():
    record = {"url": "x", "id": 1, "comments": [{"id": 2}]}
    assert read(json.dumps(record, indent=1)) == [("", record)]


def test_a_wrapped_record_says_its_kind():
    assert read('[{"user": {"id": 1}}]') == [("user", {"id": 1})]


@pytest.mark.parametrize(
    "bad", ['{"id": 1', '{"id": 1,, "a": 2}', "{'id': 1}", '{"text": "never ends}', "17", "[" * 9000]
)
def test_a_broken_line_keeps_no_other_out(bad):
    assert read(f'{{"id": 1}}\n{bad}\n{{"id": 2}}\n') == [("", {"id": 1}), "broken", ("", {"id": 2})]


def test_records_that_are_cut_anywhere_by_what_is_read_at_once_are_whole(monkeypatch):
    monkeypatch.setattr(streams, "_CHUNK", 7)
    record = {"id": 12345, "text": 'a "quoted" é 日本 \\ ' * 5, "flag": True, "none": None, "n": -1.5e3}
    assert read("\n".join([json.dumps(record)] * 9)) == [("", record)] * 9
    assert read(json.dumps([record] * 3, ensure_ascii=False)) == [("", record)] * 3


def test_no_more_of_a_file_is_in_memory_than_a_record(monkeypatch):
    monkeypatch.setattr(streams, "_CHUNK", 1000)
    source = streams._Source(io.BytesIO(b'{"id": 1, "text": "0123456789"}\n' * 20_000))
    longest = 0
    while source.skip_space():
        source.take()
        longest = max(longest, len(source.text))
    assert longest < 4000


def xml(text: str) -> list:
    return list(of_xml(io.BytesIO(text.encode())))


def test_xml_is_read_as_its_json_would_be():
    text = """<users type="array"><user><id type="integer">1</id><is-on type="boolean">true</is-on><none nil="true"/>
    <tags type="array"><tag><name>a</name></tag></tags></user></users>"""
    assert xml(text) == [("user", {"id": 1, "is_on": True, "none": None, "tags": [{"name": "a"}]})]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_no_entity_and_no_document_type_is_read(doctype):
    with pytest.raises(BrokenError):
        xml(f"{doctype}<a><b><c>&x;</c></b></a>")


def test_xml_that_is_cut_short_gives_what_was_whole():
    found = of_xml(io.BytesIO(b"<a><b><c>1</c></b><b><c>2"))
    assert next(found) == ("b", {"c": "1"})
    with pytest.raises(BrokenError):
        next(found)


def test_parts_come_in_their_order_and_nothing_outside_is_read(tmp_path):
    for name in ("Tickets10.xml", "Tickets2.xml", "readme.txt"):
        (tmp_path / "in" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text("<a/>")
    (tmp_path / "secret.json").write_text("{}")
    (tmp_path / "in" / "link.json").symlink_to(tmp_path / "secret.json")
    archive = Archive(tmp_path / "in")
    assert [entry.path for entry in archive.records()] == ["Tickets2.xml", "Tickets10.xml"]
    assert archive.read("../secret.json", 10) is None
