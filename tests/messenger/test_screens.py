"""What each screen shows in each state, and what a refusal leaves standing: nothing typed is lost."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from messenger.conversations.threads import thread, ticket_of
from messenger.models import Conversation
from tests import cast
from tests.messenger.steps import NOW, at, chatting, draft, forwarded, in_details, proved
from tickets import actions as ticket_actions
from tickets.models import Message as TicketMessage
from tickets.models import OutgoingEmail, Ticket
from tickets.workflow import Event

pytestmark = pytest.mark.django_db


# --- languages ---


def test_after_a_refused_step_the_language_switcher_stays_in_the_conversation(pro: cast.Browser) -> None:
    row = in_details(pro, "billing")
    page = pro.post(at(row, "details"), {"text": ""})
    assert page.status_code == 422
    assert f'<a href="{at(row, locale="ja")}" hreflang="ja"' in page.content.decode()


def test_verbs_stay_in_the_language_of_the_page_and_the_conversation_keeps_its_own(pro: cast.Browser) -> None:
    row = draft(pro, locale="en")
    response = pro.post(at(row, "agree", "ja"))
    assert response["Location"] == at(row, locale="ja")
    row.refresh_from_db()
    assert (row.locale, row.consent_locale) == ("en", "ja")


@pytest.mark.parametrize("verb", ["agree", "delete"])
def test_a_conversation_in_a_language_that_was_taken_away_still_works(verb: str, pro: cast.Browser) -> None:
    row = draft(pro)
    Conversation.objects.update(locale="tlh")
    assert pro.post(at(row, verb)).status_code == 302
    assert pro.get("/en/messenger/conversations").status_code == 200


def test_a_ticket_in_a_language_that_was_taken_away_is_opened_all_the_same(pro: cast.Browser) -> None:
    row = chatting(pro)
    Conversation.objects.update(locale="tlh")
    assert pro.post(at(row, "hand-over")).status_code == 302
    assert OutgoingEmail.objects.get().subject


# --- a refusal keeps what was typed ---


def test_a_refused_details_form_keeps_every_field(locked_out: cast.Browser, limit) -> None:
    limit("ask", network=1)
    for browser in (cast.browser(), locked_out):
        row = in_details(browser, "locked-out-deletion")
        fields = {"text": "help me", "field_account_email": "me@example.com", "field_organisation": "Acme & Co"}
        response = browser.post(at(row, "details"), fields)
    assert response.status_code == 429
    page = response.content.decode()
    assert "Acme &amp; Co" in page
    assert "me@example.com" in page
    assert "help me" in page


def test_words_that_were_refused_wait_in_the_composer_until_they_are_sent(pro: cast.Browser) -> None:
    row = chatting(pro, answered=False)
    pro.post(at(row, "ask"), {"text": "later then"})
    row.refresh_from_db()
    assert row.unsent == "later then"
    row.messages.filter(state="pending").update(state="ready")
    pro.post(at(row, "ask"), {"text": "later then"})
    row.refresh_from_db()
    assert row.unsent == ""


def test_a_card_number_reaches_the_team_hidden_and_is_told_beside_the_message(pro: cast.Browser) -> None:
    row = forwarded(pro)
    page = pro.post(at(row, "ask"), {"text": "Mine is 4242 4242 4242 4242"}, follow=True).content.decode()
    said = TicketMessage.objects.latest("pk")
    assert (said.body, said.masked) == ("Mine is [card number ••••4242]", ["card"])
    assert page.count("We hid a card number in your text") == 1


# --- the ticket ---


def test_a_ticket_is_not_deleted_under_its_conversation(pro: cast.Browser) -> None:
    forwarded(pro)
    with pytest.raises(ProtectedError):
        Ticket.objects.all().delete()


def test_two_conversations_never_share_a_ticket(pro: cast.Browser, free: cast.Browser) -> None:
    ticket, other = forwarded(pro).ticket, chatting(free)
    with pytest.raises(IntegrityError, match="messenger_one_conversation_per_ticket"), transaction.atomic():
        Conversation.objects.filter(pk=other.pk).update(ticket=ticket)


def test_a_follow_up_by_mail_goes_on_in_the_conversation(pro: cast.Browser) -> None:
    row = forwarded(pro)
    ticket_actions.change_status(ticket=row.ticket, author=cast.staff(), event=Event.CLOSE)
    later = ticket_actions.add_customer_message(ticket=row.ticket, body="It is back.", channel="email").ticket
    page = pro.get(at(row)).content.decode()
    assert "It is back." in page
    assert later.reference in page
    assert later.reference in pro.get("/en/messenger/conversations").content.decode()


def test_proof_fields_of_the_same_name_stay_apart(locked_out: cast.Browser) -> None:
    row = chatting(locked_out, topic="locked-out-subscription")
    rows = [
        {"key": "account_email", "label": "Email", "value": "a@example.com", "proof": True},
        {"key": "other_email", "label": "Email", "value": "b@example.com", "proof": True},
    ]
    Conversation.objects.update(details={"rows": rows})
    proved(row, "a@example.com")
    locked_out.post(at(row, "hand-over"))
    assert [line["value"] for line in Ticket.objects.get().proof] == ["a@example.com", "b@example.com"]


def test_without_an_address_to_answer_to_there_is_no_ticket(locked_out: cast.Browser) -> None:
    row = chatting(locked_out, topic="locked-out-subscription")
    Conversation.objects.update(details={"rows": []})
    assert locked_out.post(at(row, "hand-over")).status_code == 409
    assert not Ticket.objects.exists()


def test_answers_go_to_the_contact_address_when_one_was_given(locked_out: cast.Browser) -> None:
    row = chatting(locked_out, topic="locked-out-subscription")
    rows = [
        {"key": "account_email", "label": "Email", "value": "old@example.com", "proof": True},
        {"key": "contact_email", "label": "Contact", "value": "new@example.com", "proof": False},
    ]
    Conversation.objects.update(details={"rows": rows})
    proved(row, "new@example.com")
    locked_out.post(at(row, "hand-over"))
    assert Ticket.objects.get().requester_email == "new@example.com"


# --- the thread ---


def test_the_thread_goes_on_with_the_ticket_and_leaves_its_opening_out(pro: cast.Browser) -> None:
    row = forwarded(pro)
    ticket = ticket_of(row)
    TicketMessage.objects.create(ticket=ticket, kind="reply", channel="admin", author=cast.staff(), body="Done.")
    entries = thread(row, NOW)
    assert [entry.author for entry in entries] == ["person", "fin", "event", "team"]
    assert entries[-1].text == "Done."
    assert len({entry.key for entry in entries}) == 4


def asked(browser: cast.Browser, path: str) -> int:
    """How many questions a page asks of the database."""
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


def test_the_thread_costs_the_same_however_much_was_said(pro: cast.Browser) -> None:
    row, counts = forwarded(pro), []
    for number in range(1, 31):
        ticket_actions.add_customer_message(ticket=row.ticket, body="And then", channel="messenger")
        if number in {3, 30}:
            counts.append(asked(pro, at(row, "thread")))
    assert counts[0] == counts[1]


def test_the_list_costs_the_same_however_many_conversations_there_are(pro: cast.Browser) -> None:
    counts = []
    for number in range(1, 7):
        forwarded(pro)
        if number in {1, 6}:
            counts.append(asked(pro, "/en/messenger/conversations"))
    assert counts[0] == counts[1]


def test_the_thread_and_the_transcript_say_the_day_and_the_offset(pro: cast.Browser) -> None:
    row = chatting(pro, now=NOW)
    page = pro.get(at(row)).content.decode()
    assert '<time datetime="2026-11-20T09:00:00+00:00" data-time="day">Nov. 20, 2026 (UTC)</time>' in page
    assert '<time datetime="2026-11-20T09:00:00+00:00" data-time="time">09:00 UTC</time>' in page
    assert "[2026-11-20 09:00 +0000]" in pro.get(at(row, "transcript.txt")).content.decode()


def test_a_conversation_without_a_ticket_has_none(pro: cast.Browser) -> None:
    assert ticket_of(chatting(pro)) is None


@pytest.mark.parametrize("path", ["", "conversations", "reach", "search?q=x", "embed"])
def test_pages_refuse_to_be_posted_to(path: str, reader: cast.Browser) -> None:
    assert reader.post(f"/en/messenger/{path}").status_code == 405


# --- what a request costs and survives ---


@pytest.mark.parametrize("path", ["", "conversations", "reach", "row", "row/thread"])
def test_a_page_asks_once_who_is_there(path: str, pro: cast.Browser, django_assert_max_num_queries) -> None:
    row = chatting(pro)
    address = at(row, path.removeprefix("row").lstrip("/")) if path.startswith("row") else f"/en/messenger/{path}"
    with django_assert_max_num_queries(20) as asked:
        assert pro.get(address).status_code == 200
    assert sum('token_digest" = ' in each["sql"] for each in asked.captured_queries) == 1


@pytest.mark.parametrize("current", ["http://[", "http://[::1", "//", "http://help.localhost:8000/en/?from=%00"])
def test_a_page_that_stands_at_no_address_is_answered_all_the_same(current: str, pro: cast.Browser) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": current}
    assert pro.get("/en/messenger/", headers=headers).status_code == 200


def test_a_refusal_of_what_was_deleted_meanwhile_says_so(pro: cast.Browser, monkeypatch) -> None:
    row = chatting(pro, answered=False)
    monkeypatch.setattr(
        "messenger.conversations.views.own.actions.keep_unsent", lambda **_: Conversation.objects.get(pk=0)
    )
    missing = pro.post(at(row, "ask"), {"text": "an hour of work"})
    assert missing.status_code == 404
    assert "an hour of work</textarea>" in missing.content.decode()
