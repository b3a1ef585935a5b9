"""Enters people and organisations whom a program of the product knows, before they log in. They may nothing by it.

What their login said counts: it is never written over from here.
"""

from datetime import datetime

from django.db import transaction

from accounts.actions.bringing import BroughtPerson, bring_organisations, bring_people
from accounts.models import Customer, Domain, Organisation


@transaction.atomic
def enter_organisation(*, domain: Domain, external_id: str, name: str | None) -> Organisation:
    """Have this organisation, with the name where one is given."""
    key = bring_organisations(domain=domain, named=[(external_id, name or "")])[external_id]
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=key)
    if name is not None and name != row.name:
        row.name = name
        row.save(update_fields=["name"])
    return row


@transaction.atomic
def enter_person(
    *,
    domain: Domain,
    subject: str,
    email: str,
    name: str,
    locale: str | None,
    organisation: Organisation | None,
    now: datetime,
) -> tuple[Customer, bool]:
    """Have this person, as they are said to be unless a login said it; and whether they weren't there before."""
    known = Customer.objects.filter(domain=domain.home, subject=subject).exists()
    key = organisation.pk if organisation else None
    said = BroughtPerson(subject=subject, email=email, name=name, locale=locale or "", organisation=key)
    made = bring_people(domain=domain, people=[said], now=now)
    row = Customer.objects.select_for_update(of=("self",)).get(pk=made[subject])
    if known and row.claims_at is None:
        row.email, row.name = email, name
        row.locale = row.locale if locale is None else locale
        row.organisation = organisation or row.organisation
        row.save(update_fields=["email", "name", "locale", "organisation"])
    return row, not known
