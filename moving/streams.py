"""The records of a JSON or XML file, one by one: never more of it is in memory than a record. No Django.

JSON is one record a line, an array, one object, or a page as an API gives it (`{"tickets": […], "next_page": …}`).
XML is what Rails makes of records; its entities and document types aren't read.
"""

import json
import re
from collections.abc import Iterator
from io import TextIOWrapper
from typing import IO, Any

from lxml import etree

from moving.values import BrokenError, Raw

# A record that is larger isn't one.
LONGEST = 64 * 1024 * 1024
_CHUNK = 1024 * 1024
_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[\s,\x1e\ufeff]*")
_STRING_CUT = "Unterminated string"
# A number or word is only whole when something stands behind it.
_MARGIN = 16

type Found = tuple[str, Raw] | BrokenError


def of_json(stream: IO[bytes], lists: frozenset[str]) -> Iterator[Found]:
    """Each record with the name of the page's list that it stands in, or ""; where one can't be read, why.

    `lists` are what pages may call the lists of their records.
    """
    source = _Source(stream)
    while source.skip_space():
        if source.peek() == "[":
            source.at += 1
            yield from _until_bracket(source, "")
        elif source.peek() == "]":
            source.at += 1
        elif (name := _page(source, lists)) is not None:
            yield from _until_bracket(source, name)
            source.drop_rest()
        else:
            yield from _one(source, "")


def of_xml(stream: IO[bytes]) -> Iterator[Found]:
    """Each element below the root, as JSON would have it, with its name. Raises BrokenError for what isn't XML."""
    depth = 0
    try:
        parsed = etree.iterparse(
            stream,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for event, element in parsed:
            if event == "start":
                if not depth and element.getroottree().docinfo.internalDTD is not None:
                    raise BrokenError("a document type isn't read")
                depth += 1
                continue
            depth -= 1
            if depth == 1:
                yield _plain(element.tag), part_of(element)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise BrokenError(f"not XML any further: {error.msg}") from error


def part_of(element: Any) -> Raw:
    """An element's children by their names."""
    found = _value(element)
    return found if isinstance(found, dict) else {"value": found}


def _value(element: Any) -> Any:
    kind = element.get("type", "")
    if element.get("nil") == "true":
        return None
    if kind == "array":
        return [_value(child) for child in element]
    if len(element):
        return {_plain(child.tag): _value(child) for child in element}
    written = element.text or ""
    if kind == "boolean":
        return written.strip() == "true"
    if kind == "integer" and written.strip().lstrip("-").isdigit():
        return int(written)
    return written


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2].replace("-", "_")


class _Source:
    """A text that is read as it is asked for; `text[at:]` is what was read and not taken yet."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._lines = TextIOWrapper(stream, encoding="utf-8", errors="replace")
        self.text, self.at, self.ended = "", 0, False

    def more(self) -> bool:
        """Read on, twice as much as there is; whether there was anything."""
        chunk = "" if self.ended else self._lines.read(max(_CHUNK, len(self.text) - self.at))
        self.ended = not chunk
        if chunk:
            self.text, self.at = self.text[self.at :] + chunk, 0
        return bool(chunk)

    def skip_space(self) -> bool:
        """Go to the next sign that says something; whether there is one."""
        while True:
            match = _SPACE.match(self.text, self.at)
            self.at = match.end() if match else self.at
            if self.at < len(self.text):
                return True
            if not self.more():
                return False

    def peek(self) -> str:
        return self.text[self.at]

    def take(self) -> Any:
        """The value that stands here. Raises BrokenError and goes to the next line."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self.text, self.at)
            except (json.JSONDecodeError, RecursionError) as error:
                if not self._is_cut(error) or len(self.text) - self.at > LONGEST or not self.more():
                    self.skip_line()
                    raise BrokenError(f"not JSON: {error}") from error
                continue
            if len(self.text) - end < _MARGIN and self.more():
                continue
            self.at = end
            return value

    def _is_cut(self, error: Exception) -> bool:
        """Whether more of the text might make it whole."""
        if self.ended or not isinstance(error, json.JSONDecodeError):
            return False
        return error.msg.startswith(_STRING_CUT) or error.pos > len(self.text) - _MARGIN

    def skip_line(self) -> None:
        while (end := self.text.find("\n", self.at)) < 0:
            self.at = len(self.text)
            if not self.more():
                return
        self.at = end + 1

    def drop_rest(self) -> None:
        """What stands behind a page's list says nothing about records."""
        self.at = len(self.text)
        while self.more():
            self.at = len(self.text)


def _one(source: _Source, name: str) -> Iterator[Found]:
    try:
        value = source.take()
    except BrokenError as broken:
        yield broken
        return
    if isinstance(value, dict):
        # Some desks wrap each record in its kind: {"user": {…}}.
        only = next(iter(value.items())) if len(value) == 1 else ("", None)
        yield (only[0], only[1]) if isinstance(only[1], dict) else (name, value)
    elif isinstance(value, str):
        yield name, {"name": value}
    else:
        yield BrokenError("a value that is no record")


def _until_bracket(source: _Source, name: str) -> Iterator[Found]:
    while source.skip_space():
        if source.peek() == "]":
            source.at += 1
            return
        yield from _one(source, name)


def _page(source: _Source, lists: frozenset[str]) -> str | None:
    """The name of the list that the object here is a page of, with the source in it; None for an object of its own."""
    if source.peek() != "{":
        return None
    begin, parts = source.at, {}
    window = source.text[begin : begin + 4096]
    for match in re.finditer(r'"(\w+)"\s*:\s*', window):
        parts[match[1]] = match.end()
        if match[1] == "id":
            return None
        if match[1] in lists and window[match.end() : match.end() + 1] == "[":
            source.at = begin + match.end() + 1
            return match[1]
    return None
