"""Deletes tickets and mail for good, a batch at a time, in the caller's transaction: for a rule's or a person's sake.

Each takes primary keys and returns what went: rows by the model's label, as Django's own `delete` counts them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.db.models.functions import Lower

from tickets.actions.indexing import index_these
from tickets.files import actions as stored
from tickets.mail.parsing import sender_label
from tickets.models import (
    Attachment,
    AutomationRun,
    ClosingNotice,
    IncomingEmail,
    Merge,
    MergedMessage,
    Message,
    OriginalMail,
    OutgoingEmail,
    Participant,
    Presence,
    ReplyDraft,
    ScheduledReply,
    SenderAlias,
    SentReply,
    Snooze,
    StoredFile,
    SuppressedAddress,
    SurveyOptOut,
    Ticket,
    TicketEvent,
    TicketLink,
    TicketTag,
    TicketTerms,
)
from tickets.models.replies import holder_of_draft
from tickets.models.scheduled import holder_of_scheduled

# Who wrote what stays on another person's ticket.
_NOBODY = "?"
# What a ticket is found or sorted by, and what can be put back on it, isn't anybody's words.
_ABOUT = (
    AutomationRun,
    ClosingNotice,
    Merge,
    MergedMessage,
    Presence,
    SentReply,
    Snooze,
    TicketLink,
    TicketTag,
    TicketTerms,
)
_UNTOLD = frozenset(model._meta.label for model in _ABOUT)


def forget_chains(*, firsts: Sequence[int]) -> Counter[str]:
    """Delete these first tickets of their chains, their follow-ups, and everything on them: mail both ways, and files.

    A conversation that became one of them must be gone before.
    """
    chain = list(Ticket.objects.filter(Q(pk__in=firsts) | Q(root__in=firsts)).values_list("pk", flat=True))
    files = list(StoredFile.objects.filter(attachment__message__ticket__in=chain))
    gone = forget_mail(keys=list(IncomingEmail.objects.filter(ticket__in=chain).values_list("pk", flat=True)))
    for ticket, author in ReplyDraft.objects.filter(ticket__in=chain).values_list("ticket", "author"):
        stored.drop_all(holder=holder_of_draft(ticket, author))
    for key in ScheduledReply.objects.filter(ticket__in=chain).values_list("pk", flat=True):
        stored.drop_all(holder=holder_of_scheduled(key))
    gone += _deleted(Ticket.objects.filter(root__in=firsts).delete())
    gone += _deleted(Ticket.objects.filter(pk__in=firsts).delete())
    return gone + forget_files(files=files)


def forget_mail(*, keys: Iterable[int]) -> Counter[str]:
    """Delete mail that came in, the raw mail and its files with it, those too that were kept by themselves."""
    keys = list(keys)
    return _forget_kept(keys) + _deleted(IncomingEmail.objects.filter(pk__in=keys).delete())


def forget_originals(*, keys: Iterable[int]) -> Counter[str]:
    """Delete mail byte for byte and its files; what was read in it stays."""
    keys = list(keys)
    return _forget_kept(keys) + _deleted(OriginalMail.objects.filter(pk__in=keys).delete())


def _forget_kept(mails: list[int]) -> Counter[str]:
    """Files of these mails that were kept by themselves; their names stay on the messages."""
    rows = Attachment.objects.filter(message__incoming__in=mails, mail_part__isnull=False, file__isnull=False)
    found = list(rows.order_by("pk").select_related("file").select_for_update(of=("self",)))
    Attachment.objects.filter(pk__in=[row.pk for row in found]).update(file=None)
    return forget_files(files=[row.file for row in found if row.file])


def forget_sent(*, keys: Iterable[int]) -> Counter[str]:
    """Delete mail that went out; the message that it carried stays on its ticket."""
    return _deleted(OutgoingEmail.objects.filter(pk__in=keys).delete())


def forget_suppressions(*, addresses: Sequence[str]) -> Counter[str]:
    """Delete what was noted of addresses that got no mail, lifted or not, or that wanted none of a kind."""
    gone = _deleted(SuppressedAddress.objects.of(addresses).delete())
    return gone + _deleted(SurveyOptOut.objects.filter(address__in=addresses).delete())


def forget_aliases(*, addresses: Sequence[str]) -> Counter[str]:
    """Delete what staff said of these addresses (in small letters) being one person's."""
    rows = SenderAlias.objects.filter(
        pk__in=list(SenderAlias.objects.of_anybody(addresses).values_list("pk", flat=True))
    )
    return _deleted(rows.delete())


def forget_files(*, files: Sequence[StoredFile]) -> Counter[str]:
    """Delete those of the files that nothing names any more, the bytes once that holds."""
    before = StoredFile.objects.filter(pk__in=[file.pk for file in files]).count()
    stored.forget(files=files)
    after = StoredFile.objects.filter(pk__in=[file.pk for file in files]).count()
    return Counter({StoredFile._meta.label: before - after} if before > after else {})


def take_off(*, ticket: Ticket, addresses: Sequence[str]) -> Counter[str]:
    """Take somebody off another person's ticket: as a participant, by name, and from what the search finds it by.

    What they wrote stays without their name: it is part of the other person's case.
    """
    row = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
    people = Participant.objects.alias(address=Lower("email")).filter(ticket=ticket, address__in=addresses)
    # As they were called when they wrote, by mail or on the case page.
    names = {words for each in people for words in (each.name, each.email, sender_label(each.name, each.email))}
    names = (names | set(addresses)) - {""}
    said = Message.objects.filter(ticket=ticket, kind=Message.Kind.CUSTOMER)
    by_mail = said.alias(sender=Lower("incoming__sender_email")).filter(sender__in=addresses)
    said.filter(Q(pk__in=list(by_mail.values_list("pk", flat=True))) | Q(author_name__in=names)).update(
        author_name=_NOBODY
    )
    for event in TicketEvent.objects.filter(ticket=ticket, arguments__has_any_keys=["email", "sender"]):
        hidden = {name: "–" if value.lower() in addresses else value for name, value in event.arguments.items()}
        TicketEvent.objects.filter(pk=event.pk).update(arguments=hidden)
    told = [line for line in row.details if not _names(str(line.get("value", "")), addresses)]
    if len(told) != len(row.details):
        Ticket.objects.filter(pk=ticket.pk).update(details=told)
    # Whose it was once, before staff made it another person's.
    if str(row.identity.get("email", "")).lower() in addresses:
        Ticket.objects.filter(pk=ticket.pk).update(identity={})
    gone = _deleted(people.delete())
    index_these(keys=[ticket.pk])
    return gone


def _names(value: str, addresses: Sequence[str]) -> bool:
    """Whether what was given names one of these addresses (in small letters), with a name before it or alone."""
    return value.rpartition("<")[2].rstrip(">").strip().lower() in addresses


def _deleted(answer: tuple[int, dict[str, int]]) -> Counter[str]:
    counted = {label: number for label, number in answer[1].items() if label not in _UNTOLD}
    return Counter({label: number for label, number in counted.items() if number})
