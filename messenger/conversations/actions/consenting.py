"""Keeps who agreed to what: once a person and version, and a copy with each conversation it was given for."""

from datetime import datetime

from accounts.models import Visitor
from messenger.access import asker
from messenger.conversations.consents import Consent
from messenger.conversations.models import CONSENT_VERSION, CONSENT_WITHOUT_FIN


def version_for(visitor: Visitor) -> str:
    """What this visitor is asked to agree to: without Fin the note says nothing of it."""
    return CONSENT_VERSION if asker(visitor).has_fin() else CONSENT_WITHOUT_FIN


def given_by(visitor: Visitor, version: str = "") -> Consent | None:
    """The visitor's consent that is enough now, the fullest; one from before they signed in becomes the customer's.

    Whoever agreed to Fin agreed to a conversation without it as well, and not the other way round.
    """
    enough = {CONSENT_VERSION, version or version_for(visitor)}
    consent = Consent.objects.of(visitor).filter(version__in=enough).order_by("version", "agreed_at", "pk").first()
    if consent is not None and visitor.customer_id and consent.customer_id is None:
        return _keep(visitor, consent.version, consent.locale, consent.agreed_at)
    return consent


def give(*, visitor: Visitor, locale: str, shown: str = "", now: datetime) -> Consent:
    """Keep that the visitor agrees now; who has agreed before, agreed then. `shown` is the version they saw."""
    version = shown if shown in {CONSENT_VERSION, CONSENT_WITHOUT_FIN} else version_for(visitor)
    return given_by(visitor, version) or _keep(visitor, version, locale, now)


def _keep(visitor: Visitor, version: str, locale: str, at: datetime) -> Consent:
    who = {"customer": visitor.customer} if visitor.customer_id else {"visitor": visitor}
    defaults = {"locale": locale, "agreed_at": at}
    return Consent.objects.get_or_create(**who, version=version, defaults=defaults)[0]
