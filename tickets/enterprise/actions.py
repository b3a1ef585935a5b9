"""What the form writes when it is sent: the request's ticket, its files and its receipt, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import pgettext

from accounts.entitlements import Support, TopicKind
from accounts.models import Visitor
from tickets.actions import opening
from tickets.actions.pressing import add_late_files, take_turn
from tickets.cases import Case, Line, with_zone
from tickets.enterprise.access import support_of
from tickets.enterprise.title import TITLE
from tickets.enterprise.words import CHOICES, LABELS, PREFIX
from tickets.files import actions as stored
from tickets.files.kinds import FileRefusedError
from tickets.models import EnterpriseRequest, Message, RequestDraft, Ticket
from web.actions import take
from web.limits import Claim, claims
from web.mail_languages import answered_in
from web.network import Networks

_SUBJECT_LENGTH = 120
# So urgent is a ticket at first. What is urgent above all others, staff decide.
_PRIORITIES = {"stopped": Ticket.Priority.HIGH, "calm": Ticket.Priority.LOW}


class FormClosedError(Exception):
    """The form isn't open to this person. `support` says why."""

    def __init__(self, support: Support) -> None:
        super().__init__(support.reason)
        self.support = support


class RightsTooOldError(Exception):
    """It has been too long since plan and role were said."""


@dataclass(frozen=True, slots=True)
class Given:
    """What an owner filled in; what they left out is ""."""

    words: str
    products: tuple[str, ...]
    impact: str
    urgency: str
    affected: str = ""
    began: str = ""
    steps: str = ""
    ids: str = ""


def holder_of(submission: UUID) -> str:
    """What the form's files wait for until it is sent."""
    return f"enterprise:{submission.hex}"


def find(name: UUID) -> EnterpriseRequest | None:
    """The request of that name, if it was sent."""
    return EnterpriseRequest.objects.filter(name=name).select_related("ticket").first()


@transaction.atomic
def send(
    *, visitor: Visitor, given: Given, submission: UUID, locale: str, zone: str = "", now: datetime
) -> EnterpriseRequest:
    """Open the ticket of a request with its files and its receipt. Who may is asked again here.

    `zone` is the time zone of the person's clock, "" for unknown.

    The same submission with the same words again returns the request that it brought; files that came with it since go
    onto its ticket. Raises FormClosedError, RightsTooOldError, TooOftenError.
    """
    support = support_of(visitor)
    if not support.enterprise_form.open:
        raise FormClosedError(support)
    name = _name_of(submission, visitor, given)
    take_turn(f"enterprise:{name}")
    files = stored.send_off(holder=holder_of(submission))
    if known := find(name):
        add_late_files(known.ticket, files, now)
        return known
    if not visitor.has_fresh_rights(now):
        raise RightsTooOldError
    take(claims("hand_over", customer=visitor.customer_id), now=now)
    ticket = opening.open_ticket(
        case=_case_of(visitor, support, given, locale, zone),
        body=given.words,
        files=files,
        channel=Message.Channel.FORM,
        priority=_PRIORITIES.get(given.urgency, Ticket.Priority.NORMAL),
        now=now,
    )
    RequestDraft.objects.visible_to(visitor).filter(submission=submission).delete()
    return EnterpriseRequest.objects.create(ticket=ticket, name=name)


def take_in(
    *,
    visitor: Visitor | None,
    submission: UUID,
    uploads: "Iterable[UploadedFile[Any]]",
    networks: Networks,
    now: datetime,
) -> list[FileRefusedError]:
    """Keep files until the form is sent; those that can't be kept are returned. Raises TooOftenError past the limit."""
    refused = []
    for upload in uploads:
        take(claims_of("upload", visitor, networks, link=submission), now=now)
        try:
            stored.take_in(holder=holder_of(submission), name=upload.name or "", content=upload.read(), now=now)
        except FileRefusedError as problem:
            refused.append(problem)
    return refused


def remove(*, submission: UUID, key: str) -> None:
    """Take out a file that wasn't sent yet; one that isn't there is no error."""
    stored.drop(holder=holder_of(submission), key=key)


def claims_of(what: str, visitor: Visitor | None, networks: Networks, **who: object) -> list[Claim]:
    """A customer is known by name, whatever network they share."""
    if visitor is not None and visitor.customer_id is not None:
        return claims(what, customer=visitor.customer_id)
    return claims(what, networks=networks, **who)


def _name_of(submission: UUID, visitor: Visitor, given: Given) -> UUID:
    """What tells a request from all others: who sent it, by which form, and what was typed in it."""
    said = (given.words, *given.products, given.impact, given.urgency, given.affected, given.began, given.steps)
    return uuid5(submission, "\x1f".join((str(visitor.customer_id), *said, given.ids)))


def _case_of(visitor: Visitor, support: Support, given: Given, locale: str, zone: str) -> Case:
    first_line = given.words.strip().splitlines()[0]
    between = pgettext("between a topic and what is asked about it", ": ")
    return Case(
        requester_name=visitor.name,
        requester_email=visitor.email,
        customer_id=visitor.customer_id,
        locale=answered_in(given.words, locale),
        subject=f"{TITLE}{between}{first_line}"[:_SUBJECT_LENGTH],
        rule=str(support.rule),
        reason=support.reason,
        topic_label=str(TITLE),
        topic_kind=str(TopicKind.GENERAL),
        identity=with_zone(visitor.snapshot(), zone),
        details=tuple(line for line in _lines(given) if line.value),
    )


def _lines(given: Given) -> Iterable[Line]:
    """The details in the order of the form; of what was chosen the words, and the keys beside them."""
    for key, label in LABELS.items():
        value = getattr(given, key)
        if key in CHOICES:
            chosen = [value] if isinstance(value, str) else value
            words = "\n".join(str(CHOICES[key][choice]) for choice in chosen)
            yield Line(str(label), words, PREFIX + key, "\n".join(chosen))
        else:
            yield Line(str(label), value, PREFIX + key)
