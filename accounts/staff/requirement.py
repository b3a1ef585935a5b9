"""Who must have a second step, and what comes after a right password. No Django: the policy row chooses."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """Of whom a second step is asked."""

    NOBODY = "nobody"
    ADMINS = "admins"
    EVERYBODY = "everybody"


class Next(StrEnum):
    """What comes after the password."""

    IN = "in"
    ASK = "ask"  # for the second step that they have
    ENROL = "enrol"  # they lack one, and must set it up before anything else


@dataclass(frozen=True, slots=True)
class Person:
    """What the decision looks at."""

    is_admin: bool
    has_second_step: bool


def is_required(rule: Rule, person: Person) -> bool:
    """Whether this person must have a second step."""
    return rule == Rule.EVERYBODY or (rule == Rule.ADMINS and person.is_admin)


def after_password(rule: Rule, person: Person) -> Next:
    """A second step that somebody has is always asked for, whatever the rule."""
    if person.has_second_step:
        return Next.ASK
    return Next.ENROL if is_required(rule, person) else Next.IN
