"""Deletes everything about a person, a batch a transaction; what is killed in between goes on where it was."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from procrastinate.contrib.django import app

from accounts.actions import forget_contacts, forget_customers
from accounts.audit.actions import enter
from accounts.models import User
from messenger.conversations.actions import forget_conversations
from privacy.actions import keeping
from privacy.actions.nightly import forget_requests, forget_tickets
from privacy.actions.reporting import add
from privacy.models import KeptConsent, Report
from privacy.people import Person
from tickets.actions import forgetting
from tickets.models import Ticket
from tickets.models.tickets import TicketQuerySet

_BATCH, _CHAINS = 500, 20
_audit = logging.getLogger("audit")


def begin(*, person: Person, staff: User, now: datetime) -> Report:
    """Begin to delete this person: a worker does it, and the report says how far it is."""
    with transaction.atomic():
        report = Report.objects.create(
            kind=Report.Kind.ERASURE,
            staff=staff,
            staff_name=staff.get_full_name() or staff.get_username(),
            subject={"customers": list(person.customers), "addresses": list(person.addresses)},
            begun_at=now,
        )
        app.configure_task("privacy.erase").defer(report_id=report.pk)
    _note("person_erased", staff, report)
    return report


def exported(*, person: Person, staff: User, now: datetime) -> Report:
    """Write down that this person's rows were handed to a member of staff."""
    report = Report.objects.create(
        kind=Report.Kind.EXPORT,
        staff=staff,
        staff_name=staff.get_full_name() or staff.get_username(),
        counts=person.counts(),
        begun_at=now,
        ended_at=now,
    )
    _note("person_exported", staff, report)
    return report


def erase(*, report_id: int, now: datetime) -> None:
    """Carry out what `begin` wrote down; once it is done, or was, this changes nothing."""
    report = Report.objects.filter(pk=report_id, ended_at=None).first()
    if report is None or report.subject is None:
        return
    person = Person(tuple(report.subject["customers"]), tuple(report.subject["addresses"]))
    _each(report, person.conversations, _BATCH, _conversations)
    _each(report, person.drafts, _BATCH, forget_requests)
    _each(report, Ticket.objects.filter(pk__in=person.firsts).exclude(pk__in=person.held), _CHAINS, _tickets)
    # Whose words stand where is known by the mail they came with, so the names go before the mail.
    _each(report, _not_held(person.others_tickets), _CHAINS, partial(_take_off, person.addresses))
    _each(report, person.mail_in.exclude(ticket__in=_held(person)), _BATCH, _mail_in)
    _each(report, person.mail_out.exclude(ticket__in=_held(person)), _BATCH, _mail_out)
    with transaction.atomic():
        keeping.keep_of_customers(person.customers)
        person.admin_log.update(object_repr="", change_message="")
        gone = forget_contacts(addresses=person.addresses)
        gone += forgetting.forget_suppressions(addresses=person.addresses)
        gone += forgetting.forget_aliases(addresses=person.addresses)
        add(report, gone + forget_customers(keys=person.customers))
        _end(report, person, now)


def _end(report: Report, person: Person, now: datetime) -> None:
    """What stays is counted, and whom it was about is forgotten."""
    held = Ticket.objects.filter(Q(pk__in=person.held) | Q(root__in=person.held)).count()
    kept = {Ticket._meta.label: held, KeptConsent._meta.label: keeping.kept_for(person.addresses)}
    Report.objects.filter(pk=report.pk).update(
        kept={label: number for label, number in kept.items() if number}, subject=None, ended_at=now
    )


def _each(report: Report, rows: QuerySet[Any], size: int, forget: Callable[[list[int]], Counter[str]]) -> None:
    found = list(rows.order_by("pk").values_list("pk", flat=True))
    for keys in batched(found, size, strict=False):
        with transaction.atomic():
            mine = rows.model._default_manager.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
            add(report, forget(list(mine.values_list("pk", flat=True))))


def _held(person: Person) -> QuerySet[Ticket, Any]:
    """Every ticket that stays as it is: of their own chains, and of others'."""
    own = Q(pk__in=person.held) | Q(root__in=person.held)
    others = person.others_tickets.chain_held().values("pk")
    return Ticket.objects.filter(own | Q(pk__in=others)).values("pk")


def _not_held(rows: TicketQuerySet) -> QuerySet[Ticket]:
    return rows.exclude(pk__in=rows.chain_held().values("pk"))


def _conversations(keys: list[int]) -> Counter[str]:
    keeping.keep_of_conversations(keys)
    return forget_conversations(keys=keys)


def _tickets(keys: list[int]) -> Counter[str]:
    # One that was put under a hold meanwhile stays.
    held = set(Ticket.objects.filter(pk__in=keys).chain_held().values_list("pk", flat=True))
    return forget_tickets([key for key in keys if key not in held])


def _take_off(addresses: Sequence[str], keys: list[int]) -> Counter[str]:
    gone: Counter[str] = Counter()
    for ticket in Ticket.objects.filter(pk__in=keys):
        gone += forgetting.take_off(ticket=ticket, addresses=addresses)
    return gone


def _mail_in(keys: list[int]) -> Counter[str]:
    return forgetting.forget_mail(keys=keys)


def _mail_out(keys: list[int]) -> Counter[str]:
    return forgetting.forget_sent(keys=keys)


def _note(event: str, staff: User, report: Report) -> None:
    fields = {"event": event, "outcome": "ok", "staff": staff.pk, "report": report.pk}
    _audit.info("%s: ok", event, extra=fields)
    enter(kind=event, staff=staff, about=report)
