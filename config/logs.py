"""How a log line looks: for people, or as JSON for programs. No line can be forged by what it tells of."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from tickets.case_page.links import hide_tokens
from web.secrets import mask

# Which request a line belongs to; "" outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

_OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_FOR_PEOPLE = {number: f"\\x{number:02x}" for number in (*range(0x20), 0x7F, *range(0x80, 0xA0), 0x2028, 0x2029)}
# The database tells of a row that it refused, with everything that was typed into it, over as many lines as that has.
_ROW = re.compile(r"\n(?:DETAIL|CONTEXT):.*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL)


class QuietAway(logging.Filter):
    """Leaves the traceback out where the database was away: the line says it, and there are many of them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 0) == 503:
            record.exc_info = None
        return True


def _when(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")


class _Discreet(logging.Formatter):
    """Tells of an error without what people typed: no row that the database refused, no secret elsewhere."""

    def formatException(self, ei: Any) -> str:
        return mask(hide_tokens(_ROW.sub("", super().formatException(ei)))).text


class LineFormatter(_Discreet):
    """A line for people, with the offset to UTC."""

    def format(self, record: logging.LogRecord) -> str:
        said = _said(record).translate(_FOR_PEOPLE)
        request = f" [{request_id.get()}]" if request_id.get() else ""
        line = f"{_when(record)} {record.levelname} {record.name}{request}: {said}"
        if record.name == "audit":
            line += "".join(f" {name}={value!r}" for name, value in _extra(record).items())
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JsonFormatter(_Discreet):
    """One JSON object a line. Of what a caller adds only plain values are told, never a request or a row."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {"time": _when(record), "level": record.levelname, "logger": record.name}
        line |= {"message": _said(record)} | _extra(record)
        if request_id.get():
            line["request_id"] = request_id.get()
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _said(record: logging.LogRecord) -> str:
    """The message, without what would open somebody's case page: Django tells the address of each refusal."""
    return hide_tokens(record.getMessage())


def _extra(record: logging.LogRecord) -> dict[str, Any]:
    added = {name: value for name, value in record.__dict__.items() if name not in _OWN}
    return {name: value for name, value in added.items() if value is None or isinstance(value, str | int | float)}
