"""What the visitor before us may do here: asks the entitlements, and picks the topics that follow from the answer.

Each question has a form about values, which the staff's dry run asks, and one about the visitor, which calls it.
"""

from dataclasses import dataclass, replace

from django.utils import timezone

from accounts.audiences import left_out
from accounts.entitlements import CLOSED, Support, TopicKind, support_for
from accounts.identity import AuthenticationDomain, Identity
from accounts.models import Visitor
from messenger.fin.setup import reading
from messenger.models import CONSENT_WITHOUT_FIN, Conversation, Topic, TopicField


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as values; nobody, and a visit that never logged in, have neither."""

    identity: Identity | None = None
    domain: AuthenticationDomain | None = None

    def support(self, kind: TopicKind = TopicKind.GENERAL) -> Support:
        """The entitlements' answer; only whether Fin answers them at all is the staff's to say."""
        support = support_for(self.identity, self.domain, kind)
        return support if self.has_fin() or not support.fin.open else replace(support, fin=CLOSED)

    def has_fin(self) -> bool:
        """Whether staff have Fin on for them."""
        return reading.current().answers(self.identity, self.domain)

    def may_pick(self, topic: Topic) -> bool:
        """Whether the topic is switched on and for them."""
        return topic.active and left_out(topic.audience(), self.identity, self.domain) is None

    def topics(self) -> list[Topic]:
        """What the picker offers, in the order of staff."""
        return [topic for topic in Topic.objects.offered() if self.may_pick(topic)]

    def fields(self, topic: Topic) -> list[TopicField]:
        """What the topic asks, with the words: who a member is, only of those who may write for one."""
        rows = list(topic.fields.prefetch_related("texts"))
        if self.support(topic.entitled_kind).on_behalf.open:
            return rows
        return [row for row in rows if not row.on_behalf]


def asker(visitor: Visitor | None) -> Asker:
    """The visitor as values."""
    if visitor is None or visitor.domain is None:
        return Asker()
    return Asker(visitor.identity(), visitor.domain.as_value())


def support_of(visitor: Visitor | None, kind: TopicKind = TopicKind.GENERAL) -> Support:
    """The entitlements' answer for this visitor; nobody, and a visit that never signed in, count as not signed in."""
    who = asker(visitor)
    if visitor is not None and who.identity is not None and kind == TopicKind.BILLING:
        # Asked for where it counts, as every page asks for something.
        keeps = visitor.bills_until(timezone.now()) is not None
        who = replace(who, identity=replace(who.identity, keeps_billing=keeps))
    return who.support(kind)


def has_fin(visitor: Visitor | None, row: Conversation) -> bool:
    """Whether Fin answers this visitor in this conversation: not where they agreed to one without a bot."""
    return asker(visitor).has_fin() and row.consent_version != CONSENT_WITHOUT_FIN


def topics_for(visitor: Visitor | None) -> list[Topic]:
    """The topics that the picker may offer."""
    return asker(visitor).topics()


def topic_for(visitor: Visitor | None, slug: str) -> Topic | None:
    """The topic, if it is one of theirs."""
    topic = Topic.objects.filter(slug=slug).first()
    return topic if topic and asker(visitor).may_pick(topic) else None


def fields_for(visitor: Visitor | None, topic: Topic) -> list[TopicField]:
    """What the topic asks of this visitor."""
    return asker(visitor).fields(topic)
