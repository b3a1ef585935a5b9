"""Conversations at every step, made the quick way, and the addresses of their verbs."""

from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone

from messenger.conversations import actions
from messenger.fin import actions as fin_actions
from messenger.models import ContactCode, Conversation, Message, Topic
from tests import cast
from tickets import actions as ticket_actions

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def at(row: Conversation, verb: str = "", locale: str = "en") -> str:
    """The address of the conversation, or of one of its verbs."""
    return f"/{locale}/messenger/c/{row.reference}/{verb}"


def draft(browser: cast.Browser, *, text: str = "How do I cancel my subscription?", locale: str = "en") -> Conversation:
    """A conversation that isn't sent yet."""
    return actions.start(visitor=browser.visitor, locale=locale, text=text, now=NOW)


def chatting(
    browser: cast.Browser,
    *,
    topic: str = "subscription",
    answered: bool = True,
    now: datetime | None = None,
    **more: str,
) -> Conversation:
    """A conversation that Fin has answered, or is about to."""
    row = draft(browser, **more)
    who = {"conversation": row, "visitor": browser.visitor, "now": now or timezone.now()}
    actions.agree(**who, locale=row.locale)
    if actions.choose_topic(**who, topic=Topic.objects.get(slug=topic)).stage == "steps":
        actions.ask_fin_first(**who)
    rows = [{"key": "account_email", "label": "Email", "value": "me@example.com", "proof": True}]
    row = actions.give_details(**who, text=row.text, rows=rows if topic.startswith("locked-out") else [])
    if answered:
        answer(row)
    return row


def taken_up() -> None:
    """Every job is in the hands of a worker, which was killed over it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")


def answer(row: Conversation) -> Message:
    """Lets the worker's task write the answer that waits."""
    waiting = row.messages.get(state=Message.State.PENDING)
    fin_actions.answer(message_id=waiting.pk)
    waiting.refresh_from_db()
    return waiting


def in_details(browser: cast.Browser, topic: str) -> Conversation:
    """A conversation whose topic is chosen, pressed through the pages."""
    row = draft(browser)
    browser.post(at(row, "agree"))
    browser.post(at(row, "topic"), {"topic": topic})
    row.refresh_from_db()
    return row


def replied(row: Conversation, body: str = "Done.", **more: bool) -> None:
    """The team answers on the conversation's ticket."""
    ticket_actions.reply(ticket=row.ticket, author=cast.staff(), body=body, **more)


def proved(row: Conversation, email: str = "me@example.com") -> None:
    """Somebody who reads mail at the address has typed in its code."""
    ContactCode.objects.create(conversation=row, email=email, proved_at=NOW)


def forwarded(browser: cast.Browser, **more: str) -> Conversation:
    """A conversation that became a ticket, pressed through the page."""
    row = chatting(browser, **more)
    proved(row)
    browser.post(at(row, "hand-over"))
    row.refresh_from_db()
    return row
