"""Who may join a ticket: by our signature, what was answered, the link in what is quoted; and never by a forgery."""

import random

import pytest
from django.conf import settings as site

from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.actions import placing
from tickets.case_page.people import address_for
from tickets.mail import parsing, threading
from tickets.models import OutgoingEmail, SenderAlias


@pytest.fixture
def sent(ticket, aki):
    """The email with which staff answered."""
    return actions.reply(ticket=ticket, author=aki, body="Try the App Store.").emails.get()


def outcome(raw):
    row = receive(raw)
    return row.outcome, row.reason


def test_who_quotes_their_own_link_joins(ticket):
    raw = mail(text=f"It works.\n\n> See your case: {address_for(ticket, ticket.requester_email)}\n")
    assert outcome(raw) == ("joined", "body_token")


def test_the_link_counts_in_quoted_html_too(ticket):
    link = address_for(ticket, ticket.requester_email)
    raw = mail().replace(b"text/plain", b"text/html").replace(b"It works now.", f'ok <a href="{link}">x</a>'.encode())
    assert outcome(raw) == ("joined", "body_token")


def test_somebody_elses_link_proves_nothing(ticket):
    raw = mail(sender="eve@example.com", text=f"Hi {address_for(ticket, ticket.requester_email)}")
    assert outcome(raw) == ("quarantined", "wrong_sender")


def test_a_link_that_was_taken_back_proves_nothing(ticket):
    link = address_for(ticket, ticket.requester_email)
    ticket.case_epoch += 1
    ticket.save()
    assert outcome(mail(text=f"Hi {link}")) == ("quarantined", "unproved")


@pytest.mark.parametrize("change", [lambda mail_id: mail_id.strip("<>"), str.upper, lambda m: m.strip("<>").upper()])
def test_what_a_gateway_does_to_in_reply_to_is_followed(sent, change):
    assert outcome(mail(In_Reply_To=change(sent.mail_id))) == ("joined", "references")


def test_a_confirmed_alias_writes_as_the_person(ticket, sent):
    SenderAlias.objects.create(address="Hana@home.example", person=ticket.requester_email)
    row = receive(mail(sender="hana@home.example", to=sent.reply_to))
    assert (row.outcome, row.message.author_name) == ("joined", "Hanako Yamada")
    assert outcome(mail(sender="hana@home.example", mail_id="<2@x.example>", In_Reply_To=sent.mail_id))[0] == "joined"


def test_an_alias_of_somebody_else_stays_outside(ticket, sent):
    SenderAlias.objects.create(address="eve@example.com", person="olga@example.com")
    assert outcome(mail(sender="eve@example.com", to=sent.reply_to)) == ("quarantined", "forged_address")


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ("dmarc=fail", ("quarantined", "dmarc_failed")),
        ("spf=fail", ("quarantined", "spf_failed")),
        ("dmarc=none; spf=fail", ("quarantined", "spf_failed")),
        ("dmarc=none; spf=softfail", ("joined", "reply_address")),
        ("spf=fail; dkim=pass", ("joined", "reply_address")),
        ("dmarc=pass; spf=fail", ("joined", "reply_address")),
    ],
)
def test_a_spoofed_participant_never_joins(sent, settings, checks, expected):
    settings.TRUSTED_AUTHSERV_ID = ["mx.our.example"]
    assert outcome(mail(to=sent.reply_to, Authentication_Results=f"mx.our.example; {checks}")) == expected


def test_a_subject_alone_is_an_answer_when_it_is_theirs(ticket, sent):
    row = receive(mail(to=sent.reply_to, text="", subject="Thanks, it works!"))
    assert (row.outcome, row.message.body) == ("joined", "Thanks, it works!")


def test_our_subject_without_a_word_is_empty_and_keeps_its_ticket(ticket, sent):
    row = receive(mail(to=sent.reply_to, text="", subject=f"Re: {sent.subject}"))
    assert (row.outcome, row.reason, row.ticket) == ("quarantined", "empty", ticket)


# How a stranger tries to get onto the ticket whose mail they have seen; "{at}" is its owner's signed address.
FORGERIES = (
    {"to": "{at}"},
    {"In_Reply_To": "{id}"},
    {"References": "<a@b.example> {id}"},
    {"text": "> {link}"},
    {"to": "{at}", "In_Reply_To": "{id}", "text": "{link}"},
    {"subject": "Re: [{reference}] x"},
    {"sender": "hanako@example.com <eve{n}@evil.example>", "to": "{at}"},
    {"sender": '"hanako@example.com" <eve{n}@evil.example>', "In_Reply_To": "{id}"},
    {"sender": "hanako@example.com, eve{n}@evil.example", "to": "{at}"},
    {"sender": "hanako+x@example.com", "to": "{at}"},
    {"sender": "hanako@example.com.evil.example", "In_Reply_To": "{id}"},
    {"sender": "hanako@examp1e.com", "text": "{link}"},
    {"sender": "hanako@example.com", "to": "{cut}"},
    {"sender": "hanako@example.com", "to": "{other}"},
    {"sender": "hanako@example.com", "In_Reply_To": "{made_up}"},
)


def test_no_forgery_joins_over_a_thousand_threads(aki):
    """0 wrong joins: of each mail we know who wrote it and whether they ever were given what they show."""
    tickets = [open_ticket(requester_email=email) for email in ("hanako@example.com", "ken@example.com") * 2]
    sent = [row for ticket in tickets for row in OutgoingEmail.objects.filter(ticket=ticket)]
    chance, wrong, joined = random.Random(7), [], 0
    for number in range(1000):
        email = chance.choice(sent)
        mine = chance.random() < 0.2
        raw = _honest(email, chance) if mine else _forged(email, sent, number, chance)
        place = placing.find(parsing.parse(raw), raw)
        joined += mine and place.is_proved and place.ticket.pk == email.ticket_id
        wrong += [raw] if place.is_proved and not mine else []
        wrong += [raw] if mine and not (place.is_proved and place.ticket.pk == email.ticket_id) else []
    assert wrong == []
    assert joined > 150


def _honest(email, chance):
    ways = ({"to": email.reply_to}, {"In_Reply_To": email.mail_id}, {"References": f"<x@y.example> {email.mail_id}"})
    return mail(sender=f"Me <{email.to_email}>", **chance.choice(ways))


def _forged(email, sent, number, chance):
    victim = email.to_email
    other = threading.reply_address(
        email.ticket.reference, "mallory@evil.example", key=site.SECRET_KEY, support_address=site.SUPPORT_ADDRESS
    )
    facts = {
        "at": email.reply_to,
        "id": email.mail_id,
        "link": address_for(email.ticket, victim),
        "reference": email.ticket.reference,
        "cut": email.reply_to.replace("@", "x@"),
        "other": other,
        "made_up": f"<{email.ticket.reference.lower()}.{number}.{number:020x}@help.localhost>",
        "n": number,
    }
    tried = {"sender": "eve{n}@evil.example"} | dict(chance.choice(FORGERIES))
    filled = {name: value.format(**facts).replace("hanako@example.com", victim) for name, value in tried.items()}
    return mail(**filled)
