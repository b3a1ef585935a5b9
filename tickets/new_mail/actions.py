"""What becomes of new mail: a ticket where the sender's rule lets them through, a report, or an answer."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models.functions import Lower
from django.utils import translation

from accounts.models import User
from tickets.actions import opening, writing
from tickets.cases import Case
from tickets.compliance import actions as reports
from tickets.compliance.actions import Given
from tickets.mail import authentication
from tickets.mail.parsing import IncomingMail
from tickets.models import IncomingEmail, MailAlias, Message, Ticket
from tickets.new_mail import robots, senders
from tickets.new_mail.language import language_of
from tickets.new_mail.senders import Sender
from tickets.new_mail.tasks import answer_new_mail
from web.actions import is_used_up, take
from web.limits import TooOftenError, claims
from web.mail_languages import page_language
from web.secrets import mask

_Outcome, _Reason = IncomingEmail.Outcome, IncomingEmail.Reason


def is_ours(address: str) -> bool:
    """Whether it is one of the addresses that new mail comes to: what it sends is ours come back."""
    return MailAlias.objects.alias(own=Lower("address")).filter(own=address.lower()).exists()


def take_up(*, row: IncomingEmail, mail: IncomingMail, now: datetime) -> None:
    """Decide about a mail that belongs to no ticket, in the caller's transaction; the caller saves the row.

    One with a wrong sender, by what its domain says, and one that no person wrote stay in the quarantine.
    """
    checks = authentication.read(row.authentication)
    if not (mail.text or mail.attachments):
        row.reason = _Reason.EMPTY
    if not settings.ANSWER_NEW_MAIL or not mail.sender_email or row.reason == _Reason.EMPTY:
        return
    if robots.is_spam(mail.headers):
        return
    alias = alias_for(", ".join(mail.recipients))
    if alias is not None and alias.report_kind is not None:
        # Nobody is asked who they are: not by what their domain says either.
        if _within_rounds(row, now):
            report_from(row=row, alias=alias, now=now)
        return
    if fault := authentication.fault(checks):
        row.reason = _Reason.DMARC_FAILED if fault == "dmarc" else _Reason.SPF_FAILED
        return
    if robots.is_robot(mail.sender_email):
        return
    topic = alias.topic if alias and alias.topic and alias.topic.active else None
    sender = senders.find(mail.sender_email, topic, now=now) if checks.get("dmarc") == "pass" else None
    if sender is None or not sender.may_open:
        _answer(row, sender, now)
    elif _within_rounds(row, now):
        row.message = open_from(row=row, alias=alias, sender=sender, now=now).messages.get()
        row.outcome, row.reason, row.ticket = _Outcome.JOINED, _Reason.OPENED, row.message.ticket


def open_from(
    *,
    row: IncomingEmail,
    alias: MailAlias | None,
    sender: Sender | None,
    author: User | None = None,
    now: datetime,
) -> Ticket:
    """Open a ticket with this mail as its first message, in the caller's transaction.

    `author` is the member of staff who lets them through where no rule does.
    """
    customer = sender.customer if sender else None
    topic = alias.topic if alias else None
    locale = language_of(row.subject, row.text, customer.locale if customer else "")
    case = Case(
        requester_name=customer.name if customer else row.sender_name,
        requester_email=customer.email if customer else row.sender_email,
        customer_id=customer.pk if customer else None,
        locale=locale,
        subject=subject_of(row, locale),
        topic=topic.slug if topic else "",
        topic_label=topic.label(page_language(locale)) if topic else "",
        topic_kind=str(topic.entitled_kind) if topic else "general",
        rule=str(sender.support.rule) if sender and sender.may_open else "",
        reason=sender.support.reason if sender and sender.may_open else "",
        identity=sender.snapshot() if sender else {},
    )
    ticket = opening.open_ticket(
        case=case,
        body=words_of(row),
        channel=Message.Channel.EMAIL,
        team=alias.team if alias else None,
        said={"quoted": row.quoted, "mail_id": Message.objects.free_mail_id(row.mail_id)},
        author=author,
        now=now,
    )
    writing.name_files(message=ticket.messages.get(), files=row.attachments)
    return ticket


def subject_of(row: IncomingEmail, locale: str) -> str:
    """What the ticket is called: the mail's subject, or else its first words."""
    with translation.override(locale):
        beginning = " ".join(row.text.split())[:80]
        return row.subject.strip() or beginning or str(translation.gettext("(no subject)"))


def words_of(row: IncomingEmail) -> str:
    """What the mail says, or what there is to say of one without words."""
    names = ", ".join(str(file["name"]) for file in row.attachments)
    return row.text or row.subject or names or row.mail_id


def alias_for(recipients: str) -> MailAlias | None:
    """The address of ours that a mail came to, by its recipients as a row keeps them."""
    wanted = [each.strip().lower() for each in recipients.split(",")]
    rows = (
        MailAlias.objects.alias(own=Lower("address"))
        .filter(own__in=wanted)
        .select_related("topic__team", "team", "report_kind")
    )
    found = {each.address.lower(): each for each in rows}
    # Of several one that stands for a report: nobody loses a deadline by copying somebody else.
    named = [found[address] for address in wanted if address in found]
    return next((each for each in named if each.report_kind), next(iter(named), None))


def report_from(*, row: IncomingEmail, alias: MailAlias, now: datetime) -> None:
    """Open the case of a report: never refused for who sends it. The caller saves the row."""
    kind = alias.report_kind
    assert kind is not None  # noqa: S101 - the caller looked
    locale = language_of(row.subject, row.text)
    words = mask(f"{row.subject}\n\n{row.text}".strip()).text or words_of(row)
    given = Given(kind=kind, words=words, name=row.sender_name, email=row.sender_email)
    said = {"quoted": row.quoted, "mail_id": Message.objects.free_mail_id(row.mail_id)}
    with translation.override(page_language(locale)):
        made = reports.report(
            given=given,
            submission=uuid5(NAMESPACE_URL, f"mail:{row.digest}"),
            locale=locale,
            channel=Message.Channel.EMAIL,
            said=said,
            now=now,
        )
    row.message = made.ticket.messages.get()
    writing.name_files(message=row.message, files=row.attachments)
    row.outcome, row.reason, row.ticket = _Outcome.JOINED, _Reason.REPORTED, made.ticket


def _answer(row: IncomingEmail, sender: Sender | None, now: datetime) -> None:
    """Have the sender told which ways there are, once a week; and not by ever so many mails at once."""
    row.outcome, row.reason = _Outcome.ANSWERED, _Reason.ANSWERED
    theirs = claims("mail_ways", address=row.sender_email.lower())
    try:
        take([*theirs, *claims("mail_ways_all", site="all")], now=now)
    except TooOftenError:
        if is_used_up(theirs, now=now):
            row.reason = _Reason.ANSWERED_LATELY
        else:  # a flood, perhaps with made-up senders: a person looks
            row.outcome, row.reason = _Outcome.QUARANTINED, _Reason.TOO_OFTEN
        return
    why = sender.support.reason if sender else ""
    answer_new_mail.defer(incoming_id=row.pk, reason=why, locale=_locale_for(row, sender))


def _locale_for(row: IncomingEmail, sender: Sender | None) -> str:
    return language_of(row.subject, row.text, sender.customer.locale if sender else "")


def _within_rounds(row: IncomingEmail, now: datetime) -> bool:
    """Whether a person may have written so many new mails; two machines stop here after two rounds."""
    try:
        take(claims("mail_opens", address=row.sender_email.lower()), now=now)
    except TooOftenError:
        row.reason = _Reason.TOO_OFTEN
        return False
    return True
