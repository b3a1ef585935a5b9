"""When … if … then …: what an automation looks at, whether it holds, and what it may not do. No Django, no clock."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tickets import workflow


class Trigger(StrEnum):
    """When an automation looks at a ticket."""

    OPENED = "opened"
    WROTE = "wrote"
    STATUS = "status"
    TAGGED = "tagged"
    UNANSWERED = "unanswered"
    QUIET = "quiet"


# These come by the clock; all others with a change, in its transaction.
TIMED = frozenset({Trigger.UNANSWERED, Trigger.QUIET})
# An automation that changes a ticket causes others, and those others again, so far and no further.
DEEPEST = 5


class Field(StrEnum):
    """What a condition asks of a ticket."""

    TOPIC = "topic"
    PRODUCT = "product"
    PLAN = "plan"
    ROLE = "role"
    RULE = "rule"
    LANGUAGE = "language"
    TEAM = "team"
    ASSIGNEE = "assignee"
    PRIORITY = "priority"
    STATUS = "status"
    CHANNEL = "channel"
    TAG = "tag"
    SUBJECT = "subject"


# A ticket may have several tags and words; of anything else it has one.
_SEVERAL = frozenset({Field.TAG, Field.SUBJECT})


class Do(StrEnum):
    """What an automation does."""

    TEAM = "team"
    ASSIGN = "assign"
    PRIORITY = "priority"
    TAG = "tag"
    UNTAG = "untag"
    NOTE = "note"
    MACRO = "macro"
    STATUS = "status"
    SNOOZE = "snooze"


class Skip(StrEnum):
    """Why a step isn't done, although the automation holds."""

    SAME = "same"
    CLOSED = "closed"
    FINISHED = "finished"
    NOT_OURS = "not_ours"
    NO_ADDRESS = "no_address"
    GUARDED = "guarded"
    CAME_BACK = "came_back"
    JUST_WROTE = "just_wrote"


@dataclass(frozen=True, slots=True)
class Condition:
    """One question: whether the field has the value (`is_not`: whether it hasn't). "" is none at all."""

    field: Field
    value: str
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and with what."""

    do: Do
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What counts of a ticket. `one`: the fields that have one value each.

    `is_guarded`: something on an account waits for a proof, or its owner stopped the case. `came_back`: mail to the
    requester came back. `just_wrote`: an automation wrote to them within a day.
    """

    one: Mapping[Field, str]
    subject: str = ""
    tags: frozenset[str] = field(default_factory=frozenset)
    has_address: bool = True
    is_guarded: bool = False
    came_back: bool = False
    just_wrote: bool = False

    @property
    def status(self) -> str:
        return self.one[Field.STATUS]


def matches(conditions: Iterable[Condition], facts: Facts) -> bool:
    """Whether all of them hold; without any, everything does."""
    return all(holds(condition, facts) for condition in conditions)


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether this one does. Words hold where each of them stands in the subject line, in any case and width."""
    if condition.field == Field.TAG:
        found = condition.value in facts.tags
    elif condition.field == Field.SUBJECT:
        said = _plain(facts.subject)
        found = all(word in said for word in _plain(condition.value).split())
    else:
        found = facts.one.get(condition.field, "") == condition.value
    return found is not condition.is_not


def why_not(step: Step, facts: Facts) -> Skip | None:
    """What keeps a step from being done on this ticket; None: it is done."""
    if facts.status == workflow.Status.CLOSED:
        return Skip.CLOSED
    if _changes_nothing(step, facts):
        return Skip.SAME
    if step.do == Do.MACRO:
        return _why_no_macro(facts)
    if step.do == Do.STATUS and step.value == workflow.Status.SOLVED and facts.is_guarded:
        return Skip.GUARDED
    if step.do in {Do.SNOOZE, Do.STATUS} and facts.status == workflow.Status.SOLVED:
        return Skip.FINISHED
    return None


def never_together(conditions: Collection[Condition]) -> tuple[Condition, Condition] | None:
    """Two conditions that can't both hold, whatever the ticket; None: there may be one."""
    seen: list[Condition] = []
    for each in conditions:
        for other in seen:
            if other.field == each.field and _exclude(other, each):
                return other, each
        seen.append(each)
    return None


def _exclude(one: Condition, other: Condition) -> bool:
    if one.value == other.value:
        return one.is_not is not other.is_not
    return one.field not in _SEVERAL and not one.is_not and not other.is_not


def _changes_nothing(step: Step, facts: Facts) -> bool:
    single = {Do.TEAM: Field.TEAM, Do.ASSIGN: Field.ASSIGNEE, Do.PRIORITY: Field.PRIORITY, Do.STATUS: Field.STATUS}
    if step.do in single:
        return facts.one.get(single[step.do], "") == step.value
    if step.do == Do.TAG:
        return step.value in facts.tags
    return step.do == Do.UNTAG and step.value not in facts.tags


def _why_no_macro(facts: Facts) -> Skip | None:
    """A machine answers nobody who waits for no answer, whom mail doesn't reach, or whose account is at stake.

    Two machines would answer each other for ever, so it writes once a day at most.
    """
    if facts.status not in {workflow.Status.NEW, workflow.Status.OPEN}:
        return Skip.NOT_OURS
    if facts.is_guarded:
        return Skip.GUARDED
    if not facts.has_address:
        return Skip.NO_ADDRESS
    if facts.came_back:
        return Skip.CAME_BACK
    return Skip.JUST_WROTE if facts.just_wrote else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def concerns(trigger: Trigger, value: str, conditions: Iterable[Condition]) -> bool:
    """Whether a change to this value is what the conditions wait for: another tag, or status, is none of theirs."""
    asked = {Trigger.TAGGED: Field.TAG, Trigger.STATUS: Field.STATUS}.get(trigger)
    wanted = {each.value for each in conditions if each.field == asked and not each.is_not}
    return not wanted or value in wanted
