"""Builds the emails that tell people about their ticket, in the ticket's language. Sends nothing, saves nothing."""

from collections.abc import Sequence
from email.headerregistry import Address
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from tickets.case_page.people import address_for, language_of
from tickets.files.inline import in_words as pictures_in_words
from tickets.mail import enclosures, envelopes, threading
from tickets.mail.enclosures import LetterWithFiles
from tickets.mail.subjects import subject_in, topic_in
from tickets.models import Attachment, IncomingEmail, Message, OutgoingEmail, Ticket
from tickets.not_me.links import address_of as not_me_address
from tickets.unsubscribing.links import What, headers_for
from web.mail_languages import frame, greets
from web.masked_words import in_words, told

_OPENED = (
    IncomingEmail.Reason.OPENED,
    IncomingEmail.Reason.REPORTED,
    IncomingEmail.Reason.OPENED_BY_HAND,
)


def receipt(ticket: Ticket, message: Message) -> OutgoingEmail:
    """The unsaved email that says we have the requester's message, with the reference."""
    return _compose(ticket, message, OutgoingEmail.Kind.RECEIPT, ticket.requester_name, ticket.requester_email)


def replies(ticket: Ticket, message: Message, files: Sequence[Attachment] = ()) -> list[OutgoingEmail]:
    """The unsaved emails that carry a staff reply: one to the requester who has an address, one to each participant.

    `files` are those of the message, which may be unsaved as well.
    """
    people = [(ticket.requester_name, ticket.requester_email)] if ticket.requester_email else []
    people += list(ticket.participants.values_list("name", "email"))
    return [_compose(ticket, message, OutgoingEmail.Kind.REPLY, name, email, files) for name, email in people]


def notice(ticket: Ticket, message: Message, address: str) -> OutgoingEmail:
    """The unsaved email to an account's own address: what was asked for, in our words alone, and how to stop it."""
    locale = language_of(ticket)[0]
    with translation.override(locale):
        context = {
            "topic": topic_in(ticket, locale) or gettext("help without logging in"),
            "not_me": not_me_address(ticket),
            **frame(locale),
        }
        return OutgoingEmail(
            ticket=ticket,
            message=message,
            kind=OutgoingEmail.Kind.NOTICE,
            to_email=address,
            subject=gettext("Somebody who can’t log in named your address"),
            body=render_to_string("emails/notice.txt", context),
            body_html=render_to_string("emails/notice.html", context),
            mail_id=f"<notice.{uuid4().hex}@{settings.MAIL_DOMAIN}>",
            # What is answered to it is nobody's word on the ticket.
            reply_to=settings.SUPPORT_ADDRESS,
        )


def as_mail(email: OutgoingEmail) -> LetterWithFiles:
    """The message as the mailer sends it; raises ValueError for an address that no mail can go to."""
    headers = {"Message-ID": email.mail_id}
    if email.in_reply_to:
        headers["In-Reply-To"] = email.in_reply_to
    if email.references:
        headers["References"] = email.references
    if email.kind == OutgoingEmail.Kind.RATING:
        headers |= headers_for(What.RATINGS, email.to_email, email.ticket.locale)
    if email.kind != OutgoingEmail.Kind.REPLY or email.message.is_by_machine:
        # Nobody's auto-responder answers a receipt or a notice (RFC 3834); a person's reply carries no such mark.
        headers |= {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    sender, envelope = sender_of(email.ticket), _envelope_sender(email)
    if envelope:
        # Mailers take the envelope's sender from `from_email`, and the letter's from its header.
        headers["From"] = sender
    mail = LetterWithFiles(
        subject=email.subject,
        body=email.body,
        from_email=envelope or sender,
        to=[_named(email.to_name, email.to_email)],
        reply_to=[email.reply_to],
        headers=headers,
    )
    # What a provider reports of it later names it so.
    mail.metadata = {"mail_id": email.mail_id}
    mail.attach_alternative(email.body_html, "text/html")
    mail.enclosed = enclosures.of_message(email.message) if email.kind == OutgoingEmail.Kind.REPLY else []
    if settings.EMAIL_PROVIDER:
        # Providers are told of each part, and see no letter.
        mail.attach_enclosed()
    return mail


def _named(name: str, address: str) -> str:
    """Somebody as a header has them; raises ValueError for an address that no mail can go to."""
    local, _at, domain = address.rpartition("@")
    if local.isascii():
        return str(Address(name, addr_spec=address))
    # Python takes such letters (RFC 6531) in parts alone.
    return str(Address(name, username=local, domain=domain))


def _envelope_sender(email: OutgoingEmail) -> str:
    """Where its bounces arrive; "" where they have no address of their own. A provider takes them in itself."""
    if not settings.BOUNCE_ADDRESS or not email.pk or settings.EMAIL_PROVIDER:
        return ""
    return envelopes.sender(email.pk, email.to_email, key=settings.SECRET_KEY, bounce_address=settings.BOUNCE_ADDRESS)


def sender_of(ticket: Ticket) -> str:
    """Whom its mails come from, in its language."""
    with translation.override(language_of(ticket)[0]):
        return str(Address(gettext("Product Support team"), addr_spec=settings.SUPPORT_ADDRESS))


def _compose(
    ticket: Ticket,
    message: Message,
    kind: OutgoingEmail.Kind,
    name: str,
    address: str,
    files: Sequence[Attachment] = (),
) -> OutgoingEmail:
    earlier = threading.build_references(_thread_ids(ticket, message, address))
    known = is_known(ticket, address)
    if not known and name == ticket.requester_name:
        name = ""
    locale = language_of(ticket)[0]
    words = subject_in(ticket, locale)
    context = {"ticket": ticket, "message": message, "name": name, "known": known, "subject": words}
    if message.author and kind == OutgoingEmail.Kind.REPLY:
        context["signature"] = message.author.own.signature
        context |= _enclosed(message, files)
        context["quoted"] = _answered(ticket, message, address) if known else ""
    context |= {"greets": greets(locale, name), "case": address_for(ticket, address)}
    with translation.override(locale):
        context |= frame(locale)
        context["hidden"] = told(_masked(ticket, message)) if known else []
        body = render_to_string(f"emails/{kind}.txt", context)
        body_html = render_to_string(f"emails/{kind}.html", context)
        subject = _subject(ticket, message, address, words=words if known else "")
    return OutgoingEmail(
        ticket=ticket,
        message=message,
        kind=kind,
        to_name=_one_line(name).replace("=?", "= ?"),  # else the mailer decodes what hides in it, line breaks too
        to_email=address,
        subject=f"Re: {subject}" if earlier else subject,
        body=body,
        body_html=body_html,
        mail_id=_mail_id(ticket, message, address),
        in_reply_to=earlier[-1] if earlier else "",
        references=" ".join(earlier),
        reply_to=threading.reply_address(
            ticket.reference, address, key=settings.SECRET_KEY, support_address=settings.SUPPORT_ADDRESS
        ),
    )


def _enclosed(message: Message, files: Sequence[Attachment]) -> dict[str, Any]:
    """What the letter says of its files: the pictures in its text, and those too large to go along."""
    enclosed = enclosures.enclosures(message, files)
    goes_along = enclosures.goes_along(enclosed)
    names = {file.key: file.name for file in enclosed}
    return {
        "words": pictures_in_words(message.body, names),
        "in_text": enclosed if goes_along else [],
        "left_behind": [] if goes_along else enclosed,
    }


def _answered(ticket: Ticket, message: Message, address: str) -> str:
    """What the requester said last before a reply to them, where the site quotes it; "" for anybody else."""
    if settings.QUOTED_HISTORY == "none" or address.lower() != ticket.requester_email.lower():
        return ""
    said = ticket.messages.filter(kind=Message.Kind.CUSTOMER, pk__lt=message.pk).order_by("-pk").first()
    return said.body if said else ""


def _masked(ticket: Ticket, message: Message) -> list[str]:
    """What was hidden in the message that a receipt is for; of a reply, in those since the reply before it."""
    if message.kind == Message.Kind.CUSTOMER:
        return list(message.masked)
    earlier = ticket.messages.filter(pk__lt=message.pk)
    last = earlier.filter(kind=Message.Kind.REPLY).order_by("-pk").values_list("pk", flat=True).first() or 0
    since = earlier.filter(kind=Message.Kind.CUSTOMER, channel=Message.Channel.EMAIL, pk__gt=last)
    return [kind for masked in since.values_list("masked", flat=True) for kind in masked]


def _mail_id(ticket: Ticket, message: Message, address: str) -> str:
    return threading.make_message_id(
        ticket.reference, message.pk, address, key=settings.SECRET_KEY, domain=settings.MAIL_DOMAIN
    )


def _thread_ids(ticket: Ticket, message: Message, address: str) -> list[str]:
    """Message-IDs that this person has sent or been sent on the ticket before this message, oldest first."""
    sent = ticket.emails.filter(to_email__iexact=address).exclude(message=message)
    received = ticket.messages.exclude(mail_id="").exclude(pk=message.pk)
    ids = [*sent.values_list("created_at", "mail_id"), *received.values_list("created_at", "mail_id")]
    own = [message.mail_id] if message.mail_id else []
    return [mail_id for _at, mail_id in sorted(ids)] + own


def is_known(ticket: Ticket, address: str) -> bool:
    """Whether mail to this address may carry what was typed: a product named it, or an answer has come from it.

    Anybody can type any address; else we would sign and deliver a stranger's words to another stranger.
    """
    if str(ticket.identity.get("email", "")).lower() == ticket.requester_email.lower():
        return True
    joined = IncomingEmail.objects.filter(outcome=IncomingEmail.Outcome.JOINED, sender_email__iexact=address)
    # What opened a ticket is no answer: its sender may be made up, unless their domain vouches for it.
    joined = joined.exclude(Q(reason__in=_OPENED) & ~Q(authentication__contains="dmarc=pass"))
    return joined.filter(ticket__in=[ticket.pk, *([ticket.follows_id] if ticket.follows_id else [])]).exists()


def _subject(ticket: Ticket, message: Message, address: str, *, words: str) -> str:
    """The words of the first email that the person had about the ticket, so that mail programs keep them together."""
    first = ticket.emails.filter(to_email__iexact=address).exclude(message=message).order_by("created_at", "pk").first()
    if first is not None:
        return first.subject.removeprefix("Re: ")
    unknown = gettext("Your report") if ticket.is_report else gettext("Your message to our Product Support team")
    return f"[{ticket.reference}] {_one_line(in_words(words) if words else unknown)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
