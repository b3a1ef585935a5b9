"""The code that proves a contact address: asked for, sent by mail, typed in, and then the ticket."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from messenger.conversations.actions import codes, sending_codes
from messenger.conversations.contact_codes import MOST_TRIES
from messenger.conversations.refusals import REFUSALS
from messenger.models import ContactCode, Conversation
from tests import cast
from tests.messenger.steps import at, chatting
from tickets.models import OutgoingEmail, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]
NEW = "new@example.com"


@pytest.fixture
def row(locked_out: cast.Browser) -> Conversation:
    """Fin's answer didn't help somebody who can't log in."""
    row = chatting(locked_out, topic="locked-out-export")
    locked_out.post(at(row, "not-solved"))
    return row


def sent() -> str:
    """Lets the worker send what was asked for last; the code in the mail."""
    code = ContactCode.objects.get()
    sending_codes.send(code_id=code.pk, code_round=code.round, now=timezone.now())
    found = re.search(r"\b[0-9]{6}\b", mail.outbox[-1].body)
    assert found
    return found[0]


def asked(browser: cast.Browser, row: Conversation, email: str = NEW) -> str:
    browser.post(at(row, "ask-code"), {"contact_email": email})
    return sent()


def typed(browser: cast.Browser, row: Conversation, code: str):
    return browser.post(at(row, "type-code"), {"code": code})


def wrong(code: str) -> str:
    return code[:-1] + str((int(code[-1]) + 1) % 10)


def test_the_right_code_opens_the_ticket_and_answers_go_to_the_proved_address(
    locked_out: cast.Browser, row: Conversation
) -> None:
    assert "Where shall we answer?" in locked_out.get(at(row)).content.decode()
    code = asked(locked_out, row)
    assert not Ticket.objects.exists()
    assert not OutgoingEmail.objects.exists()
    assert typed(locked_out, row, f" {code[:3]} {code[3:]}").status_code == 302
    assert Ticket.objects.get().requester_email == OutgoingEmail.objects.get(kind="receipt").to_email == NEW


def test_without_a_proved_address_nobody_is_forwarded(locked_out: cast.Browser, row: Conversation) -> None:
    refused = locked_out.post(at(row, "hand-over"))
    assert refused.status_code == 409
    assert str(REFUSALS["address_not_proved"]) in refused.content.decode()
    assert not Ticket.objects.exists()


def test_a_code_proves_the_address_it_was_sent_to_and_no_other(locked_out: cast.Browser, row: Conversation) -> None:
    code = asked(locked_out, row)
    locked_out.post(at(row, "ask-code"), {"contact_email": "victim@example.com"})
    assert typed(locked_out, row, code).status_code == 422
    assert not Ticket.objects.exists()


def test_the_mail_is_in_the_persons_language_and_has_nothing_that_they_typed(locked_out: cast.Browser) -> None:
    row = chatting(locked_out, topic="locked-out-export", text="Buy at evil.example", locale="ja")
    codes.ask(conversation=row, visitor=locked_out.visitor, email=NEW, now=timezone.now())
    sent()
    [letter] = mail.outbox
    assert letter.to == [NEW]
    assert "evil.example" not in f"{letter.subject} {letter.body} {letter.alternatives[0]}"
    assert 'lang="ja"' in letter.alternatives[0].content
    assert "/ja/" in letter.body


def test_the_database_keeps_no_code_anywhere(locked_out: cast.Browser, row: Conversation) -> None:
    code = asked(locked_out, row)
    kept = ContactCode.objects.get()
    jobs = str(list(ProcrastinateJob.objects.values_list("args", flat=True)))
    assert code not in f"{kept.digest} {kept.email} {jobs}"
    assert kept.matches(code)


def test_after_five_wrong_ones_not_even_the_right_one_is_taken(locked_out: cast.Browser, row: Conversation) -> None:
    code = asked(locked_out, row)
    for _try in range(MOST_TRIES):
        assert typed(locked_out, row, wrong(code)).status_code == 422
    assert typed(locked_out, row, code).status_code == 422
    assert typed(locked_out, row, asked(locked_out, row)).status_code == 302


def test_a_code_runs_out(locked_out: cast.Browser, row: Conversation) -> None:
    code = asked(locked_out, row)
    ContactCode.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert "has run out" in typed(locked_out, row, code).content.decode()


def test_a_new_code_ends_the_one_before(locked_out: cast.Browser, row: Conversation) -> None:
    first, second = asked(locked_out, row), asked(locked_out, row)
    assert typed(locked_out, row, first).status_code == (302 if first == second else 422)
    assert typed(locked_out, row, second).status_code == 302


def test_a_job_of_an_earlier_round_sends_nothing(locked_out: cast.Browser, row: Conversation) -> None:
    asked(locked_out, row)
    code = ContactCode.objects.get()
    sending_codes.send(code_id=code.pk, code_round=code.round - 1, now=timezone.now())
    assert len(mail.outbox) == 1


def test_another_tab_and_a_second_press_find_where_it_stands(locked_out: cast.Browser, row: Conversation) -> None:
    code = asked(locked_out, row)
    assert 'autocomplete="one-time-code"' in locked_out.get(at(row)).content.decode()
    typed(locked_out, row, code)
    assert typed(locked_out, row, code).status_code == 302
    assert Ticket.objects.count() == 1


def test_codes_have_a_limit_for_each_address_whoever_asks(pro: cast.Browser, limit) -> None:
    limit("code", address=1)
    for browser, answer in ((pro, 302), (cast.browser(), 429)):
        row = chatting(browser, topic="locked-out-export")
        assert browser.post(at(row, "ask-code"), {"contact_email": NEW.upper()}).status_code == answer


def test_an_address_that_is_none_is_refused_beside_its_field(locked_out: cast.Browser, row: Conversation) -> None:
    page = locked_out.post(at(row, "ask-code"), {"contact_email": "no address", "text": "and this"})
    assert page.status_code == 422
    assert 'value="no address"' in page.content.decode()
    assert "id_contact_email_error" in page.content.decode()
    assert not ContactCode.objects.exists()


def test_who_needs_no_proof_is_sent_no_code(pro: cast.Browser) -> None:
    row = chatting(pro)
    assert pro.post(at(row, "ask-code"), {"contact_email": NEW}).status_code == 409
    assert not ContactCode.objects.exists()
