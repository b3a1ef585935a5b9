"""A question with what staff have set for it: the topic's name and whether it goes to people, and Fin's setup."""

from collections.abc import Sequence

from accounts.entitlements import Support
from accounts.identity import Identity
from messenger.fin.answering import Question
from messenger.fin.setup import reading
from tickets.models import Topic


def posed(
    text: str,
    locale: str,
    *,
    support: Support,
    identity: Identity | None,
    topic: Topic | None,
    before: Sequence[str] = (),
) -> Question:
    """What Fin is asked, with the setup of now; `before` is what the person said earlier, oldest first."""
    setup = reading.current()
    return Question(
        text=text,
        locale=locale,
        support=support,
        identity=identity,
        before=before,
        about=topic.label(locale) if topic else "",
        for_people=topic is not None and topic.pk in setup.to_people,
        setup=setup,
    )
