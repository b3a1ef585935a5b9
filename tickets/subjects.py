"""A ticket's subject: the topic that it begins with, and what is asked about it. Pure."""


def without_topic(subject: str, topic: str) -> str:
    """The subject without the topic that it begins with, if something is left then."""
    rest = (
        subject.removeprefix(topic).lstrip(":： ") if topic and subject.startswith((f"{topic}:", f"{topic}：")) else ""
    )
    return rest or subject


def with_topic(subject: str, topic: str, named: str, between: str) -> str:
    """The subject with another name of its topic, or without one where that is empty and something is left."""
    if topic and subject == topic:
        return named or subject
    rest = without_topic(subject, topic)
    return subject if rest == subject else f"{named}{between}{rest}" if named else rest
