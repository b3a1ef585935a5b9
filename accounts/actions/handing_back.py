"""A visit inside a legacy domain's page goes on with the sign-in that the same person made at the successor."""

from datetime import datetime

from django.db import transaction

from accounts.actions.visiting import end_of
from accounts.models import Visitor


class HandBackRefusedError(Exception):
    """The waiting visit isn't this person's, isn't waiting, or they didn't sign in where it waits for."""


@transaction.atomic
def hand_back(*, waiting: Visitor, signed_in: Visitor, now: datetime) -> Visitor:
    """The waiting visit, from now on signed in as `signed_in` is, no longer than that one. Raises HandBackRefusedError.

    Both are visits of one customer already: nobody becomes somebody else, and who isn't signed in stays so.
    """
    row = Visitor.objects.select_for_update(of=("self",)).select_related("domain").get(pk=waiting.pk)
    if not waits_for(row, signed_in, now=now):
        raise HandBackRefusedError
    row.domain, row.session = signed_in.domain, signed_in.session
    row.email, row.name = signed_in.email, signed_in.name
    row.plan, row.role = signed_in.plan, signed_in.role
    row.signed_in_at, row.last_seen_at = signed_in.signed_in_at, now
    row.expires_at = end_of(row, now)
    row.save()
    return row


def waits_for(waiting: Visitor, signed_in: Visitor, *, now: datetime) -> bool:
    """Whether the first is signed in at a legacy domain, and the second is the same customer at its successor."""
    domain = waiting.domain
    return (
        waiting.customer_id is not None
        and waiting.customer_id == signed_in.customer_id
        and domain is not None
        and domain.is_legacy
        and domain.successor_id == signed_in.domain_id
        and signed_in.expires_at > now
        and waiting.expires_at > now
    )
