"""What the messenger's home shows: whom it greets, what runs, what fits the page they came from. Reads only."""

from typing import Any

from django.http import HttpRequest

from accounts.entitlements import TopicKind
from accounts.models import Visitor
from accounts.speakers import spoken_for
from messenger.access import support_of, topics_for
from messenger.conversations import flow
from messenger.conversations.forms import StartForm
from messenger.conversations.unread import unread_of
from messenger.home.recommended import articles_for, likely_topics
from messenger.models import TEXT_LIMIT, Conversation, Topic
from messenger.naming import reason_of
from messenger.pages import return_path

# More than these are “many”.
_MOST_UNREAD = 20
_MOST_RECENT = 10


def home_context(
    request: HttpRequest, visitor: Visitor | None, locale: str, form: StartForm, **more: Any
) -> dict[str, Any]:
    """For `home.html`, with the form as it was typed into."""
    recent = list(Conversation.objects.visible_to(visitor).started().with_ticket_status().newest_first()[:_MOST_RECENT])
    unread = list(unread_of(visitor).with_ticket_status().select_related("topic")[:_MOST_UNREAD])
    topics = [topic for topic in topics_for(visitor) if topic.kind != TopicKind.CANT_LOG_IN]
    signed_in = visitor is not None and visitor.customer_id is not None
    page = return_path(request)
    support = support_of(visitor)
    draft = next((row for row in recent if row.stage == flow.Stage.DRAFT), None)
    brought = _brought(request)
    return {
        "visitor": visitor,
        "form": form,
        "draft": draft,
        "brought": brought,
        "typed_query": request.GET.get("q", "")[:200],
        "typed": _together(draft.text if draft else "", brought),
        "running": unread[0] if unread else next((row for row in recent if row.is_running), None),
        "unread": len(unread),
        "speaks_for": spoken_for(visitor),
        "topics": likely_topics(topics, page),
        "has_enterprise_form": support.enterprise_form.open,
        "reason": reason_of(support),
        "articles": articles_for(page, locale, topics=topics if signed_in else ()),
        **more,
    }


def draft_of(visitor: Visitor | None) -> Conversation | None:
    """What was typed and is in no conversation yet, which the next one takes up."""
    return Conversation.objects.visible_to(visitor).filter(stage=flow.Stage.DRAFT).newest_first().first()


def _brought(request: HttpRequest) -> str:
    """Words for the message that a link brings, as from a search without the right hit."""
    return request.GET.get("text", "").replace("\0", "").strip()[:TEXT_LIMIT]


def _together(typed: str, brought: str) -> str:
    """Both, what was typed first; the same words not twice, and past the room for a message what was typed alone."""
    both = "\n\n".join(filter(None, (typed.rstrip(), brought)))
    return typed if not brought or brought in typed or len(both) > TEXT_LIMIT else both


def ways_in(visitor: Visitor | None) -> list[Topic]:
    """The topics for who can't log in to an account, also for who is logged in with another."""
    return [topic for topic in topics_for(visitor) if topic.kind == TopicKind.CANT_LOG_IN]
