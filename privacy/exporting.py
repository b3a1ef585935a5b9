"""Everything about a person as one ZIP: JSON for machines and readers, mail as it came, files as they were sent."""

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from accounts.models import FormerRight, User
from messenger.models import Consent, Conversation
from privacy.people import Person
from tickets.files import storage
from tickets.models import IncomingEmail, OriginalMail, StoredFile, Ticket
from tickets.models.merges import words_of
from tickets.models.tickets import HANDLE_REPORTS

_ACCOUNT = (
    *("domain__host", "subject", "email", "name", "locale", "organisation__name", "plan", "role"),
    *("claims_at", "created_at", "last_seen_at"),
)
_VISIT = ("email", "name", "plan", "role", "signed_in_at", "created_at", "last_seen_at", "expires_at")
_CONSENT = ("version", "locale", "agreed_at")
_CONVERSATION = (
    *("reference", "locale", "stage", "text", "unsent", "details", "created_at", "updated_at"),
    *("consent_version", "consent_locale", "consented_at"),
)
_FORMER = ("plan", "role", "ended_at", "until")
_PACKET = ("name", "email", "text", "transcript", "created_at", "expires_at", "revoked_at", "sent_at")
_TICKET = (
    *("reference", "subject", "status", "requester_name", "requester_email", "locale", "topic_label"),
    *("identity", "details", "proof", "transcript", "created_at", "updated_at", "solved_at"),
    *("consent_version", "consent_locale", "consented_at"),
)
_MAIL_IN = (
    *("mail_id", "sender_name", "sender_email", "recipients", "subject", "text", "quoted", "attachments"),
    *("outcome", "received_at"),
)
_MAIL_OUT = ("mail_id", "to_name", "to_email", "subject", "body", "status", "created_at", "sent_at")
_CHUNK = 256 * 1024


def write(person: Person, target: IO[bytes], *, staff: User) -> None:
    """Write the ZIP; one row at a time is in memory. Notes that staff wrote to staff aren't in it.

    Reports under the law, their mail and their files are in it for those `staff` alone who handle them.
    """
    unseen = list(Ticket.objects.reports().filter(pk__in=person.tickets).values_list("pk", flat=True))
    if staff.has_perm(HANDLE_REPORTS):
        unseen = []
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        _put(archive, "person.json", _person(person, staff))
        for talk in person.conversations.prefetch_related("messages__files__file", "packets").iterator(100):
            _put(archive, f"conversations/{talk.reference}.json", _conversation(talk))
        for ticket in person.tickets.exclude(pk__in=unseen).prefetch_related("participants").iterator(100):
            _put(archive, f"tickets/{ticket.reference}.json", _ticket(ticket))
        for mail in person.mail_in.exclude(ticket__in=unseen).iterator(100):
            _put(archive, f"mail/in-{mail.pk}.json", _values(mail, _MAIL_IN))
            _put_original(archive, mail)
        for sent in person.mail_out.exclude(ticket__in=unseen).defer("body_html", "references").iterator(100):
            _put(archive, f"mail/out-{sent.pk}.json", _values(sent, _MAIL_OUT))
        for file in person.files.exclude(attachment__message__ticket__in=unseen).distinct().iterator(100):
            _put_file(archive, file)


def _person(person: Person, staff: User) -> dict[str, Any]:
    return {
        "addresses": list(person.addresses),
        "accounts": list(person.accounts.values(*_ACCOUNT)),
        "visits": list(person.visits.values(*_VISIT)),
        "consents": list(Consent.objects.filter(customer__in=person.customers).values(*_CONSENT)),
        "unsent_requests": list(person.drafts.values("typed", "created_at", "updated_at")),
        "support_contact_of": list(person.contacts.values_list("organisation__name", flat=True)),
        "rights_that_ended": list(FormerRight.objects.filter(customer__in=person.customers).values(*_FORMER)),
        "listed_as_owner_of": list(person.listed.values_list("organisation__name", flat=True)),
        "tickets_of_others": list(person.others_tickets.visible_to(staff).values_list("reference", flat=True)),
    }


def _conversation(talk: Conversation) -> dict[str, Any]:
    said = [
        {
            **_values(message, ("author", "text", "created_at")),
            "files": [named.file.key for named in message.files.all()],
        }
        for message in talk.messages.all()
    ]
    asked = [_values(packet, _PACKET) for packet in talk.packets.all()]
    return {**_values(talk, _CONVERSATION), "messages": said, "asked_owners": asked}


def _ticket(ticket: Ticket) -> dict[str, Any]:
    messages = words_of(ticket).visible_to_customer().prefetch_related("attachments__file")
    said = [
        {
            **_values(message, ("kind", "channel", "author_name", "body", "created_at")),
            "files": [each.file.key if each.file else each.name for each in message.attachments.all()],
        }
        for message in messages
    ]
    people = [_values(each, ("name", "email")) for each in ticket.participants.all()]
    return {**_values(ticket, _TICKET), "participants": people, "messages": said}


def _values(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _put(archive: ZipFile, name: str, value: object) -> None:
    archive.writestr(name, json.dumps(value, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder))


def _put_original(archive: ZipFile, mail: IncomingEmail) -> None:
    raw = OriginalMail.objects.filter(pk=mail.pk).first_raw()
    if raw is not None:
        archive.writestr(f"mail/in-{mail.pk}.eml", raw)


def _put_file(archive: ZipFile, file: StoredFile) -> None:
    """The bytes under the key, and what the file was called: nobody's name may lead out of the folder."""
    name = "".join(sign if sign.isalnum() or sign in "-_. " else "_" for sign in file.name)
    try:
        with archive.open(f"files/{file.key}-{name}", "w") as inside:
            for chunk in _chunks(file):
                inside.write(chunk)
    except FileNotFoundError:
        # Its row was deleted this very moment, or the storage lost it; the rest is still theirs.
        return


def _chunks(file: StoredFile) -> Iterator[bytes]:
    with storage.place().open(storage.path_of(file)) as content:
        while chunk := content.read(_CHUNK):
            yield chunk
