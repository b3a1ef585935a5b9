"""One of each mail that people who aren't staff may get, in any language: for tests, and to be looked at."""

from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives

from accounts.models import Organisation
from messenger.conversations.code_mails import code_mail
from messenger.models import ContactCode, Conversation, Packet
from messenger.packets import mails as packet_mails
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.closing import emails as closing
from tickets.mail import emails
from tickets.merging import emails as merging
from tickets.models import IncomingEmail, OutgoingEmail, Participant, Rating
from tickets.new_mail import letters
from tickets.ratings import emails as ratings

# What people and staff wrote themselves.
TYPED = ("The cancel button is missing", "I can't find the button.", "See https://example.com/a", "Best, Aki’s team")


@dataclass(frozen=True)
class Shown:
    """A mail as its reader has it."""

    subject: str
    text: str
    html: str


def _kept(email: OutgoingEmail) -> Shown:
    return Shown(email.subject, email.body, email.body_html)


def _unsent(mail: EmailMultiAlternatives) -> Shown:
    return Shown(mail.subject, str(mail.body), str(mail.alternatives[0][0]))


def every_mail(locale, aki):
    """By its name. `aki` is staff, with a signature of their own; QUOTED_HISTORY is `last` for all there is to see."""
    known = open_ticket(locale=locale, body=f"{TYPED[1]} sk-ant-api03-Abcdefghijklmnop1234")
    reply = actions.reply(ticket=known, author=aki, body=TYPED[2])
    stranger = open_ticket(locale=locale, identity={}, requester_name="")
    talk = Conversation(locale=locale, reference="C-1")
    packet = Packet(conversation=talk, name="Jane Doe", email="jane@example.com", ticket=known)
    packet.organisation = Organisation(name="Fabrikam")
    member = Participant(ticket=known, email="jane@example.com")
    row = IncomingEmail(sender_email="who@example.com", digest="d" * 64, mail_id="<a@b.example>")
    rating = Rating(pk=1, ticket=known, email="hanako@example.com")
    return {
        "receipt": _kept(known.emails.earliest("pk")),
        "receipt_unknown": _kept(stranger.emails.get()),
        "reply": _kept(reply.emails.get()),
        "rating": _kept(ratings.question(rating, reply)),
        "closing_1": _kept(closing.notice(known, reply, 1)),
        "closing_3": _kept(closing.notice(known, reply, 3)),
        "notice": _kept(emails.notice(known, reply, "owner@example.com")),
        "merged": _kept(merging.merged(stranger, known, reply)),
        "ways": _unsent(letters.ways_letter(row, reason="free.not_in_plan", locale=locale)),
        "code": _unsent(code_mail(ContactCode(conversation=talk, email="who@example.com"), "123456")),
        "packet_asks": _unsent(packet_mails.owner_mail(packet, "owner@example.com", locale)),
        "packet_sent": _unsent(packet_mails.sent_mail(packet)),
        "packet_unsent": _unsent(packet_mails.unsent_mail(packet)),
        "written_for": _unsent(packet_mails.written_for_mail(member)),
    }
