"""No stage and no verb gets past the domain gate, and none can be skipped."""

import pytest

from accounts.models import Domain
from messenger.models import Conversation, Message
from tests import cast
from tests.messenger.steps import at, chatting, draft, forwarded
from tests.tickets.conftest import open_ticket
from tickets.models import Message as TicketMessage
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


# --- the gate, everywhere ---


@pytest.mark.parametrize("verb", ["agree", "topic", "details", "ask", "hand-over"])
def test_at_the_legacy_domain_no_verb_in_no_stage_sends_anything(verb: str, console_admin: cast.Browser) -> None:
    row = forwarded(console_admin, topic="other")
    legacy = cast.domain(host="console.localhost")
    console_admin.visitor.domain = legacy
    console_admin.visitor.save()
    said = Message.objects.count() + TicketMessage.objects.count() + Ticket.objects.count()
    for stage in ("draft", "topic", "details", "chat", "resolved", "handed_over"):
        Conversation.objects.update(stage=stage)
        assert console_admin.post(at(row, verb), {"text": "send me", "topic": "other"}).status_code == 409
    assert Message.objects.count() + TicketMessage.objects.count() + Ticket.objects.count() == said


@pytest.mark.parametrize("stage", ["draft", "topic", "details", "chat", "resolved", "handed_over"])
def test_what_the_gate_stops_shows_the_way_through_it_and_the_words(stage: str, console_admin: cast.Browser) -> None:
    row = forwarded(console_admin, topic="other")
    Conversation.objects.update(stage=stage)
    console_admin.visitor.domain = cast.domain(host="console.localhost")
    console_admin.visitor.save()
    page = console_admin.post(at(row, "ask"), {"text": "words not to lose"}).content.decode()
    if stage in {"resolved", "handed_over", "chat"}:
        assert "/en/sign-in/platform.localhost/?next=" in page
    assert "words not to lose" in page


def test_the_gate_stands_in_a_frame_too(reader: cast.Browser) -> None:
    visitor, token = cast.visitor(person="legacy_admin")
    headers = {"X-Visitor": token, "HX-Request": "true"}
    started = reader.post("/en/messenger/start", {"text": "typed"}, headers=headers)
    assert reader.post(started["Location"] + "agree", headers=headers).status_code == 409
    assert "typed" in reader.get(started["Location"], headers=headers).content.decode()
    assert visitor.conversations.get().stage == "draft"


def test_the_home_and_the_list_stay_open_at_the_legacy_domain(legacy_admin: cast.Browser) -> None:
    draft(legacy_admin)
    for path in ("", "conversations", "reach", "search?q=cancel"):
        assert legacy_admin.get(f"/en/messenger/{path}").status_code == 200


def test_a_domain_that_is_current_again_lets_through(legacy_admin: cast.Browser) -> None:
    row = draft(legacy_admin)
    Domain.objects.filter(host="console.localhost").update(status="current")
    assert legacy_admin.post(at(row, "agree")).status_code == 302


# --- stages cannot be skipped ---


@pytest.mark.parametrize(
    ("stage", "verb"),
    [
        ("draft", "details"),
        ("draft", "ask"),
        ("draft", "solved"),
        ("draft", "hand-over"),
        ("topic", "details"),
        ("topic", "ask"),
        ("topic", "hand-over"),
        ("details", "ask"),
        ("details", "hand-over"),
        ("resolved", "hand-over"),
        ("resolved", "not-solved"),
        ("handed_over", "agree"),
        ("handed_over", "topic"),
        ("handed_over", "details"),
        ("handed_over", "solved"),
        ("handed_over", "ask-again"),
    ],
)
def test_a_step_out_of_turn_changes_nothing(stage: str, verb: str, pro: cast.Browser) -> None:
    row = chatting(pro)
    ticket = open_ticket() if stage == "handed_over" else None
    Conversation.objects.update(stage=stage, ticket=ticket)
    response = pro.post(at(row, verb), {"text": "hello", "topic": "billing"})
    assert response.status_code == 409
    row.refresh_from_db()
    assert row.stage == stage
    assert list(Ticket.objects.all()) == ([ticket] if ticket else [])


def test_solved_and_then_not_solved_says_where_it_stands(pro: cast.Browser) -> None:
    row = chatting(pro)
    assert pro.post(at(row, "solved")).status_code == 302
    assert pro.post(at(row, "solved")).status_code == 302
    response = pro.post(at(row, "not-solved"))
    assert response.status_code == 409
    assert "This conversation has moved on" in response.content.decode()
