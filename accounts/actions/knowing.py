"""What a sign-in teaches us about a person: the customer's row, and the organisation they belong to."""

from datetime import datetime

from accounts.models import Customer, Domain, Organisation
from accounts.sign_in.claims import Claims


def know_customer(*, domain: Domain, claims: Claims, now: datetime) -> Customer:
    """The person whom this domain calls by this subject, as the newest token of a current domain describes them.

    Of a domain that shares another's accounts it is that other one's person. A legacy domain only says who it is: it
    changes neither the way to reach them nor what they may, and names no organisation. Runs inside a transaction.
    """
    known, _made = Customer.objects.get_or_create(
        domain=domain.home,
        subject=claims.subject,
        defaults={"email": claims.email, "name": claims.name, "locale": claims.locale, "last_seen_at": now},
    )
    customer = Customer.objects.select_for_update().get(pk=known.pk)
    customer.last_seen_at = max(now, customer.last_seen_at)
    # A clock that runs ahead of ours must not make its word outlast a later one.
    said_at = min(claims.issued_at, now)
    is_news = customer.claims_at is None or customer.claims_at <= said_at
    if is_news and not domain.is_legacy:
        _learn(customer, domain, claims, said_at)
    customer.save()
    return customer


def _learn(customer: Customer, domain: Domain, claims: Claims, said_at: datetime) -> None:
    customer.email, customer.name, customer.locale = claims.email, claims.name, claims.locale
    customer.plan, customer.role = claims.plan, claims.role
    customer.claims_at = said_at
    customer.organisation = None
    if claims.organisation:
        customer.organisation, _made = Organisation.objects.update_or_create(
            domain=domain.home,
            external_id=claims.organisation,
            defaults={"name": claims.organisation_name} if claims.organisation_name else {},
        )
