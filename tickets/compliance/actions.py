"""What the public forms write: a report with its ticket and files in one transaction; and the shipped kinds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.entitlements import TopicKind, support_for
from tickets.actions import opening
from tickets.actions.pressing import add_late_files, take_turn
from tickets.cases import Case, Line
from tickets.compliance.clock import due
from tickets.compliance.suspicion import Suspicion
from tickets.files import actions as stored
from tickets.files.kinds import FileRefusedError
from tickets.models import Message, Report, ReportKind, ReportKindText
from web.actions import take
from web.limits import claims
from web.mail_languages import answered_in
from web.network import Networks
from web.secrets import mask


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody filled in; what they left out is ""."""

    kind: ReportKind
    words: str
    place: str = ""
    name: str = ""
    email: str = ""
    authority: str = ""
    good_faith: bool = False


def name_of(submission: UUID, given: Given) -> UUID:
    """What tells a report from all others: the form that was sent and what was typed in it.

    A second press brings the same; who goes back and writes something else reports something else.
    """
    said = (given.kind.law, given.kind.key, given.words, given.place, given.name, given.email, given.authority)
    return uuid5(submission, "\x1f".join((*said, str(given.good_faith))))


def holder_of(submission: UUID) -> str:
    """What the form's files wait for until it is sent."""
    return f"report:{submission.hex}"


def find(name: UUID) -> Report | None:
    """The report that a submission brought, if it did."""
    return Report.objects.filter(submission=name).select_related("ticket", "kind").first()


@transaction.atomic
def report(
    *,
    given: Given,
    submission: UUID,
    locale: str,
    suspicions: Sequence[Suspicion] = (),
    channel: Message.Channel = Message.Channel.FORM,
    said: Mapping[str, Any] | None = None,
    now: datetime,
) -> Report:
    """Open the case of a report with its files, its deadlines and, where there is an address, its receipt.

    The same submission again returns the report that it brought; files that came with it since go onto its ticket.
    Never refused for who sends it; `suspicions` are kept with it. Raises TicketRefusedError when it says nothing.
    """
    name = name_of(submission, given)
    take_turn(f"report:{name}")
    files = stored.send_off(holder=holder_of(submission))
    if known := find(name):
        add_late_files(known.ticket, files, now)
        return known
    ticket = opening.open_ticket(
        case=_case_of(given, locale), body=given.words, files=files, channel=channel, said=said, now=now
    )
    return Report.objects.create(
        ticket=ticket,
        kind=given.kind,
        place=mask(given.place).text,
        authority=mask(given.authority).text[:200],
        good_faith=given.good_faith,
        submission=name,
        suspicions=list(map(str, suspicions)),
        acknowledge_by=due(now, hours=given.kind.acknowledge_hours),
        decide_by=due(now, days=given.kind.decide_days),
    )


def take_in(
    *, submission: UUID, uploads: "Iterable[UploadedFile[Any]]", networks: Networks, now: datetime
) -> list[FileRefusedError]:
    """Keep files until the form is sent; those that can't be kept are returned. Raises TooOftenError past the limit."""
    refused = []
    for upload in uploads:
        take(claims("upload", networks=networks, link=submission), now=now)
        try:
            stored.take_in(holder=holder_of(submission), name=upload.name or "", content=upload.read(), now=now)
        except FileRefusedError as problem:
            refused.append(problem)
    return refused


def remove(*, submission: UUID, key: str) -> None:
    """Take out a file that wasn't sent yet; one that isn't there is no error."""
    stored.drop(holder=holder_of(submission), key=key)


@transaction.atomic
def load_kinds(shipped: Iterable[dict[str, Any]]) -> int:
    """Makes those of the shipped kinds that are missing, and says how many; what staff changed stays."""
    known = set(ReportKind.objects.values_list("law", "key"))
    missing = [dict(entry) for entry in shipped if (entry["law"], entry["key"]) not in known]
    for entry in missing:
        texts = entry.pop("texts")
        kind = ReportKind.objects.create(**entry)
        for locale, text in texts.items():
            ReportKindText.objects.create(kind=kind, locale=locale, **text)
    return len(missing)


def _case_of(given: Given, locale: str) -> Case:
    """To a report nobody is signed in: its rule is open to everyone, whoever they are elsewhere."""
    support = support_for(None, None, TopicKind.COMPLIANCE)
    law, kind = given.kind.get_law_display(), given.kind.label(locale)
    lines = [
        Line(_("Under"), law, "law"),
        Line(_("Kind of report"), kind, "kind", given.kind.key),
        Line(_("Where it is"), given.place, "place"),
        Line(_("On behalf of the authority"), given.authority, "authority"),
        Line(_("Stated in good faith"), _("yes") if given.good_faith else "", "good_faith"),
    ]
    return Case(
        requester_name=given.name,
        requester_email=given.email,
        locale=answered_in(given.words, locale),
        subject=f"{law}: {kind}",
        rule=str(support.rule),
        reason=support.reason,
        topic_label=law,
        topic_kind=str(TopicKind.COMPLIANCE),
        details=tuple(line for line in lines if line.value),
    )
