"""Makes people and organisations of whom another desk knew what the product calls them. They may nothing by it.

What a login says of them later counts, and a row that is there already stays as it is: a desk's word is older.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Customer, Domain, Organisation


@dataclass(frozen=True, slots=True)
class BroughtPerson:
    """Somebody by the subject that the domain calls them by; `organisation` is the key of a row."""

    subject: str
    email: str
    name: str
    locale: str
    organisation: int | None


def bring_organisations(*, domain: Domain, named: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Have an organisation for each (external id, name), and return their keys by external id; the caller's
    transaction."""
    Organisation.objects.bulk_create(
        [Organisation(domain=domain.home, external_id=given, name=name[:200]) for given, name in named],
        ignore_conflicts=True,
    )
    rows = Organisation.objects.filter(domain=domain.home, external_id__in=[given for given, _name in named])
    return dict(rows.values_list("external_id", "pk"))


def bring_people(*, domain: Domain, people: Iterable[BroughtPerson], now: datetime) -> dict[str, int]:
    """Have a customer for each of these, and return their keys by subject; the caller's transaction.

    Nobody has said yet what plan or role they have, so they may what somebody may who isn't known.
    """
    wanted = {each.subject: each for each in people}
    Customer.objects.bulk_create(
        [
            Customer(
                domain=domain.home,
                subject=each.subject,
                email=each.email,
                name=each.name[:200],
                locale=each.locale,
                organisation_id=each.organisation,
                created_at=now,
                last_seen_at=now,
            )
            for each in wanted.values()
        ],
        ignore_conflicts=True,
    )
    rows = Customer.objects.filter(domain=domain.home, subject__in=wanted)
    return dict(rows.values_list("subject", "pk"))
