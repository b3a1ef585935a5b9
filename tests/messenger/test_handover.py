"""The handover: a ticket, its reference and its receipt in one transaction, for those entitled alone."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import get_language

from accounts.actions import sign_in
from accounts.models import Customer
from accounts.sign_in.claims import Claims
from api.telling import data_of
from messenger.conversations.actions import handover
from messenger.conversations.flow import FlowRefusedError, Refusal
from messenger.models import Conversation, Topic
from tests import cast
from tests.messenger.steps import NOW, at, chatting, forwarded, proved
from tests.webhooks.conftest import make_endpoint
from tickets.models import Message as TicketMessage
from tickets.models import OutgoingEmail, Ticket
from webhooks.models import Delivery

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]


def handed_over(browser: cast.Browser, **more: str) -> Conversation:
    row = chatting(browser, **more)
    proved(row)
    return handover.hand_over(conversation=row, visitor=browser.visitor, now=NOW)


def test_the_ticket_has_its_reference_and_the_receipt_is_queued(pro: cast.Browser) -> None:
    row = handed_over(pro)
    ticket = Ticket.objects.get()
    assert (row.stage, row.ticket, ticket.topic) == ("handed_over", ticket, row.topic)
    receipt = OutgoingEmail.objects.get()
    assert receipt.to_email == "pro@example.com"
    assert ticket.reference in receipt.subject + receipt.body


def test_the_ticket_says_who_asked_which_rule_let_them_and_what_fin_said(pro: cast.Browser) -> None:
    handed_over(pro)
    ticket = Ticket.objects.get()
    assert (ticket.rule, ticket.reason, ticket.topic_kind) == ("individual_paid", "individual_paid", "general")
    assert (ticket.identity["plan"], ticket.identity["domain"]) == ("pro", "claude.localhost")
    assert [line["author"] for line in ticket.transcript] == ["person", "fin"]
    assert ticket.transcript[1]["citations"][0]["path"].startswith("/en/articles/9018020")


def test_another_domains_person_of_the_same_subject_reads_nothing_and_gets_no_mail(console_admin: cast.Browser) -> None:
    row = chatting(console_admin, topic="api")
    stranger = cast.browser()
    domain = cast.domain(host="other.localhost", product="console")
    claims = Claims("console_admin", "mallory@evil.example", "console", issued_at=NOW, expires_at=NOW, role="admin")
    _row, token = sign_in(visitor=stranger.visitor, domain=domain, claims=claims, now=timezone.now())
    stranger.cookies["visitor"] = token
    assert stranger.get(at(row)).status_code == 404
    console_admin.post(at(row, "hand-over"))
    assert OutgoingEmail.objects.get().to_email == Ticket.objects.get().requester_email == "console_admin@example.com"


def test_a_ticket_is_answered_at_the_address_of_the_visits_own_sign_in(pro: cast.Browser) -> None:
    pro.visitor.customer.email = "changed@example.com"
    pro.visitor.customer.save()
    handed_over(pro)
    assert Ticket.objects.get().requester_email == Ticket.objects.get().identity["email"] == "pro@example.com"


def test_the_sentence_about_forwarding_is_made_from_the_ticket(pro: cast.Browser) -> None:
    row = chatting(pro)
    assert "We have forwarded this" not in pro.get(at(row)).content.decode()
    pro.post(at(row, "not-solved"))
    assert pro.post(at(row, "hand-over")).status_code == 302
    page = pro.get(at(row)).content.decode()
    assert "We have forwarded this to our Product Support team." in page
    assert Ticket.objects.get().reference in page


def test_pressing_twice_makes_one_ticket(pro: cast.Browser) -> None:
    row = chatting(pro)
    pro.post(at(row, "hand-over"))
    pro.post(at(row, "hand-over"))
    assert Ticket.objects.count() == OutgoingEmail.objects.count() == 1


@pytest.mark.parametrize("person", ["team_member", "console_member", "free", "legacy_admin", ""])
def test_who_may_not_reach_people_gets_no_ticket_however_they_ask(person: str) -> None:
    browser = cast.browser(person="console_admin" if person == "legacy_admin" else person)
    row = chatting(browser, topic="other")
    if person == "legacy_admin":
        browser.visitor.domain = cast.domain(host="console.localhost")
        browser.visitor.save()
    response = browser.post(at(row, "hand-over"))
    assert response.status_code == 409
    assert not Ticket.objects.exists()
    assert not OutgoingEmail.objects.exists()


@pytest.fixture
def long_ago(pro: cast.Browser) -> Conversation:
    """A conversation of somebody whose plan was said two hours ago."""
    row = chatting(pro)
    pro.post(at(row, "not-solved"))
    Customer.objects.update(claims_at=timezone.now() - timedelta(hours=2))
    return row


def test_rights_of_hours_ago_open_no_ticket_and_the_page_has_a_way_to_renew_them(
    pro: cast.Browser, long_ago: Conversation
) -> None:
    response = pro.post(at(long_ago, "hand-over"))
    page = response.content.decode()
    assert response.status_code == 409
    assert (
        f'href="/en/sign-in/claude.localhost/?silent=1&amp;next=%2Fen%2Fmessenger%2Fc%2F{long_ago.reference}%2F"'
        in page
    )
    assert not Ticket.objects.exists()


def test_once_they_are_renewed_the_same_press_forwards(pro: cast.Browser, long_ago: Conversation) -> None:
    Customer.objects.update(claims_at=timezone.now())
    assert pro.post(at(long_ago, "hand-over")).status_code == 302
    assert Ticket.objects.exists()


def test_in_a_products_page_the_product_is_asked_again(long_ago: Conversation, pro: cast.Browser) -> None:
    headers = {"X-Visitor": pro.cookies["visitor"].value, "HX-Request": "true"}
    page = pro.post(at(long_ago, "hand-over"), headers=headers).content.decode()
    assert f'data-renew="/en/messenger/c/{long_ago.reference}/"' in page
    assert f'data-again="/en/messenger/c/{long_ago.reference}/hand-over"' in page
    assert "/sign-in/" not in page


def test_who_lost_their_plan_meanwhile_is_not_forwarded_from_an_older_visit(pro: cast.Browser) -> None:
    row = chatting(pro)
    Customer.objects.update(plan="free")
    assert pro.post(at(row, "hand-over")).status_code == 409
    assert not Ticket.objects.exists()


def test_the_writing_code_refuses_on_its_own(team_member: cast.Browser) -> None:
    with pytest.raises(FlowRefusedError) as refused:
        handed_over(team_member)
    assert refused.value.refusal == Refusal.NOT_ENTITLED


def test_somebody_locked_out_gets_a_ticket_with_the_proof_fields(locked_out: cast.Browser) -> None:
    handed_over(locked_out, topic="locked-out-subscription", text="I can't log in")
    ticket = Ticket.objects.get()
    assert ticket.rule == "locked_out"
    assert ticket.proof == [{"key": "account_email", "label": "Email", "value": "me@example.com", "choice": ""}]
    assert ticket.requester_email == "me@example.com"
    assert ticket.customer is None


def test_a_topic_that_was_deleted_leaves_no_hole_in_the_subject(pro: cast.Browser) -> None:
    row = chatting(pro)
    Topic.objects.get(slug="subscription").delete()
    handover.hand_over(conversation=row, visitor=pro.visitor, now=NOW)
    assert Ticket.objects.get().subject == "How do I cancel my subscription?"


def test_topic_and_question_are_parted_as_the_persons_language_parts_them(pro: cast.Browser, monkeypatch) -> None:
    monkeypatch.setattr(handover, "pgettext", lambda *_: f"<{get_language()}>")
    row = chatting(pro)
    Conversation.objects.update(locale="ja")
    row.refresh_from_db()
    handover.hand_over(conversation=row, visitor=pro.visitor, now=NOW)
    assert Ticket.objects.get().subject == f"{row.topic.label('ja')}<ja>How do I cancel my subscription?"


def test_when_the_receipt_cannot_be_queued_there_is_no_ticket_either(pro: cast.Browser, monkeypatch) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise DatabaseError("no")

    monkeypatch.setattr("tickets.actions.recording.queue", fails)
    row = chatting(pro)
    with pytest.raises(DatabaseError):
        handover.hand_over(conversation=row, visitor=pro.visitor, now=NOW)
    row.refresh_from_db()
    assert (row.stage, row.ticket) == ("chat", None)
    assert not Ticket.objects.exists()


def test_what_is_written_after_the_handover_joins_the_ticket_and_fin_is_silent(pro: cast.Browser) -> None:
    row = handed_over(pro)
    assert pro.post(at(row, "ask"), {"text": "one more detail"}).status_code == 302
    assert TicketMessage.objects.filter(kind="customer", body="one more detail").exists()
    assert row.messages.count() == 2
    assert "one more detail" in pro.get(at(row)).content.decode()


def test_a_staff_reply_shows_in_the_messenger_and_a_note_does_not(pro: cast.Browser) -> None:
    row = handed_over(pro)
    ticket, agent = Ticket.objects.get(), cast.staff()
    TicketMessage.objects.create(ticket=ticket, kind="reply", channel="admin", author=agent, body="We cancelled it.")
    TicketMessage.objects.create(ticket=ticket, kind="note", channel="admin", author=agent, body="looks fishy")
    page = pro.get(at(row)).content.decode()
    assert "We cancelled it." in page
    assert "looks fishy" not in page


def test_emails_come_in_another_language_if_one_wants_and_the_page_stays_in_its_own(pro: cast.Browser) -> None:
    row = forwarded(pro)
    assert "From now on" not in pro.get(at(row)).content.decode()
    answer = pro.post(at(row, "mail-language"), {"locale": "ja", "text": "Half a sen"}, follow=True)
    html = answer.content.decode()
    assert answer.redirect_chain == [(f"{at(row)}?mails=ja#mails", 302)], "without a script it comes into view"
    assert "From now on our emails about this come in 日本語." in html
    assert "Half a sen</textarea>" in html, "what stood in the composer still does"
    row.refresh_from_db()
    assert (row.ticket.locale, row.locale, row.ticket.events.get().kind) == ("ja", "en", "language")


def test_who_writes_a_language_that_no_page_has_gets_mail_in_it(pro: cast.Browser) -> None:
    row = handed_over(pro, text="Wie kann ich mein Abo kündigen? Ich finde die Schaltfläche nicht.")
    assert (row.locale, row.ticket.locale) == ("en", "de")
    receipt = OutgoingEmail.objects.get()
    assert "Wir haben Ihre Nachricht erhalten" in receipt.body
    assert row.ticket.topic_label == row.topic.label("en")


def test_nothing_but_an_own_ticket_has_a_language_of_emails(pro: cast.Browser, team_owner: cast.Browser) -> None:
    early, row = chatting(pro), forwarded(pro)
    assert "Emails about this come in" not in pro.get(at(early)).content.decode()
    assert pro.post(at(early, "mail-language"), {"locale": "ja"}).status_code == 409
    assert team_owner.post(at(row, "mail-language"), {"locale": "ja"}).status_code == 404
    assert pro.post(at(row, "mail-language"), {"locale": "tlh"})["Location"] == at(row)
    assert not row.ticket.events.exists()


def test_deleting_the_conversation_leaves_the_ticket(pro: cast.Browser) -> None:
    row = handed_over(pro)
    pro.post(at(row, "delete"))
    assert not Conversation.objects.exists()
    assert Ticket.objects.count() == 1


def test_a_legacy_sign_in_cannot_write_to_the_ticket_and_keeps_the_words(console_admin: cast.Browser) -> None:
    row = handed_over(console_admin, topic="api")
    console_admin.visitor.domain = cast.domain(host="console.localhost")
    console_admin.visitor.save()
    response = console_admin.post(at(row, "ask"), {"text": "words not to lose"})
    assert response.status_code == 409
    assert "words not to lose" in response.content.decode()
    assert "words not to lose" in console_admin.get(at(row)).content.decode()


def test_programs_that_listen_are_told_with_the_conversation(pro: cast.Browser) -> None:
    endpoint = make_endpoint(owner=cast.staff(groups=("leads",)), url="https://hooks.example/")
    row = handed_over(pro)
    told = data_of(endpoint, Delivery.objects.get(kind="conversation.handed_over"))
    assert told is not None
    assert (told["conversation"]["reference"], told["conversation"]["stage"]) == (row.reference, "handed_over")
    assert told["ticket"]["reference"] == told["conversation"]["ticket"] == Ticket.objects.get().reference
    endpoint.owner.user_permissions.clear()
    endpoint.owner.groups.clear()
    endpoint.owner = type(endpoint.owner).objects.get(pk=endpoint.owner.pk)
    assert data_of(endpoint, Delivery.objects.get(kind="conversation.handed_over")) is None
