"""How much somebody who isn't signed in may do in an hour. Counts in the cache and in messages; writes no row."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache

from accounts.models import Visitor
from messenger.conversations.flow import FlowRefusedError, Refusal
from messenger.models import Message

_HOUR = 3600


def _take(what: str, who: str, most: int) -> None:
    """Counts one more for `who` in this hour. Raises FlowRefusedError past `most`; an unknown `who` isn't counted."""
    if not who:
        return
    name = f"messenger:{what}:{sha256(who.encode()).hexdigest()}"
    if cache.add(name, 1, _HOUR):
        return
    try:
        count = cache.incr(name)
    except ValueError:  # it ran out between the two
        return
    if count > most:
        raise FlowRefusedError(Refusal.TOO_MANY_MESSAGES)


def take_message(visitor: Visitor, network: str, now: datetime) -> None:
    """One more message to Fin. Raises FlowRefusedError when this visit or this network has sent too many."""
    if visitor.customer_id is not None:
        return
    recent = Message.objects.filter(
        conversation__visitor=visitor, author=Message.Author.PERSON, created_at__gt=now - timedelta(hours=1)
    )
    if recent.count() >= settings.FIN_ANONYMOUS_HOURLY:
        raise FlowRefusedError(Refusal.TOO_MANY_MESSAGES)
    _take("asked", network, settings.FIN_NETWORK_HOURLY)


def take_handover(visitor: Visitor, network: str, email: str) -> None:
    """One more ticket whose receipt goes to an address that nobody proved to be theirs. Raises FlowRefusedError."""
    if visitor.customer_id is not None:
        return
    _take("forwarded", network, settings.HANDOVER_ANONYMOUS_HOURLY)
    _take("receipt", email.strip().lower(), settings.HANDOVER_ANONYMOUS_HOURLY)
