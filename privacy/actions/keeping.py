"""Keeps the evidence of a consent when the rows that had it go; the caller's transaction."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from messenger.models import Consent, Conversation
from privacy.models import KeptConsent
from tickets.models import Ticket

_SALT = "privacy.kept-consent"


def who(address: str) -> str:
    """What stands for an address: only we can make it, and nobody can read it back."""
    return _digest(address, settings.SECRET_KEY)


def kept_for(addresses: Iterable[str]) -> int:
    """How many consents are kept of these addresses, whatever key was in use when they were."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    names = [_digest(address, key) for address in addresses for key in keys]
    return KeptConsent.objects.filter(who__in=names).count()


def keep_of_tickets(keys: Iterable[int]) -> int:
    """Keep what stands on these tickets and on their follow-ups, which have the same."""
    rows = Ticket.objects.filter(pk__in=keys, consented_at__isnull=False)
    return _keep(rows.values_list("requester_email", "consent_version", "consent_locale", "consented_at"))


def keep_of_conversations(keys: Iterable[int]) -> int:
    """Keep what these conversations of customers were begun with; of nobody's there is nobody to keep it of."""
    rows = Conversation.objects.filter(pk__in=keys, customer__isnull=False, consented_at__isnull=False)
    return _keep(rows.values_list("customer__email", "consent_version", "consent_locale", "consented_at"))


def keep_of_customers(keys: Iterable[int]) -> int:
    """Keep what these customers agreed to, once and for all of their conversations."""
    rows = Consent.objects.filter(customer__in=list(keys))
    return _keep(rows.values_list("customer__email", "version", "locale", "agreed_at"))


def _keep(given: Iterable[tuple[str, str, str, Any]]) -> int:
    rows = [
        KeptConsent(who=who(email), version=version, locale=locale, agreed_at=at)
        for email, version, locale, at in given
    ]
    KeptConsent.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _digest(address: str, key: str) -> str:
    return salted_hmac(_SALT, address.strip().lower(), secret=key, algorithm="sha256").hexdigest()
