"""What is right and what Fin did, in words. Reads titles of articles; writes nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from helpcenter.models import Article
from messenger.fin.evaluation import ABSTAIN, HANDOVER, Asked, Case
from messenger.fin.models import FinAnswer

type Did = Mapping[str, Any]


def did(asked: Asked) -> dict[str, Any]:
    """What Fin did, as it is kept."""
    return {
        "decision": asked.decision,
        "intent": asked.intent,
        "shown": list(asked.shown),
        "title": asked.title,
        "heading": asked.heading,
    }


def did_words(did: Did) -> str:
    """What Fin did: what it decided, and the article and section that it showed first."""
    if not did:
        return ""
    decision = str(FinAnswer.DecisionName(did["decision"]).label)
    return f"{decision}: {place(did['title'], did['heading'])}" if did["title"] else decision


def place(title: str, heading: str) -> str:
    """An article and its section."""
    return f"{title} – {heading}" if heading and heading != title else title


def wanted_words(case: Case, titles: Mapping[int, str]) -> str:
    """What is right: one of these articles, or what Fin does without one."""
    if case.expected == ABSTAIN:
        return _("Fin says that it found nothing")
    if case.expected == HANDOVER:
        return _("Fin shows the way to people")
    first, *others = [titles.get(number, str(number)) for number in case.articles]
    return " / ".join([place(first, case.section), *others])


def titles_of(cases: Iterable[Case]) -> dict[int, str]:
    """The titles of all articles that these expect, in the language of whoever looks."""
    numbers = {number for case in cases for number in case.articles}
    return {each.number: str(each) for each in Article.objects.titled().filter(number__in=numbers)}
