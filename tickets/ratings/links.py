"""The signed link of a question: it names a rating, and nothing of it can be read from the link. Reads only."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from tickets.models import Rating
from web.mail_languages import page_language

_SALT = "tickets.rating"
# Seconds. Who thinks of it later writes to us.
_HOLDS_FOR = 90 * 24 * 3600


def address_of(rating: Rating, locale: str) -> str:
    """The whole address, in this language where the site has it."""
    return settings.SITE_URL + reverse("rating", args=[page_language(locale), signing.dumps(rating.pk, salt=_SALT)])


def rating_of(token: str) -> Rating | None:
    """The rating that the link is for, or None for a link that isn't ours or holds no more."""
    try:
        number = signing.loads(token, salt=_SALT, max_age=_HOLDS_FOR)
    except signing.BadSignature:
        return None
    return Rating.objects.select_related("ticket").filter(pk=number).first()
