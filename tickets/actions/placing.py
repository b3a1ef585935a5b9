"""Finds the ticket that a mail belongs to, and whether it proves so: our signature, and a sender who is on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from tickets.case_page.links import read_token
from tickets.case_page.people import has_stopped
from tickets.mail import quoted_links, threading
from tickets.mail.parsing import IncomingMail
from tickets.models import IncomingEmail, Message, OutgoingEmail, SenderAlias, Ticket
from tickets.references import find_all

_Reason = IncomingEmail.Reason
# Reply addresses of ours that one mail may claim.
_CLAIMS = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A ticket, or none, and why; `is_proved` when the mail may join it by itself.

    `person` is the address by which the sender is on the ticket, where that isn't the one they wrote from.
    """

    ticket: Ticket | None
    reason: IncomingEmail.Reason
    is_proved: bool = False
    person: str = ""


def find(mail: IncomingMail, raw: bytes = b"") -> Place:
    """Where the mail belongs. What names a ticket without proof is only a hint for who looks at it."""
    people = SenderAlias.objects.people_of(mail.sender_email)
    addressed, signed_for = _addressed(mail, people)
    if addressed is not None and signed_for and addressed.may_write(signed_for):
        return Place(addressed, _Reason.REPLY_ADDRESS, is_proved=True, person=signed_for)
    answered, is_ours = _answered(mail)
    if answered is not None and is_ours and (person := _on(answered, people)):
        return Place(answered, _Reason.REFERENCES, is_proved=True, person=person)
    quoted, person = _quoted(raw, people)
    if quoted is not None and person:
        return Place(quoted, _Reason.BODY_TOKEN, is_proved=True, person=person)
    if addressed is not None and not signed_for:
        # Either made up, or made for somebody else on the ticket.
        return Place(addressed, _Reason.FORGED_ADDRESS)
    ticket = addressed or answered or quoted or _named(mail)
    if ticket is None:
        return Place(None, _Reason.NO_TICKET)
    return Place(ticket, _Reason.UNPROVED if _on(ticket, people) else _Reason.WRONG_SENDER)


def _on(ticket: Ticket, people: Sequence[str]) -> str:
    """By which of their addresses the sender is on the ticket, or ""."""
    return next((person for person in people if ticket.may_write(person)), "")


def _addressed(mail: IncomingMail, people: Sequence[str]) -> tuple[Ticket | None, str]:
    """The ticket that a reply address among the recipients names, and for which of these it is signed, or ""."""
    found = (
        threading.parse_reply_address(recipient, support_address=settings.SUPPORT_ADDRESS)
        for recipient in mail.recipients
    )
    claims = [claim for claim in found if claim is not None]
    signed = [(claim, _signed_for(claim, people)) for claim in claims]
    proved = [(claim.reference, person) for claim, person in signed if person]
    chosen = (proved or [(claim.reference, "") for claim in claims])[:_CLAIMS]
    tickets = {row.reference: row for row in Ticket.objects.filter(reference__in=[name for name, _p in chosen])}
    return next(((tickets[name], person) for name, person in chosen if name in tickets), (None, ""))


def _signed_for(claim: threading.ReplyAddress, people: Sequence[str]) -> str:
    return next((each for each in people if threading.is_signed_for(claim, each, key=settings.SECRET_KEY)), "")


def _answered(mail: IncomingMail) -> tuple[Ticket | None, bool]:
    """The ticket of the nearest email that this mail answers or brings back, and whether that one was of ours.

    Somebody else's Message-ID is known to everybody who got that mail, so it says where, and proves nothing.
    """
    named = [*mail.thread_ids, *(mail.returned.mail_ids if mail.returned else [])]
    sent = {row.mail_id: row for row in OutgoingEmail.objects.filter(mail_id__in=named).select_related("ticket")}
    ours = [sent[mail_id] for mail_id in named if mail_id in sent]
    for email in ours:
        if threading.is_our_message_id(email.mail_id, email.to_email, key=settings.SECRET_KEY):
            return email.ticket, True
    if ours:
        return ours[0].ticket, False
    received = {row.mail_id: row for row in Message.objects.filter(mail_id__in=named).select_related("ticket")}
    return next((received[mail_id].ticket for mail_id in named if mail_id in received), None), False


def _quoted(raw: bytes, people: Sequence[str]) -> tuple[Ticket | None, str]:
    """The ticket whose link the mail quotes, and which of these people it was made for, who is on it still, or "".

    A link that was taken back, or that its owner stopped, says where and proves nothing.
    """
    links = [read_token(token, keys=[settings.SECRET_KEY]) for token in quoted_links.tokens_in(raw)] if raw else []
    found = [link for link in links if link is not None]
    tickets = {row.reference: row for row in Ticket.objects.filter(reference__in=[each.reference for each in found])}
    shown = [(tickets[link.reference], link) for link in found if link.reference in tickets]
    for ticket, link in shown:
        for person in people:
            is_theirs = link.epoch == ticket.case_epoch and link.is_for(person) and ticket.may_write(person)
            if is_theirs and not has_stopped(ticket, person):
                return ticket, person
    return (shown[0][0], "") if shown else (None, "")


def _named(mail: IncomingMail) -> Ticket | None:
    """The ticket whose reference stands in the subject: anybody may write it there."""
    names = find_all(mail.subject)[:_CLAIMS]
    tickets = {row.reference: row for row in Ticket.objects.filter(reference__in=names)} if names else {}
    return next((tickets[name] for name in names if name in tickets), None)
