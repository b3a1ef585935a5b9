"""Keeps who agreed to what: once a person and version, and a copy with each conversation it was given for."""

from datetime import datetime

from accounts.models import Visitor
from messenger.conversations.consents import Consent
from messenger.conversations.models import CONSENT_VERSION


def given_by(visitor: Visitor) -> Consent | None:
    """The visitor's consent to the newest version; one from before they signed in becomes the customer's."""
    consent = Consent.objects.of(visitor).filter(version=CONSENT_VERSION).order_by("agreed_at", "pk").first()
    if consent is not None and visitor.customer_id and consent.customer_id is None:
        return _keep(visitor, consent.locale, consent.agreed_at)
    return consent


def give(*, visitor: Visitor, locale: str, now: datetime) -> Consent:
    """Keep that the visitor agrees now; who has agreed before, agreed then."""
    return given_by(visitor) or _keep(visitor, locale, now)


def _keep(visitor: Visitor, locale: str, at: datetime) -> Consent:
    who = {"customer": visitor.customer} if visitor.customer_id else {"visitor": visitor}
    defaults = {"locale": locale, "agreed_at": at}
    return Consent.objects.get_or_create(**who, version=CONSENT_VERSION, defaults=defaults)[0]
