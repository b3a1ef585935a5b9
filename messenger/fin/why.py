"""Why an answer is what it is, in plain words: what was asked and decided, by what, from which sections. Reads only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helpcenter.models import Translation
from messenger.fin.deciding import Decision
from messenger.fin.models import FinAnswer
from messenger.fin.report.words import language, money
from tickets.labels import RULES

type Words = dict[str, str | Promise]

# What led to the decision where it is about what was found.
_BY_WHAT_WAS_FOUND: Words = {
    Decision.QUOTE: _("A section fits the question well enough."),
    Decision.CLARIFY: _("Several articles fit about as well, and none for sure."),
    Decision.NOTHING: _("No section fits the question well enough."),
    Decision.REACH: _("What fits best is the article on who reaches support."),
}
# What the person's words were taken for, and what else decides.
INTENTS: Words = {
    "risk": _("It sounds as if somebody is in danger."),
    "human": _("The person asked for a human."),
    "abuse": _("The person was abusive."),
    "anger": _("The person was upset."),
    "cannot_log_in": _("The person can’t log in."),
    "refund": _("The person wants money back."),
    "cancel": _("The person wants to cancel."),
    "delete": _("The person wants something deleted."),
    "export": _("The person wants their data."),
    "who_are_you": _("The person asked who Fin is."),
    "thanks": _("The person said thanks."),
    "greeting": _("The person said hello."),
    "small_talk": _("It was small talk."),
    "asked_again": _("The same question came again and again."),
    "always_human": _("Staff have set that this topic goes to a human."),
}
_USED: Words = {"": "", "quoted": _("said in the answer"), "offered": _("offered beside it")}


@dataclass(frozen=True, slots=True)
class Section:
    """A section that was considered. `since` says what happened to it; `path` is "" where it can't be read any more."""

    title: str
    locale: str
    language: str
    version: int
    score: str
    used: str
    path: str
    since: str


@dataclass(frozen=True, slots=True)
class Why:
    """One answer with all that it came from, in the words of whoever reads it."""

    pk: int
    question: str
    decision: str
    because: str
    rule: str
    outcome: str
    writer: str
    took: str
    cost: str
    sections: tuple[Section, ...]


def because(decision: str, intent: str) -> str:
    """What led to the decision, in a sentence or two; a name of a later version is shown as it is."""
    said = [_BY_WHAT_WAS_FOUND.get(decision, ""), INTENTS.get(intent, intent)]
    return " ".join(str(each) for each in said if each)


def whys(answers: Iterable[FinAnswer]) -> list[Why]:
    """One for each answer, in one query for all of their articles."""
    rows = list(answers)
    known = _texts([section for row in rows for section in row.sections])
    return [_why(row, known) for row in rows]


def sections_of(answer: FinAnswer) -> tuple[Section, ...]:
    """What was considered for one answer."""
    known = _texts(answer.sections)
    return tuple(_section(each, known) for each in answer.sections)


def writer_of(answer: FinAnswer) -> str:
    """Who chose the words."""
    if answer.model:
        return answer.model
    quoted = gettext("No model: Fin quoted.")
    return f"{quoted} {answer.get_unwritten_display()}" if answer.unwritten else quoted


def took(answer: FinAnswer) -> str:
    return gettext("%(seconds)s seconds") % {"seconds": number_format(round(answer.milliseconds / 1000, 2), 2)}


def cost(answer: FinAnswer) -> str:
    """Tokens, and money where there were prices; "" where no model was asked."""
    if not answer.model and not answer.unwritten:
        return ""
    tokens = gettext("%(count)s tokens") % {"count": number_format(answer.tokens, force_grouping=True)}
    return f"{tokens} · {money(answer.micros)}" if answer.micros is not None else tokens


def _why(row: FinAnswer, known: dict[tuple[int, str], Translation]) -> Why:
    return Why(
        pk=row.pk,
        question=row.question,
        decision=row.get_decision_display(),
        because=because(row.decision, row.intent),
        rule=str(RULES.get(row.rule, row.rule)),
        outcome=row.get_outcome_display(),
        writer=writer_of(row),
        took=took(row),
        cost=cost(row),
        sections=tuple(_section(each, known) for each in row.sections),
    )


def _section(each: dict[str, Any], known: dict[tuple[int, str], Translation]) -> Section:
    text = known.get((each["number"], each["locale"]))
    heading = each["heading"]
    return Section(
        title=f"{each['title']} – {heading}" if heading and heading != each["title"] else each["title"],
        locale=each["locale"],
        language=language(each["locale"]),
        version=each["version"],
        score=number_format(each["score"], 3),
        used=str(_USED.get(each["used"], "")),
        path=text.path + (f"#{each['anchor']}" if each.get("anchor") else "") if text else "",
        since=_since(text, each["version"]),
    )


def _since(text: Translation | None, version: int) -> str:
    if text is None:
        return gettext("can’t be read any more")
    if text.version <= version:
        return ""
    return gettext("changed since: version %(number)s now") % {"number": text.version}


def _texts(sections: Sequence[dict[str, Any]]) -> dict[tuple[int, str], Translation]:
    """What of it can be read today, by number and language."""
    wanted: dict[str, set[int]] = {}
    for each in sections:
        wanted.setdefault(each["locale"], set()).add(each["number"])
    if not wanted:
        return {}
    which = Q()
    for locale, numbers in wanted.items():
        which |= Q(locale=locale, article__number__in=numbers)
    rows = Translation.objects.published().filter(which).select_related("article")
    return {(row.article.number, row.locale): row for row in rows.only("locale", "slug", "version", "article__number")}
