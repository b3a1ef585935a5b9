"""How good Fin's answers are: questions with what is expected, asked of the same pipeline. Writes nothing."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accounts.entitlements import TopicKind, support_for
from accounts.identity import AuthenticationDomain, ConsoleRole, Identity, OrganisationRole, Plan, Product
from messenger.fin.answering import Answer, Question, answer
from messenger.fin.deciding import Decision

ABSTAIN, HANDOVER = "abstain", "handover"


def _claude(plan: str, role: str = "") -> Identity:
    return Identity("evaluation", "evaluation@example.com", Product.CLAUDE, plan, role)


def _console(role: str) -> Identity:
    return Identity("evaluation", "evaluation@example.com", Product.CONSOLE, role=role)


# Who asks, by the names that questions give them; nobody is logged in where a question says nothing.
PEOPLE: dict[str, Identity | None] = {
    "anonymous": None,
    "free": _claude(Plan.FREE),
    "pro": _claude(Plan.PRO),
    "max": _claude(Plan.MAX),
    "team_member": _claude(Plan.TEAM, OrganisationRole.MEMBER),
    "team_owner": _claude(Plan.TEAM, OrganisationRole.OWNER),
    "enterprise_owner": _claude(Plan.ENTERPRISE, OrganisationRole.PRIMARY_OWNER),
    "console_admin": _console(ConsoleRole.ADMIN),
    "console_member": _console(ConsoleRole.DEVELOPER),
}


class BadQuestionError(Exception):
    """A line that can't be asked; the text names it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what is right: acceptable articles and perhaps the section, to abstain, or the way to people."""

    id: str
    locale: str
    text: str
    expected: str = ""
    articles: tuple[int, ...] = ()
    section: str = ""
    who: str = "anonymous"


@dataclass(frozen=True, slots=True)
class Asked:
    """A case, the articles that the answer shows in their order, and what was decided."""

    case: Case
    decision: Decision
    intent: str
    shown: tuple[int, ...]
    heading: str
    score: float
    title: str = ""

    @property
    def first(self) -> bool:
        return self.shown[:1] != () and self.shown[0] in self.case.articles

    @property
    def in_three(self) -> bool:
        return any(number in self.case.articles for number in self.shown[:3])

    @property
    def right_section(self) -> bool:
        return self.heading == self.case.section

    @property
    def wholly_right(self) -> bool:
        """Right, and with the right section where one is asked for."""
        return self.right and (not self.case.section or self.right_section)

    @property
    def right(self) -> bool:
        if self.case.expected == ABSTAIN:
            # A laugh and the weather are answered in Fin's own words; nothing is quoted either way.
            return self.decision in {Decision.NOTHING, Decision.WORDS}
        return self.decision == Decision.ONWARD if self.case.expected == HANDOVER else self.first


@dataclass
class Figures:
    """Counts of one language: of how many questions, how many were right."""

    answerable: int = 0
    first: int = 0
    in_three: int = 0
    sections: int = 0
    right_sections: int = 0
    refused: int = 0
    abstain: int = 0
    abstained: int = 0
    human: int = 0
    recognised: int = 0

    def count(self, asked: Asked) -> None:
        """One more question."""
        if asked.case.expected == ABSTAIN:
            self.abstain += 1
            self.abstained += asked.right
        elif asked.case.expected == HANDOVER:
            self.human += 1
            self.recognised += asked.right
        else:
            self.answerable += 1
            self.first += asked.first
            self.in_three += asked.in_three
            self.refused += asked.decision == Decision.NOTHING
            if asked.case.section and asked.first:
                self.sections += 1
                self.right_sections += asked.right_section


def read_cases(file: Path) -> Iterator[Case]:
    """The questions of a `questions.jsonl`. Raises BadQuestionError, OSError."""
    for number, line in enumerate(file.read_text().splitlines(), start=1):
        if line.strip():
            try:
                yield case_of(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise BadQuestionError(f"{file}:{number}: {error!r}") from error


def case_of(row: dict[str, Any]) -> Case:
    """A line's question. Raises ValueError, KeyError, TypeError."""
    expect, who = row["expect"], row.get("as", "anonymous")
    if who not in PEOPLE:
        raise ValueError(f"nobody is called {who!r}")
    given = Case(str(row["id"]), row["locale"], row["text"], who=who)
    if isinstance(expect, str):
        if expect not in {ABSTAIN, HANDOVER}:
            raise ValueError(f"{expect!r} can't be expected")
        return Case(given.id, given.locale, given.text, expected=expect, who=who)
    articles = expect["article"] if isinstance(expect["article"], list) else [expect["article"]]
    return Case(
        given.id, given.locale, given.text, articles=tuple(articles), section=expect.get("section", ""), who=who
    )


def ask(case: Case) -> Asked:
    """Ask it as that person would, with nothing said before."""
    identity = PEOPLE[case.who]
    domain = AuthenticationDomain("evaluation", identity.product) if identity else None
    given = Question(case.text, case.locale, support_for(identity, domain, TopicKind.GENERAL), identity)
    return _asked(case, answer(given))


def _asked(case: Case, given: Answer) -> Asked:
    shown = [*given.citations, *given.choices.get("articles", [])]
    return Asked(
        case=case,
        decision=given.decided.decision,
        intent=given.decided.intent,
        shown=tuple(each["number"] for each in shown),
        heading=shown[0]["heading"] if shown else "",
        title=shown[0]["title"] if shown else "",
        score=given.found[0].score if given.found else 0.0,
    )


def figures(asked: Iterable[Asked]) -> dict[str, Figures]:
    """Counts by language."""
    counted: dict[str, Figures] = {}
    for each in asked:
        counted.setdefault(each.case.locale, Figures()).count(each)
    return counted


def misses(asked: Sequence[Asked]) -> list[Asked]:
    """Those that weren't right at once."""
    return [each for each in asked if not each.right]
