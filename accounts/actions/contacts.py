"""An organisation names its contacts with support, or takes them off; the caller asked whether somebody may."""

import logging

from django.db import transaction

from accounts.models import Customer, Organisation, SupportContact

# More would be everybody.
MOST = 20
_audit = logging.getLogger("audit")


class TooManyContactsError(Exception):
    """The organisation has as many contacts as it may have."""


@transaction.atomic
def name_contact(*, organisation: Organisation, email: str, by: Customer) -> SupportContact:
    """Name somebody, known by the address that they log in with. Who is named already stays so, once.

    Raises TooManyContactsError.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    named = SupportContact.objects.filter(organisation=organisation)
    known = named.filter(email__iexact=email).first()
    if known is not None:
        return known
    if named.count() >= MOST:
        raise TooManyContactsError
    contact = SupportContact.objects.create(organisation=organisation, email=email)
    _note("contact_named", contact, by)
    return contact


@transaction.atomic
def take_contact_off(*, organisation: Organisation, key: int, by: Customer) -> None:
    """Somebody is a contact no more; who isn't one is no error."""
    contact = SupportContact.objects.select_for_update().filter(organisation=organisation, pk=key).first()
    if contact is not None:
        _note("contact_taken_off", contact, by)
        contact.delete()


def _note(event: str, contact: SupportContact, by: Customer) -> None:
    """By numbers alone: logs name nobody."""
    fields = {"event": event, "outcome": "ok", "customer": by.pk, "contact": contact.pk}
    _audit.info("%s: ok", event, extra=fields)
