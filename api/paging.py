"""Pages of a list by where the one before ended: the next is found by an index, however far in it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from types import SimpleNamespace
from typing import Any, cast

from django.core import signing
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from pydantic import BaseModel

from api.problems import ProblemError, wrong
from web.lists import after, field_of, is_of_fields

_SALT = "api.cursor"
# Of the address, what another page of the same list may have otherwise.
_OF_A_PAGE = {"cursor", "limit"}


@dataclass(frozen=True, slots=True)
class Part[Row: Model]:
    """The rows of one page, and where the next begins; None on the last one."""

    rows: list[Row]
    next_cursor: str | None


def part[Row: Model](
    request: HttpRequest, rows: QuerySet[Row], order: Sequence[Any], asked: BaseModel, *, scope: object = ""
) -> Part[Row]:
    """The page of the rows that `asked` (limit, cursor) means; the order is of fields, and ends in a unique one.

    A cursor holds for the same list alone: `scope` tells lists apart whose addresses have the same query.
    Raises ProblemError for a cursor that isn't one of this list, and for parameters that it doesn't have.
    """
    _refuse_unknown(request, asked)
    limit: int = asked.limit  # type: ignore[attr-defined]
    cursor: str | None = asked.cursor  # type: ignore[attr-defined]
    order = [each for each in order if is_of_fields(each)]
    names = [field_of(each)[0] for each in order]
    salt = f"{_SALT}.{_fingerprint(request, scope)}"
    rows = rows.order_by(*order)
    if cursor is not None:
        rows = rows.filter(after(cast(Any, _place(cursor, names, salt)), order))
    found = list(rows[: limit + 1])
    if len(found) <= limit:
        return Part(found, None)
    values = [getattr(found[limit - 1], name) for name in names]
    kept = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return Part(found[:limit], signing.Signer(salt=salt).sign_object(kept))


def _place(cursor: str, names: Sequence[str], salt: str) -> SimpleNamespace:
    """Where the page before ended, as if it were that row."""
    try:
        kept = signing.Signer(salt=salt).unsign_object(cursor)
    except (signing.BadSignature, ValueError) as error:
        raise _no_cursor() from error
    return SimpleNamespace(**dict(zip(names, map(_value, kept), strict=True)))


def _value(kept: Any) -> Any:
    if isinstance(kept, str):
        try:
            return datetime.fromisoformat(kept)
        except ValueError:
            return kept
    return kept


def _no_cursor() -> ProblemError:
    return wrong("cursor", gettext("This is no cursor of this list. Take it from “next_cursor”, and change no filter."))


def _fingerprint(request: HttpRequest, scope: object) -> str:
    query = sorted((name, values) for name, values in request.GET.lists() if name not in _OF_A_PAGE)
    return sha256(f"{request.path}\x1f{scope}\x1f{query}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _refuse_unknown(request: HttpRequest, asked: BaseModel) -> None:
    """A filter that nobody reads would leave out nothing, and bring what wasn't meant."""
    for name in request.GET:
        if name not in type(asked).model_fields:
            raise wrong(name, gettext("There is nothing by this name."))
