"""What a sign-in teaches us about a person: the customer's row, and the organisation they belong to."""

from datetime import datetime

from accounts.former import KEPT_FOR, standing_of
from accounts.models import Customer, Domain, FormerRight, Organisation
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
        _learn(customer, domain, claims, said_at, now)
    customer.save()
    return customer


def _learn(customer: Customer, domain: Domain, claims: Claims, said_at: datetime, now: datetime) -> None:
    """What is new; of what reached people and does no more a row is kept, by which bills are still spoken of."""
    before = standing_of(customer) if customer.claims_at is not None else None
    plan, role = customer.plan, customer.role
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
    if before is not None and before.human.open and not standing_of(customer).human.open:
        ended = {"rule": str(before.rule), "plan": plan, "role": role, "ended_at": now, "until": now + KEPT_FOR}
        FormerRight.objects.create(customer=customer, **ended)
