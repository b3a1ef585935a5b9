"""What somebody of a product, plan and role would be shown: a dry run over the same functions. Reads only.

A stand-in is no visit: it has no row and no token, so nothing that writes would take it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.utils.translation import get_language

from accounts.audiences import LeftOut, left_out
from accounts.entitlements import Channel, Support, TopicKind
from accounts.former import KEPT_FOR
from accounts.identity import Identity
from accounts.models import Domain, Visitor
from messenger.access import Asker, asker, topics_for
from messenger.conversations import flow, self_service
from messenger.conversations.actions.consenting import version_for
from messenger.conversations.files import Picker
from messenger.conversations.flow import Event, Onward, Stage
from messenger.conversations.forms import DetailsForm, ForWhomForm, MessageForm, StartForm
from messenger.conversations.screens import gate_context, steps_context, topic_context
from messenger.home.reach import reach_context
from messenger.home.recommended import articles_for, likely_topics
from messenger.models import Conversation, Topic
from messenger.naming import reason_of

_ADDRESS = "someone@example.com"
_REFERENCE = "see-as"


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody as the pages read them; without a domain nobody is logged in."""

    domain: Domain | None = None
    plan: str = ""
    role: str = ""
    support_contact: bool = False
    ended_lately: bool = False
    email: str = _ADDRESS

    @property
    def customer(self) -> str | None:
        return self.email if self.domain else None

    @property
    def customer_id(self) -> None:
        """No customer's row is behind it."""
        return

    def bills_until(self, now: datetime) -> datetime | None:
        """As if what they had had ended today."""
        return now + KEPT_FOR if self.ended_lately and self.domain else None

    def identity(self) -> Identity | None:
        if self.domain is None:
            return None
        return Identity(
            subject=_REFERENCE,
            email=self.email,
            product=self.domain.product,
            plan=self.plan,
            role=self.role,
            support_contact=self.support_contact,
            keeps_billing=self.ended_lately,
        )

    def as_visitor(self) -> Visitor:
        """For what reads a visitor."""
        return cast(Visitor, self)


@dataclass(frozen=True, slots=True)
class SeenTopic:
    """One topic for this person: why it isn't offered, or what follows when it is chosen."""

    topic: Topic
    left_out: LeftOut | None
    rule: str
    reason: str
    steps_first: bool
    onward: Onward | None


def seen_topics(person: StandIn) -> list[SeenTopic]:
    """Every topic that is switched on, those that they are offered first."""
    who = asker(person.as_visitor())
    seen = [_seen(topic, who) for topic in Topic.objects.offered()]
    return sorted(seen, key=lambda each: each.left_out is not None)


def _seen(topic: Topic, who: Asker) -> SeenTopic:
    support = who.support(topic.entitled_kind)
    there = self_service.is_there(topic, get_language() or "en")
    event = flow.choosing(support, wanted=topic.steps_first, there=there)
    return SeenTopic(
        topic=topic,
        left_out=left_out(topic.audience(), who.identity, who.domain),
        rule=str(support.rule),
        reason=reason_of(support),
        steps_first=event == Event.CHOOSE_TOPIC_WITH_STEPS,
        onward=flow.way_onward(support, tried_self_service=False),
    )


def channels(support: Support) -> list[tuple[str, Channel]]:
    """Every way to support by name, and whether it is open."""
    names = ("docs", "search", "fin", "human", "enterprise_form", "on_behalf", "ask_owner", "compliance")
    return [(name, getattr(support, name)) for name in names]


def screens(person: StandIn, topic: Topic | None) -> dict[str, Callable[[], dict[str, Any]]]:
    """The screens that this person passes, in order: the template's name, and what makes its context."""
    visitor = person.as_visitor()
    support = asker(visitor).support(topic.entitled_kind if topic else TopicKind.GENERAL)
    found: dict[str, Callable[[], dict[str, Any]]] = {"home": lambda: _home(visitor)}
    closed = flow.gate(support)
    if not closed.open:
        return {
            **found,
            "gate": lambda: gate_context(visitor, closed.successor) | _row(visitor, topic),
            "reach": lambda: reach_context(visitor),
        }
    found["consent"] = lambda: {**_row(visitor, topic), "consent_version": version_for(visitor), "agreed": False}
    found["topic"] = lambda: {**_row(visitor, None), **topic_context(visitor, about_login=False)}
    if topic is not None:
        seen = _seen(topic, asker(visitor))
        if seen.steps_first:
            found["steps"] = lambda: {**_row(visitor, topic), **steps_context(visitor, topic)}
        found["details"] = lambda: {**_row(visitor, topic), "form": DetailsForm(topic=topic, visitor=visitor)}
        found["chat"] = lambda: {**_row(visitor, topic), **_chat(person, support)}
    return {**found, "reach": lambda: reach_context(visitor)}


def _home(visitor: Visitor) -> dict[str, Any]:
    topics = [topic for topic in topics_for(visitor) if topic.kind != TopicKind.CANT_LOG_IN]
    articles = articles_for("", get_language() or "en", topics=topics if visitor.customer else ())
    return {
        "visitor": visitor,
        "form": StartForm(),
        "topics": likely_topics(topics, ""),
        "articles": articles,
        "reason": reason_of(asker(visitor).support()),
    }


def _row(visitor: Visitor, topic: Topic | None) -> dict[str, Any]:
    """A conversation that isn't one: no row, and no text."""
    row = Conversation(reference=_REFERENCE, locale=get_language() or "en", topic=topic, stage=Stage.CHAT)
    return {"visitor": visitor, "conversation": row, "files": Picker(row), "next": ""}


def _chat(person: StandIn, support: Support) -> dict[str, Any]:
    """After Fin's answer didn't help."""
    return {
        "support": support,
        "reason": reason_of(support),
        "onward": flow.way_onward(support, tried_self_service=False),
        "for_whom": ForWhomForm(initial={"written_for": ForWhomForm.ME}) if support.on_behalf.open else None,
        "needs_admin": support.human.need == "ask_admin",
        "contact_email": person.email,
        "form": MessageForm(),
    }
