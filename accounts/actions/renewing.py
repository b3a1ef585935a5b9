"""What a person may is said anew while their visit goes on: of the same person alone, under the same token."""

from datetime import datetime

from django.db import transaction

from accounts.actions.knowing import know_customer
from accounts.actions.visiting import end_of
from accounts.models import Domain, Visitor
from accounts.sealing import seal
from accounts.sign_in.claims import Claims
from accounts.sign_in.farewell import HINT


class SomebodyElseError(Exception):
    """The domain speaks of another person than the visit's."""


@transaction.atomic
def renew_rights(*, visitor: Visitor, domain: Domain, claims: Claims, id_token: str = "", now: datetime) -> Visitor:
    """The visit with what the domain says now. Raises SomebodyElseError, and then has changed nothing.

    Its token stays: nobody becomes anybody else, and other tabs may be using it this very moment.
    """
    row = Visitor.objects.select_for_update(of=("self",)).select_related("customer").get(pk=visitor.pk)
    theirs = row.customer is not None and row.domain_id == domain.pk
    if not theirs or row.customer is None or row.customer.subject != claims.subject or row.expires_at <= now:
        raise SomebodyElseError
    row.customer = know_customer(domain=domain, claims=claims, now=now)
    row.email, row.name = claims.email, claims.name
    row.plan, row.role, row.session = claims.plan, claims.role, claims.session
    if id_token:
        row.sealed_id_token = seal(id_token, purpose=HINT)
    row.signed_in_at = row.last_seen_at = now
    row.expires_at = end_of(row, now)
    row.save()
    return row
