"""What goes wrong, as programs and the people behind them read it: problem+json (RFC 9457), in their language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"
# What comes before a problem's name in its `type`; programs compare the whole of it.
PREFIX = "urn:helpcenter:problem:"


@dataclass(frozen=True, slots=True)
class Kind:
    """A problem by its name, with its status and what it is called."""

    name: str
    status: int
    title: str | Promise


MALFORMED = Kind("malformed", 400, _("The request can’t be read"))
UNAUTHENTICATED = Kind("unauthenticated", 401, _("A token is needed"))
INVALID_TOKEN = Kind("invalid-token", 401, _("This token opens nothing"))
FORBIDDEN = Kind("forbidden", 403, _("This token may not do that"))
NOT_FOUND = Kind("not-found", 404, _("There is no such thing"))
WRONG_METHOD = Kind("wrong-method", 405, _("That can’t be done here"))
REFUSED = Kind("refused", 409, _("A rule says no"))
CHANGED = Kind("changed", 409, _("It was changed meanwhile"))
KEY_IN_USE = Kind("key-in-use", 409, _("The same request is still being worked on"))
UNSUPPORTED = Kind("unsupported-media-type", 415, _("Send JSON"))
INVALID = Kind("invalid", 422, _("Something in the request is wrong"))
KEY_REUSED = Kind("key-reused", 422, _("This key came with another request before"))
TOO_MANY = Kind("too-many-requests", 429, _("Please wait a little"))
BROKEN = Kind("broken", 500, _("Something went wrong on our side"))
AWAY = Kind("away", 503, _("We are away for a moment"))


@dataclass
class ProblemError(Exception):
    """A problem with what is to be said about this one: `more` are members of its own, `headers` go along."""

    kind: Kind
    detail: str = ""
    errors: Sequence[Mapping[str, str]] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """The members as JSON has them."""
        known = {
            "type": f"{PREFIX}{self.kind.name}",
            "title": str(self.kind.title),
            "status": self.kind.status,
            "detail": self.detail or str(self.kind.title),
        }
        return known | ({"errors": [dict(each) for each in self.errors]} if self.errors else {}) | dict(self.more)


# What the reader of data says most, by its own names; anything else stands in its words.
_SENTENCES: dict[str, str | Promise] = {
    "missing": _("This is needed."),
    "extra_forbidden": _("There is nothing by this name."),
    "string_type": _("This is no text."),
    "string_too_long": _("Use at most %(max_length)s characters."),
    "string_too_short": _("Write something here."),
    "string_pattern_mismatch": _("This isn’t written as it has to be."),
    "enum": _("Choose one of: %(expected)s."),
    "literal_error": _("Choose one of: %(expected)s."),
    "int_parsing": _("This is no whole number."),
    "int_type": _("This is no whole number."),
    "bool_type": _("This is neither true nor false."),
    "bool_parsing": _("This is neither true nor false."),
    "greater_than_equal": _("Use at least %(ge)s."),
    "less_than_equal": _("Use at most %(le)s."),
    "too_long": _("Use at most %(max_length)s of them."),
    "timezone_aware": _("Say the time zone as well, such as 2026-11-27T09:00:00Z."),
    "list_type": _("This is no list."),
    "model_attributes_type": _("This is no object."),
    "dict_type": _("This is no object."),
}


def error_of(found: Mapping[str, Any]) -> dict[str, str]:
    """One error of the data as RFC 9457 has it in its example: what is wrong, and where."""
    place, *rest = (str(each) for each in found["loc"])
    sentence = _SENTENCES.get(found["type"])
    words = str(sentence) % found.get("ctx", {}) if sentence else str(found["msg"])
    if place == "body":
        # The name of the view's argument stands first.
        inside = "".join(f"/{each.replace('~', '~0').replace('/', '~1')}" for each in rest[1:])
        return {"detail": words, "pointer": f"#{inside}"}
    # Of a parameter that is given several times, the value's place comes last.
    names = [each for each in rest if not each.isdecimal()]
    return {"detail": words, "parameter": names[-1] if names else place}


def wrong(parameter: str, detail: str) -> ProblemError:
    """A parameter of the address that means nothing here."""
    return ProblemError(INVALID, gettext("Look at “errors”."), [{"detail": detail, "parameter": parameter}])


def wrong_field(pointer: str, detail: str) -> ProblemError:
    """A member of the body that means nothing here."""
    return ProblemError(INVALID, gettext("Look at “errors”."), [{"detail": detail, "pointer": f"#/{pointer}"}])
