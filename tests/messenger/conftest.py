"""A few articles, the shipped topics, and conversations at every step."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from helpcenter.actions import place_article, publish_collection, publish_translation
from messenger import actions, tasks
from messenger.models import Conversation, Message, Topic
from tests import cast

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

ARTICLES = {
    9018020: {
        "en": (
            "Cancel your subscription",
            "You can cancel your subscription at any time.\n\n## On the web\n\nOpen Settings.",
        ),
        "ja": ("サブスクリプションを解約する", "いつでも解約できます。\n\n## Web で解約する\n\n設定を開きます。"),
    },
    9017027: {
        "en": ("Delete your account", "Deleting your account is final.\n\n## Steps\n\nOpen Settings, then Account.")
    },
    9015934: {"en": ("Ask an owner to contact support", "Owners can write for you.")},
    9015941: {"en": ("Get support when you cannot log in", "See [Cancel](article:9018020).")},
}


@pytest.fixture(autouse=True)
def topics(db: None) -> None:
    call_command("load_topics", verbosity=0)


@pytest.fixture
def articles(db: None) -> None:
    for locale in ("en", "ja"):
        publish_collection(number=1, locale=locale, slug="all", title="All", description="", order=1, icon="lifebuoy")
    for number, languages in ARTICLES.items():
        article = place_article(number=number, collection=1, related=[], featured=False, source_locale="en")
        for locale, (title, body) in languages.items():
            publish_translation(
                article=article,
                locale=locale,
                slug="an-article",
                title=title,
                summary="",
                keywords=[],
                body_markdown=body,
                updated_at=date(2026, 11, 1),
                now=timezone.now(),
            )


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
    at = {"conversation": row, "visitor": browser.visitor, "now": now or timezone.now()}
    actions.agree(**at, locale=row.locale)
    actions.choose_topic(**at, topic=Topic.objects.get(slug=topic))
    rows = [{"key": "account_email", "label": "Email", "value": "me@example.com", "proof": True}]
    row = actions.give_details(**at, text=row.text, rows=rows if topic.startswith("locked-out") else [])
    if answered:
        answer(row)
    return row


def answer(row: Conversation) -> Message:
    """Lets the worker's task write the answer that waits."""
    waiting = row.messages.get(state=Message.State.PENDING)
    tasks.answer(message_id=waiting.pk)
    waiting.refresh_from_db()
    return waiting
