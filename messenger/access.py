"""What the visitor before us may do here: asks the entitlements, and picks the topics that follow from the answer."""

from accounts.entitlements import Support, TopicKind, support_for
from accounts.models import Visitor
from messenger.models import Topic, TopicField, TopicQuerySet


def support_of(visitor: Visitor | None, kind: TopicKind = TopicKind.GENERAL) -> Support:
    """The entitlements' answer for this visitor; nobody, and a visit that never signed in, count as not signed in."""
    if visitor is None or visitor.domain is None:
        return support_for(None, None, kind)
    return support_for(visitor.identity(), visitor.domain.as_value(), kind)


def topics_for(visitor: Visitor | None) -> TopicQuerySet:
    """The topics that the picker may offer: those of the person's product, and the ways in for who can't log in.

    The ways in are everybody's: somebody signed in here may have lost another account, whatever product it is of.
    """
    offered = Topic.objects.offered()
    if visitor is None or visitor.domain is None:
        return offered.filter(kind__in=[TopicKind.GENERAL, TopicKind.CANT_LOG_IN])
    return offered.for_product(visitor.domain.product)


def fields_for(visitor: Visitor | None, topic: Topic) -> list[TopicField]:
    """What the topic asks of this visitor, with the words: who a member is, only of those who may write for one."""
    rows = list(topic.fields.prefetch_related("texts"))
    if support_of(visitor, TopicKind(topic.kind)).on_behalf.open:
        return rows
    return [row for row in rows if not row.on_behalf]
