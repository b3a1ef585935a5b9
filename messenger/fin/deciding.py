"""What Fin does with a question: answers, asks back, says that it found nothing, or shows the way onward.

Pure: no Django, no database, no clock. Everything it weighs comes as a value, so each rule can be tried alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accounts.entitlements import Need, Support


class Decision(StrEnum):
    """What the answer is."""

    QUOTE = "quote"
    CLARIFY = "clarify"
    NOTHING = "nothing"
    # Fin steps aside: the way to people, or why there is none, stands below at once.
    ONWARD = "onward"
    # Who reaches what: said for this person, by the entitlements.
    REACH = "reach"
    # Thanks, a greeting, who Fin is.
    WORDS = "words"


# Whoever says so is shown the way onward without one more quote; the first one found is the one that is kept.
AT_ONCE = ("risk", "human", "anger")
# Answered in words, where nothing else is asked.
SOCIAL = ("thanks", "greeting", "small_talk", "who_are_you")
ASKED_AGAIN = "asked_again"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From 0 to 1; measured by `manage.py evaluate_fin`."""

    # How sure it must be that the best section answers; between the two Fin asks which one is meant.
    answer: float = 0.6
    nothing: float = 0.5
    # How near to the best one's score another article must come to be one that may be meant.
    near: float = 0.9
    # A section that fits so well is what is asked, where a sentence only resembles a wish for a person: of 189 wishes
    # none reached it, of what had been taken for one a quarter.
    clear: float = 0.44
    # So often the same question shows that the answer doesn't help.
    same_question: int = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A section that may answer: whose it is, how well it fits, how sure that is, and whether it tells of support."""

    number: int
    score: float
    certainty: float
    about_support: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision, the intent that it came from ("" for the question itself), and the candidates it uses, best first.

    `onward`: the way onward is shown below the answer without being asked for.
    """

    decision: Decision
    intent: str = ""
    quoted: tuple[int, ...] = ()
    offered: tuple[int, ...] = ()

    @property
    def onward(self) -> bool:
        return self.decision == Decision.ONWARD


def decide(
    *,
    intents: Sequence[str],
    is_question: bool,
    candidates: Sequence[Candidate],
    times_asked: int,
    always_human: bool = False,
    unsure: Collection[str] = (),
    thresholds: Thresholds | None = None,
) -> Decided:
    """Decide by what was understood and found; `quoted` and `offered` are places among the candidates.

    `times_asked` counts this time. `unsure` are the intents that no rule found, only likeness; where a section answers
    a sentence that only resembles anger or a wish for a person, it is offered beside the way. `always_human`: staff
    have set that this topic goes to people.
    """
    limits = thresholds or Thresholds()
    if "human" in unsure and candidates and max(each.score for each in candidates) >= limits.clear:
        intents = [intent for intent in intents if intent != "human"]
    for intent in AT_ONCE:
        if intent in intents:
            perhaps = _answering(candidates, limits)[:3] if intent in unsure and intent != "risk" else []
            return Decided(Decision.ONWARD, intent, (), tuple(perhaps))
    if always_human or times_asked >= limits.same_question:
        return Decided(Decision.ONWARD, ASKED_AGAIN if not always_human else "always_human")
    social = next((intent for intent in SOCIAL if intent in intents), "")
    if social and not is_question:
        return Decided(Decision.WORDS, social)
    return _by_what_was_found(candidates, next(iter(intents), ""), limits)


def _by_what_was_found(candidates: Sequence[Candidate], intent: str, limits: Thresholds) -> Decided:
    places = _answering(candidates, limits)
    if not places:
        return Decided(Decision.NOTHING, intent)
    best = candidates[places[0]]
    if best.about_support:
        return Decided(Decision.REACH, intent, tuple(places[:1]))
    near = [at for at in places[:3] if candidates[at].score >= best.score * limits.near]
    if best.certainty < limits.answer and len(near) > 1:
        return Decided(Decision.CLARIFY, intent, (), tuple(near))
    return Decided(Decision.QUOTE, intent, tuple(places[:1]), tuple(places[1:3]))


def _answering(candidates: Sequence[Candidate], limits: Thresholds) -> list[int]:
    """The best place of each article, best first; none where even the best is too unsure."""
    order = sorted(range(len(candidates)), key=lambda at: (-candidates[at].score, at))
    if not order or candidates[order[0]].certainty < limits.nothing:
        return []
    first: dict[int, int] = {}
    for at in order:
        first.setdefault(candidates[at].number, at)
    return list(first.values())


# What can be done where no person answers, by what is missing; keys of the phrases.
WHAT_INSTEAD = {
    Need.ASK_OWNER: "ask_owner",
    Need.ASK_ADMIN: "ask_admin",
    Need.SIGN_IN: "sign_in",
    Need.NOT_IN_PLAN: "ask_again",
    Need.SUCCESSOR_SIGN_IN: "sign_in",
}


def reaches_people(support: Support) -> bool:
    """Whether the way onward leads to people, after whatever step comes first."""
    return support.human.open
