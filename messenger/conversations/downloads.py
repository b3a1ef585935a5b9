"""A link that opens one transcript for a minute: what a browser downloads carries no header of the frame."""

from django.core import signing
from django.utils import timezone

from accounts.models import Visitor
from messenger.models import Conversation

_SALT = "messenger.transcript"
_SECONDS = 60


def key_for(conversation: Conversation, visitor: Visitor) -> str:
    """What the link carries: this conversation, for this visit alone."""
    return signing.dumps([conversation.reference, visitor.pk], salt=_SALT)


def visitor_with(key: str, reference: str) -> Visitor | None:
    """The visitor to whom the key was given for this conversation, if key and visit still hold."""
    try:
        conversation, visitor = signing.loads(key, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    if conversation != reference:
        return None
    return Visitor.objects.filter(pk=visitor, expires_at__gt=timezone.now()).first()
