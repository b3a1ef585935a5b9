"""What a topic has to try before a message is sent: its own steps, or the article with them. Reads only."""

from helpcenter.models import Translation
from messenger.models import Topic


def article_of(topic: Topic, locale: str) -> Translation | None:
    """The article with the steps, in the language or the best other one; None where it isn't published."""
    return Translation.objects.translation_for(topic.article, locale) if topic.article else None


def is_there(topic: Topic, locale: str) -> bool:
    """Whether there is anything to try."""
    return bool(topic.steps(locale)) or article_of(topic, locale) is not None
