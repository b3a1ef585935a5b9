"""Tickets that never were, the same one for the same number, for databases filled to be measured. Knows no rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from accounts.sample_people import Person, person
from tickets.events import Kind
from tickets.references import ALPHABET, PREFIX

HISTORY = timedelta(days=3 * 365)
# How many messages a case may have: its messages' keys begin at its number times this. The same for what happens.
MOST_MESSAGES = 6
MOST_EVENTS = 8
# Each with how many cases there are to one that has it.
SAMPLE_TAGS = {"sample-common": 3, "sample-middling": 50, "sample-rare": 5_000}
_RULES = ("individual_paid", "individual_paid", "individual_paid", "org_owner", "console_admin", "enterprise_owner")
_UNFINISHED = ("new", "open", "open", "pending", "pending", "on_hold")
# Multiplying by a number prime to the size of the space visits all of it, in no order that one could see.
_SCATTER = 104_395_301

type Writing = Callable[[Random, str], str]


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes the texts: a first line, a customer's letter, an answer of the staff, each by chance and language."""

    question: Writing
    letter: Writing
    answer: Writing


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a case."""

    key: int
    kind: str
    channel: str
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a case; whom it was assigned to knows only who knows the staff."""

    key: int
    kind: Kind
    arguments: dict[str, str]
    by_staff: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """One ticket and what was said on it. `customer` is a key of a sample customer or None, `agent` an index."""

    number: int
    reference: str
    who: Person
    customer: int | None
    rule: str
    status: str
    priority: int
    agent: int | None
    subject: str
    created_at: datetime
    said: list[Said] = field(default_factory=list)

    @property
    def updated_at(self) -> datetime:
        return self.said[-1].at

    @property
    def is_finished(self) -> bool:
        return self.status in {"solved", "closed"}

    @property
    def tags(self) -> tuple[str, ...]:
        """A common tag, one of middling frequency, and a rare one."""
        return tuple(name for name, nth in SAMPLE_TAGS.items() if self.number % nth == 0)

    @property
    def team(self) -> int | None:
        """Whose it is, by an index; a fifth is no team's."""
        return None if self.number % 5 == 0 else self.number % 3

    @property
    def is_put_off(self) -> bool:
        """Whether it waits for the team, and was put off until later."""
        return self.status in {"new", "open", "on_hold"} and self.number % 12 == 0

    @property
    def happened(self) -> list[Happened]:
        """Somebody took it at the first answer, and each message moved it."""
        steps: list[tuple[Kind, dict[str, str], bool, datetime]] = []
        stands = "new"
        for said in self.said[1:]:
            if said.kind == "reply" and self.agent is not None and stands == "new":
                steps.append((Kind.ASSIGNED, {}, True, said.at))
            after = {"reply": "pending", "customer": "open"}.get(said.kind, stands)
            if after != stands:
                steps.append((Kind.STATUS, {"before": stands, "after": after}, said.kind == "reply", said.at))
                stands = after
        if stands != self.status:
            steps.append((Kind.STATUS, {"before": stands, "after": self.status}, True, self.updated_at))
        return [Happened(self.number * MOST_EVENTS + place, *step) for place, step in enumerate(steps)]


def case(number: int, *, total: int, first: int, pen: Pen, now: datetime) -> Case:
    """The case of this number among `total` that begin at `first`; the newest come last, and most work is done."""
    chance = Random(number)  # noqa: S311 (the same case each time is the point)
    # Some people write often: the square crowds them at the front.
    customer = first + int(chance.random() ** 2 * max(total // 2, 1))
    signed_in = chance.random() < 0.85
    who = person(customer)
    created = now - HISTORY * (1 - (number - first + chance.random()) / total)
    status = _status(chance, (number - first) / total)
    said = _said(chance, number, who.locale, status, pen, created, now)
    return Case(
        number=number,
        reference=reference(number),
        who=who,
        customer=customer if signed_in else None,
        rule=chance.choice(_RULES) if signed_in else "locked_out",
        status=status,
        priority=chance.choices((10, 20, 30, 40), (4, 90, 5, 1))[0],
        agent=None if status == "new" or chance.random() < 0.1 else chance.randrange(1000),
        subject=pen.question(chance, who.locale)[:250],
        created_at=created,
        said=said,
    )


def reference(number: int) -> str:
    """A public reference that no other number has."""
    rest, letters = number * _SCATTER % len(ALPHABET) ** 8, ""
    for _place in range(8):
        rest, letter = divmod(rest, len(ALPHABET))
        letters += ALPHABET[letter]
    return f"{PREFIX}-{letters[:4]}-{letters[4:]}"


def _status(chance: Random, age: float) -> str:
    """Nearly everything old is finished; the newest hundredth is being worked on, and here and there one is stuck."""
    if age > 0.98 or chance.random() < 0.01:
        return chance.choice(_UNFINISHED)
    return "closed" if age < 0.97 else "solved"


def _said(
    chance: Random, number: int, locale: str, status: str, pen: Pen, created: datetime, now: datetime
) -> list[Said]:
    kinds = ["customer", *chance.choice((["reply"], ["reply", "customer"], ["note", "reply", "customer", "reply"]))]
    if status == "new":
        kinds = kinds[:1]
    elif status in {"open", "on_hold"}:
        kinds.append("customer")
    said, at = [], created
    for place, kind in enumerate(kinds):
        channel = "admin" if kind in {"reply", "note"} else "messenger" if place == 0 else "email"
        body = (pen.letter if kind == "customer" else pen.answer)(chance, locale)
        said.append(Said(number * MOST_MESSAGES + place, kind, channel, body, at))
        at = min(at + timedelta(minutes=chance.randint(5, 2000)), now)
    return said
