"""What people are told of secrets that were hidden in their text: what it was, and what to do. Words only."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from web.secrets import KINDS, renamed

_NAMES: dict[str, str | Promise] = {
    "api_key": _("API key"),
    "token": _("access token"),
    "private_key": _("private key"),
    "card": _("card number"),
    "password": _("password"),
}
_TOLD: dict[str, str | Promise] = {
    "api_key": _(
        "We hid an API key in your text before it was stored. Treat it as leaked: delete the key and make a new one."
    ),
    "token": _(
        "We hid an access token in your text before it was stored. "
        "Treat it as leaked: revoke it, or log out everywhere so that it ends."
    ),
    "private_key": _(
        "We hid a private key in your text before it was stored. Treat it as leaked: replace it wherever it is used."
    ),
    "card": _("We hid a card number in your text before it was stored. Its last four digits are enough for us."),
    "password": _(
        "We hid a password or code in your text before it was stored. We never need one: change it where you use it."
    ),
}


def told(kinds: Iterable[str]) -> list[str]:
    """A sentence for each kind, in the active language; kinds that nobody knows are left out."""
    return [str(_TOLD[kind]) for kind in KINDS if kind in set(kinds)]


def in_words(text: str) -> str:
    """The text with what its marks say in the active language; among words from the left Arabic ones stand apart."""
    apart = "\u2068%s\u2069" if get_language_bidi() else "%s"
    return renamed(text, {kind: apart % name for kind, name in _NAMES.items()})


def names(kinds: Iterable[str]) -> str:
    """The kinds in one line."""
    return ", ".join(str(_NAMES[kind]) for kind in KINDS if kind in set(kinds))
