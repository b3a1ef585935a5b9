"""Who wrote a new mail, as far as a product told us, and whether their rule lets them through. Reads only."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models.functions import Lower

from accounts.audiences import left_out
from accounts.entitlements import Need, Support, TopicKind, support_for
from accounts.mailboxes import same_mailbox
from accounts.models import Customer, Domain
from tickets.models import SenderAlias, Topic

# Accounts of one address that are looked at: a person has one or two.
_MOST = 20


@dataclass(frozen=True, slots=True)
class Sender:
    """A customer whose address the mail proves, and what the entitlements say about them and the topic."""

    customer: Customer
    support: Support

    @property
    def may_open(self) -> bool:
        """Whether nothing stands before the way to people: a mail can prove nothing, and tries no self-service."""
        return self.support.human.open and self.support.human.need == Need.NOTHING

    def snapshot(self) -> dict[str, str]:
        """Who it is as plain values, by the newest word of their product."""
        person, said_at = self.customer.identity(), self.customer.claims_at
        return {
            "name": person.name,
            "email": person.email,
            "subject": person.subject,
            "product": str(person.product),
            "plan": person.plan,
            "role": person.role,
            "organisation": person.organisation,
            "domain": self.customer.domain.host,
            "issuer": self.customer.domain.issuer,
            "said_at": said_at.astimezone(UTC).isoformat(timespec="seconds") if said_at else "",
        }


def find(address: str, topic: Topic | None, *, now: datetime) -> Sender | None:
    """The customer with this address, of several the one whom the topic is for and whom it lets through.

    Their product must have said lately who they are: a mail can't ask it again.
    """
    known = [_sender(each, topic, now) for each in _customers(SenderAlias.objects.people_of(address), now)]
    fitting = [each for each in known if topic is None or not _is_left_out(each, topic)]
    return next((each for each in fitting if each.may_open), next(iter(fitting or known), None))


def _customers(addresses: list[str], now: datetime) -> list[Customer]:
    lately = now - timedelta(days=settings.MAIL_RIGHTS_DAYS)
    rows = Customer.objects.alias(address=Lower("email")).filter(address__in=addresses, claims_at__gte=lately)
    rows = rows.filter(domain__in=Domain.objects.real()).select_related("domain__successor", "organisation")
    found = rows.order_by("-last_seen_at", "-pk")[:_MOST]
    return [each for each in found if any(same_mailbox(each.email, address) for address in addresses)]


def _sender(customer: Customer, topic: Topic | None, now: datetime) -> Sender:
    kind = topic.entitled_kind if topic else TopicKind.GENERAL
    person = customer.identity()
    if kind == TopicKind.BILLING:
        person = replace(person, keeps_billing=customer.bills_until(now) is not None)
    return Sender(customer, support_for(person, customer.domain.as_value(), kind))


def _is_left_out(sender: Sender, topic: Topic) -> bool:
    domain = sender.customer.domain.as_value()
    return left_out(topic.audience(), sender.customer.identity(), domain) is not None
