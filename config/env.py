"""Typed readers of the environment. Each names the variable that is wrong; none knows what it is for."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def _read[T](name: str, default: T, parse: Callable[[str], T], expected: str) -> T:
    raw = os.environ.get(name)
    if raw is None:
        return default
    try:
        return parse(raw.strip())
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={raw!r} is not {expected}.") from error


def text(name: str, default: str = "") -> str:
    """The variable as it stands, without surrounding white space."""
    return _read(name, default, str, "text")


def flag(name: str, default: bool = False) -> bool:
    """A yes or no: 1/0, true/false, yes/no, on/off."""

    def parse(raw: str) -> bool:
        if raw.lower() in _TRUE:
            return True
        if raw.lower() in _FALSE:
            return False
        raise ValueError(raw)

    return _read(name, default, parse, "a yes or no (1, 0, true, false)")


def choice(name: str, default: str, among: tuple[str, ...]) -> str:
    """One of a few words."""

    def parse(raw: str) -> str:
        if raw not in among:
            raise ValueError(raw)
        return raw

    return _read(name, default, parse, f"one of {', '.join(among)}")


def integer(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """A whole number between `least` and `most`."""

    def parse(raw: str) -> int:
        number = int(raw)
        if number < least or (most is not None and number > most):
            raise ValueError(raw)
        return number

    upper = "" if most is None else f" and at most {most}"
    return _read(name, default, parse, f"a whole number of at least {least}{upper}")


def decimal(name: str, default: Decimal | None = None) -> Decimal | None:
    """A number of zero or more, with a point."""

    def parse(raw: str) -> Decimal | None:
        if not raw:
            return default
        try:
            number = Decimal(raw)
        except InvalidOperation as error:
            raise ValueError(raw) from error
        if not number.is_finite() or number < 0:
            raise ValueError(raw)
        return number

    return _read(name, default, parse, "a number of at least 0, such as 0.25")


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated list; empty parts are dropped."""
    return _read(name, default, lambda raw: [part.strip() for part in raw.split(",") if part.strip()], "a list")


def networks(name: str) -> list[str]:
    """A comma-separated list of networks, such as 10.0.0.0/8; empty unless given."""

    def parse(raw: str) -> list[str]:
        return [str(ip_network(part.strip())) for part in raw.split(",") if part.strip()]

    return _read(name, [], parse, "a list of networks such as 10.0.0.0/8")


def path(name: str, default: Path) -> Path:
    """A file or folder, made absolute."""
    return _read(name, default, lambda raw: Path(raw).expanduser().resolve(), "a path")


def database(name: str, default: dict[str, object]) -> dict[str, object]:
    """Django's connection keys from a postgresql:// address; a `host` query parameter may name a socket folder.

    Raises ImproperlyConfigured for any other scheme or an address without a database name.
    """

    def parse(raw: str) -> dict[str, object]:
        url = urlsplit(raw)
        name_ = unquote(url.path.lstrip("/"))
        if url.scheme not in {"postgres", "postgresql"} or not name_:
            raise ValueError(raw)
        query = dict(part.partition("=")[::2] for part in url.query.split("&") if part)
        host = unquote(query.pop("host", "")) or url.hostname or ""
        return {
            "NAME": name_,
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": host,
            "PORT": str(url.port or ""),
            "OPTIONS": {key: unquote(value) for key, value in query.items()},
        }

    return _read(name, default, parse, "a database address like postgresql://user@host:5432/name")


def secret(name: str, file: Path, make: Callable[[], str], *, may_be_empty: bool = False) -> str:
    """The variable, or else the file's text; the file is made (mode 0600) when `make` is first needed.

    With `may_be_empty` a variable that is set to nothing counts, too.
    """
    value = os.environ.get(name)
    if value is not None and (value.strip() or may_be_empty):
        return value.strip()
    if not file.exists():
        _keep(file, make())
    return file.read_text().strip()


def _keep(file: Path, text: str) -> None:
    """Of processes that start at once the first one's text stays, whole: a link to an existing name fails."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(descriptor, "w") as handle:
            handle.write(text)
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        os.unlink(draft)
