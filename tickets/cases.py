"""A ticket's case as one value: who asks, why they may, what they gave. Pure: no Django, no clock, no database."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from web.secrets import mask


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a person gave: the field's key, its label as they read it, and what they wrote.

    Of what was chosen from a list, `choice` is the key, and `value` the words as they stood there; of several each has
    a line of its own.
    """

    label: str
    value: str
    key: str = ""
    choice: str = ""

    @property
    def name(self) -> str:
        """What tells this line from the ticket's others; lines from before there were keys have only their label."""
        return self.key or self.label[:200]

    def told(self, fields: "Mapping[str, FieldWords]") -> tuple[str, str]:
        """Label and value in the words of the topic's fields, by key; as they were written where those have none."""
        words = fields.get(self.key)
        if words is None:
            return self.label, self.value
        chosen = [words.choices.get(key, "") for key in self.choice.splitlines()]
        return words.label, "\n".join(chosen) if chosen and all(chosen) else self.value


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What a field and its choices, by key, are called in one language."""

    label: str
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Consent:
    """To what the person agreed before they wrote: the note's version, the language they read it in, and when."""

    version: str
    locale: str
    agreed_at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """All that was known when somebody was let through. A follow-up goes on with the same case, whole.

    `topic` is its slug; `topic_label` its words as the person read them, should the topic not be known (any more);
    `topic_version` is the key of the version that they saw, None for the newest.
    `consent` is None where nobody was asked: only who speaks with Fin agrees to anything.
    `organisation_id` is the organisation in whose name it was written, whose owners may read it; None for nobody's.
    """

    requester_name: str
    requester_email: str
    locale: str
    subject: str
    rule: str
    reason: str
    customer_id: int | None = None
    topic: str = ""
    topic_version: int | None = None
    topic_label: str = ""
    topic_kind: str = "general"
    identity: Mapping[str, Any] = field(default_factory=dict)
    details: tuple[Line, ...] = ()
    proof: tuple[Line, ...] = ()
    transcript: tuple[Mapping[str, Any], ...] = ()
    consent: Consent | None = None
    organisation_id: int | None = None


# By whose clock the person writes, among what is known of them; it is the browser's word, and proves nothing.
TIME_ZONE = "time_zone"


def with_zone(identity: Mapping[str, Any], zone: str) -> Mapping[str, Any]:
    """The same, with the person's time zone where one is known."""
    return {**identity, TIME_ZONE: zone} if zone else identity


def stored(lines: Iterable[Line]) -> list[dict[str, str]]:
    """The lines as a row keeps them: a list, because the database doesn't keep the order of an object's keys."""
    return [asdict(line) for line in lines]


def without_secrets(case: Case) -> Case:
    """The same case, with a mark in place of every secret that the person typed."""
    return replace(
        case,
        subject=mask(case.subject).text,
        details=tuple(replace(line, value=mask(line.value).text) for line in case.details),
        proof=tuple(replace(line, value=mask(line.value).text) for line in case.proof),
        transcript=tuple({**turn, "text": mask(str(turn.get("text", ""))).text} for turn in case.transcript),
    )


def read(rows: Iterable[Mapping[str, str]] | None) -> tuple[Line, ...]:
    """The lines of a row; those without a key were written before there were any."""
    return tuple(Line(row["label"], row["value"], row.get("key", ""), row.get("choice", "")) for row in rows or ())
