"""Which domains share accounts: an admin sets the link, and people move to the domain that has the accounts."""

from datetime import datetime

from django.db import transaction

from accounts.models import Customer, Domain, Organisation, Visitor


@transaction.atomic
def change_domain(*, domain: Domain, now: datetime) -> None:
    """Keeps the domain as an admin described it.

    Where its accounts come from has changed: everybody who is signed in through it signs in anew, and its people become
    those of the domain it shares with. Who is known there already stays two people: which one is right nobody can say.
    """
    before = Domain.objects.select_for_update().filter(pk=domain.pk).first()
    domain.save()
    if before is None or before.shares_accounts_with_id == domain.shares_accounts_with_id:
        return
    Visitor.objects.filter(domain=domain, expires_at__gt=now).update(expires_at=now, sealed_id_token="")
    if domain.shares_accounts_with is not None:
        _move_people(domain, domain.shares_accounts_with)


def _move_people(domain: Domain, home: Domain) -> None:
    taken = Customer.objects.filter(domain=home).values("subject")
    Customer.objects.filter(domain=domain).exclude(subject__in=taken).update(domain=home)
    named = Organisation.objects.filter(domain=home)
    Organisation.objects.filter(domain=domain).exclude(external_id__in=named.values("external_id")).update(domain=home)
    # What stayed behind has a namesake at the new home, to which those who came along belong there.
    for left in Organisation.objects.filter(domain=domain):
        namesake = named.get(external_id=left.external_id)
        Customer.objects.filter(domain=home, organisation=left).update(organisation=namesake)
