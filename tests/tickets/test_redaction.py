"""Words and files taken out of a case: everywhere they stand, for good, with a reason, by who may."""

import re
from email.message import EmailMessage

import pytest
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions, search_terms
from tickets.files import actions as stored
from tickets.files import storage
from tickets.mail import parsing
from tickets.models import (
    Attachment,
    IncomingEmail,
    OriginalMail,
    OutgoingEmail,
    ScheduledReply,
    StoredFile,
    Ticket,
    TicketTerms,
)
from tickets.redaction import actions as redaction
from tickets.redaction.raw_mail import NOTICE, without_file, without_words
from tickets.redaction.words import can_be_taken, without, without_in_markup
from tickets.refusals import TicketRefusedError
from tickets.replies.actions import keep_draft
from tickets.workflow import Event

WORDS = "passport <TK 1234567>"


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("My number is TK 12.", "tk 12", "My number is [redacted]."),
        ("TK\n> 12 and TK 12", "TK 12", "[redacted] and [redacted]"),
        ("TK 1 2", "TK 12", "TK 1 2"),
        ("旅券番号はTK12です", "TK12", "旅券番号は[redacted]です"),
        ("a.c abc", "a.c", "[redacted] abc"),
        ("nothing", "TK", "nothing"),
    ],
)
def test_what_is_left_of_a_text(text, words, left):
    assert without(text, words) == left


def test_markup_says_the_same_letters_otherwise():
    assert without_in_markup("<p>it&#x27;s &lt;me&gt;</p>", "it's <me>") == "<p>[redacted]</p>"
    assert without_in_markup("<p>it&#39;s</p>", "it's") == "<p>[redacted]</p>"


def test_what_can_be_taken():
    assert [can_be_taken(words) for words in ("", " x ", "redacted", "12")] == [False, False, False, True]


def test_a_raw_mail_loses_the_words_and_keeps_the_rest():
    raw = mail(text="My card: TK 12.\n\nBye.", subject="About TK 12")
    left = without_words(raw, "tk 12")
    read = parsing.parse(left)
    assert (read.subject, read.text) == ("About [redacted]", "My card: [redacted].\n\nBye.")
    assert read.mail_id == "<one@mail.example>"
    assert without_words(raw, "nowhere") is raw


def with_files(ticket):
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = (
        "hanako@example.com",
        ticket.emails.first().reply_to,
        "<f@x>",
    )
    message.set_content("See below.")
    message.add_attachment(b"first secret", maintype="application", subtype="pdf", filename="passport.pdf")
    message.add_attachment(b"second", maintype="application", subtype="pdf", filename="bill.pdf")
    return message.as_bytes()


@pytest.fixture
def told(db, aki):
    """A case that says the words wherever it can."""
    ticket = open_ticket(
        body=f"My {WORDS} is here",
        subject=f"About {WORDS}",
        transcript=({"author": "person", "text": f"It is {WORDS}", "at": ""},),
        proof={"Document": WORDS},
        locale="en",
    )
    receive(mail(to=ticket.emails.first().reply_to, text=f"Again: {WORDS}\n\n> {WORDS}", subject=f"Re: {WORDS}"))
    actions.reply(ticket=ticket, author=aki, body=f"Thank you for {WORDS}.")
    actions.add_note(ticket=ticket, author=aki, body=f"They sent {WORDS}")
    keep_draft(ticket=ticket, author=aki, body=f"I saw {WORDS}", is_note=False, now=timezone.now())
    ScheduledReply.objects.create(ticket=ticket, author=aki, body=f"Soon: {WORDS}", leaves_at=timezone.now())
    return ticket


def everything_of(ticket):
    """All that is stored of a case, as one text."""
    found = [ticket.subject, str(ticket.details), str(ticket.proof), str(ticket.transcript)]
    found += [f"{row.body} {row.quoted}" for row in ticket.messages.all()]
    found += [f"{row.subject} {row.body} {row.body_html}" for row in OutgoingEmail.objects.all()]
    found += [f"{row.subject} {row.text} {row.quoted}" for row in IncomingEmail.objects.all()]
    found += [bytes(row.content).decode() for row in OriginalMail.objects.all()]
    found += [row.body for row in (*ticket.drafts.all(), *ticket.scheduled.all())]
    found += [str(row.arguments) for row in ticket.events.all()]
    return "\n".join(found)


def test_the_words_go_from_everywhere_and_the_event_says_who_and_why(told, aki):
    assert everything_of(told).count("TK 1234567") >= 10
    redaction.redact_words(ticket=told, words=WORDS, reason=f"Not ours: {WORDS}", author=aki, now=timezone.now())
    told.refresh_from_db()
    left = everything_of(told)
    assert "1234567" not in left
    assert told.messages.first().body == "My [redacted] is here"
    assert told.proof[0]["value"] == "[redacted]"
    event = told.events.get(kind="redacted")
    assert (event.author, event.arguments) == (aki, {"what": "words", "reason": "Not ours: [redacted]"})
    assert not search_terms.terms("1234567") & set(TicketTerms.objects.get(ticket=told).terms)


def test_it_goes_through_the_whole_chain(told, aki):
    actions.check_proof(ticket=told, author=aki, verdicts={told.proof_lines()[0].name: True})
    actions.change_status(ticket=told, author=aki, event=Event.CLOSE)
    later = actions.add_customer_message(ticket=told, body="More", channel="email").ticket
    assert "1234567" in str(later.proof)
    redaction.redact_words(ticket=later, words=WORDS, reason="x", author=aki, now=timezone.now())
    assert "1234567" not in str(list(Ticket.objects.values_list("proof", "transcript", "subject")))


@pytest.mark.parametrize(
    ("words", "reason", "refusal"),
    [
        (WORDS, " ", "no_reason_to_redact"),
        ("x", "y", "words_too_short"),
        ("not there", "y", "words_nowhere"),
    ],
)
def test_what_is_refused(told, aki, words, reason, refusal):
    with pytest.raises(TicketRefusedError) as refused:
        redaction.redact_words(ticket=told, words=words, reason=reason, author=aki, now=timezone.now())
    assert refused.value.reason == refusal


def test_what_is_held_or_reported_stays_as_it_is(told, aki):
    report = open_ticket(body=WORDS, rule="compliance", reason="compliance", topic_kind="compliance")
    actions.hold(ticket=told, author=aki, held=True)
    for ticket in (told, report):
        with pytest.raises(TicketRefusedError) as refused:
            redaction.redact_words(ticket=ticket, words=WORDS, reason="x", author=aki, now=timezone.now())
        assert refused.value.reason == "held"
    assert WORDS in told.messages.first().body


def test_a_file_of_a_mail_goes_and_its_neighbour_stays(ticket, aki):
    receive(with_files(ticket))
    first = Attachment.objects.get(name="passport.pdf")
    redaction.redact_file(ticket=ticket, attachment=first, reason="Not ours.", author=aki, now=timezone.now())
    raw = bytes(OriginalMail.objects.get().content)
    assert parsing.attachment(raw, 0) == ("redacted.txt", NOTICE.encode())
    assert parsing.attachment(raw, 1) == ("bill.pdf", b"second")
    assert b"passport" not in raw
    first.refresh_from_db()
    assert (first.is_redacted, first.name, first.mail_part) == (True, "[redacted]", None)
    assert [file["name"] for file in IncomingEmail.objects.get().attachments] == ["[redacted]", "bill.pdf"]
    assert ticket.events.get(kind="redacted").arguments["what"] == "file"
    with pytest.raises(TicketRefusedError):
        redaction.redact_file(ticket=ticket, attachment=first, reason="x", author=aki, now=timezone.now())


def test_a_mail_that_has_no_such_file_is_a_notice():
    assert without_file(mail(), 3) == NOTICE.encode()


def test_a_stored_file_goes_with_its_bytes(aki, django_capture_on_commit_callbacks):
    stored.take_in(holder="ticket:x", name="passport.pdf", content=b"%PDF-1.4 secret %%EOF", now=timezone.now())
    ticket = open_ticket(files=stored.send_off(holder="ticket:x"))
    row = Attachment.objects.select_related("file").get()
    path = storage.path_of(row.file)
    assert storage.place().exists(path)
    with django_capture_on_commit_callbacks(execute=True):
        redaction.redact_file(ticket=ticket, attachment=row, reason="x", author=aki, now=timezone.now())
    assert not StoredFile.objects.exists()
    assert not storage.place().exists(path)


# --- the page ---


def page_of(ticket):
    return f"/admin/tickets/ticket/{ticket.reference}/redact/"


def test_a_lead_is_asked_twice_and_then_it_is_gone(lead, told):
    assert page_of(told) in lead.get(f"/admin/tickets/ticket/{told.reference}/change/").content.decode()
    form = {"words": WORDS, "reason": "A passport."}
    asked = lead.post(page_of(told), form)
    assert asked.status_code == 200
    assert "Nobody can undo this" in asked.content.decode()
    assert re.search(r"messages and notes: 4", asked.content.decode())
    assert WORDS in told.messages.first().body
    again = lead.post(page_of(told), form | {"again": "yes"}).content.decode()
    assert "TK 1234567" in again
    assert lead.post(page_of(told), form | {"sure": "yes"}).status_code == 302
    page = lead.get(f"/admin/tickets/ticket/{told.reference}/change/").content.decode()
    assert "1234567" not in page
    assert "Redacted for good (words): A passport." in page


def test_what_is_wrong_is_said_and_what_was_typed_stays(lead, told):
    answer = lead.post(page_of(told), {"words": WORDS, "reason": ""})
    assert (answer.status_code, "TK 1234567" in answer.content.decode()) == (422, True)
    assert lead.post(page_of(told), {"words": "x", "reason": "y"}).status_code == 422
    assert lead.post(page_of(told), {"words": "nowhere", "reason": "y"}).status_code == 409
    actions.hold(ticket=told, author=lead.user, held=True)
    held = lead.post(page_of(told), {"words": WORDS, "reason": "y", "sure": "yes"})
    assert (held.status_code, "legal hold" in held.content.decode()) == (409, True)


def test_agents_may_not_and_see_no_way_there(agent, told):
    assert agent.get(page_of(told)).status_code == 403
    assert agent.post(page_of(told), {"words": WORDS, "reason": "y", "sure": "yes"}).status_code == 403
    assert page_of(told) not in agent.get(f"/admin/tickets/ticket/{told.reference}/change/").content.decode()


def test_a_report_has_no_such_page_for_who_may_not_see_it(lead):
    report = open_ticket(rule="compliance", reason="compliance", topic_kind="compliance")
    assert lead.get(page_of(report)).status_code == 404
    assert cast.staff_browser(name="root", superuser=True).get(page_of(report)).status_code == 200
