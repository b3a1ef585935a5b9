"""The signed link that ends mail of one kind for one person. It does nothing else, so it holds for ever."""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.urls import reverse

from web.mail_languages import page_language

_SALT = "tickets.unsubscribe"


class What(StrEnum):
    """Which mail the link ends."""

    RATINGS = "ratings"
    NOTIFICATIONS = "notifications"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a link asks for: of whom is an address, or of staff their primary key."""

    what: What
    who: str


def headers_for(what: What, who: str, locale: str) -> dict[str, str]:
    """What lets mail programs show a button that ends such mail (RFC 2369), with one press (RFC 8058)."""
    token = signing.dumps([what.value, who.strip().lower()], salt=_SALT)
    address = settings.SITE_URL + reverse("unsubscribe", args=[page_language(locale), token])
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def wish_of(token: str) -> Wish | None:
    """What the link asks for, or None for one that isn't ours."""
    try:
        what, who = signing.loads(token, salt=_SALT)
        return Wish(What(what), str(who))
    except (signing.BadSignature, ValueError, TypeError):
        return None
