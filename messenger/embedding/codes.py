"""The code that a gate inside a product's page hands to the sign-in in another tab: it names the visit that waits.

It signs nobody in. It is good for ten minutes and for the sign-in that the visit had when the gate was shown.
"""

from django.core import signing

from accounts.models import Visitor

_SALT = "messenger.hand_back"
SECONDS = 600
# So much of a digest tells one sign-in of a visit from the next.
_LENGTH = 16


def code_for(visitor: Visitor) -> str:
    """What the gate's link carries."""
    return signing.dumps([visitor.pk, visitor.token_digest[:_LENGTH]], salt=_SALT)


def visitor_with(code: str) -> Visitor | None:
    """The visit that showed the gate, if the code still holds."""
    try:
        key, digest = signing.loads(code, salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    visits = Visitor.objects.select_related("customer", "domain")
    return visits.filter(pk=key, token_digest__startswith=digest).first()
