"""Opens a ticket for somebody who didn't write it themselves: staff heard of it elsewhere, or a program did."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override, pgettext

from accounts.entitlements import Support, TopicKind, support_for
from accounts.models import Customer, User
from tickets.actions import opening, recording
from tickets.cases import Case
from tickets.events import Kind
from tickets.files import actions as stored
from tickets.models import Message, Priority, Ticket, Topic
from tickets.refusals import TicketRefusedError
from web.mail_languages import mail_language, nearest, page_language

_SUBJECT_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Who:
    """In whose name: a person with an account, or an address. "" where the person's own name or language counts."""

    customer: Customer | None = None
    name: str = ""
    email: str = ""
    locale: str = ""


@transaction.atomic
def open_on_behalf(
    *,
    author: User,
    who: Who,
    topic: Topic | None,
    subject: str = "",
    body: str,
    priority: Priority | None = None,
    files_of: str = "",
    now: datetime,
) -> Ticket:
    """Open the ticket as if the person had written it, with the receipt and what waits for `files_of`; the history says
    who did.

    The rules are those of the person: raises TicketRefusedError where they can't write to people about this.
    """
    kind = topic.entitled_kind if topic else TopicKind.GENERAL
    support = _support(who.customer, kind, now)
    if not support.human.open:
        raise TicketRefusedError("not_entitled")
    locale = _language(who)
    # Of who can't log in another account is meant than the one that is known.
    known = None if kind == TopicKind.CANT_LOG_IN else who.customer
    case = Case(
        requester_name=who.name or (who.customer.name if who.customer else ""),
        requester_email=who.email or (who.customer.email if who.customer else ""),
        customer_id=known.pk if known else None,
        locale=locale,
        subject=subject or _subject(topic, body, locale),
        topic=topic.slug if topic else "",
        topic_label=topic.label(page_language(locale)) if topic else "",
        topic_kind=str(kind),
        rule=str(support.rule),
        reason=support.reason,
        identity=_snapshot(known) if known else {},
    )
    files = stored.send_off(holder=files_of) if files_of else []
    ticket = opening.open_ticket(
        case=case, body=body, files=files, channel=Message.Channel.FORM, priority=priority, now=now
    )
    recording.record(ticket, Kind.OPENED_FOR, author, now, email=ticket.requester_email)
    return ticket


def _support(customer: Customer | None, kind: TopicKind, now: datetime) -> Support:
    """What the rules say of them by the newest word of their login."""
    if customer is None:
        return support_for(None, None, kind)
    identity = customer.identity()
    if kind == TopicKind.BILLING:
        identity = replace(identity, keeps_billing=customer.bills_until(now) is not None)
    return support_for(identity, customer.domain.as_value(), kind)


def _language(who: Who) -> str:
    return nearest(who.locale) or mail_language(who.customer.locale if who.customer else "")


def _subject(topic: Topic | None, body: str, locale: str) -> str:
    """The topic and the first line of what is asked, in the language of the pages: mail names it in its own."""
    locale = page_language(locale)
    label = topic.label(locale) if topic else ""
    first_line = body.strip().splitlines()[0] if body.strip() else ""
    with override(locale):
        between = pgettext("between a topic and what is asked about it", ": ")
    return between.join(part for part in (label, first_line) if part)[:_SUBJECT_LENGTH]


def _snapshot(customer: Customer) -> Mapping[str, Any]:
    """Who it is as plain values, as a visit of theirs would be kept."""
    identity = customer.identity()
    said_at = customer.claims_at
    return {
        "name": identity.name,
        "email": identity.email,
        "subject": identity.subject,
        "product": str(identity.product),
        "plan": identity.plan,
        "role": identity.role,
        "organisation": identity.organisation,
        "domain": customer.domain.host,
        "issuer": customer.domain.issuer,
        "said_at": said_at.astimezone(UTC).isoformat(timespec="seconds") if said_at else "",
    }
