"""Whom a company login's person is here: somebody known, to be joined or made, or nobody, and why. No Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from accounts.sign_in.claims_map import words_at


class Meeting(StrEnum):
    """What is to be done: let in who is known, join a user that is there, or make one."""

    KNOWN = "known"
    BIND = "bind"
    MAKE = "make"


class Refusal(StrEnum):
    """Why nobody comes in. The words are in `refusals`."""

    NOT_ACTIVE = "not_active"
    NO_ADDRESS = "no_address"
    UNVERIFIED = "unverified"
    OTHER_DOMAIN = "other_domain"
    SUPERUSER = "superuser"
    JOINED_ALREADY = "joined_already"
    AMBIGUOUS = "ambiguous"
    NO_GROUP = "no_group"
    NOBODY_HERE = "nobody_here"


@dataclass(frozen=True, slots=True)
class Arrived:
    """What the provider says of somebody."""

    subject: str
    email: str
    is_verified: bool
    first_name: str = ""
    last_name: str = ""
    groups: frozenset[str] = frozenset()
    has_second_step: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """What the provider's row allows at a first login. No domains: any."""

    binds_by_email: bool
    makes_users: bool
    email_domains: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A user of the same address, or the one that the subject is bound to."""

    is_active: bool
    is_superuser: bool = False
    is_bound: bool = False


@dataclass(frozen=True, slots=True)
class Here:
    """What we have: whom the subject is bound to, who has the address, whether a group there is one of ours."""

    bound: Candidate | None = None
    same_address: Sequence[Candidate] = field(default_factory=tuple)
    has_group: bool = False


def decide(arrived: Arrived, rules: Rules, here: Here) -> Meeting | Refusal:
    """The subject decides. The address does once, at the first login, and never about a superuser."""
    if here.bound is not None:
        return Meeting.KNOWN if here.bound.is_active else Refusal.NOT_ACTIVE
    if not (rules.binds_by_email or rules.makes_users):
        return Refusal.NOBODY_HERE
    if (refusal := _distrusts(arrived, rules)) is not None:
        return refusal
    if here.same_address:
        return _join(here.same_address) if rules.binds_by_email else Refusal.NOBODY_HERE
    if not rules.makes_users:
        return Refusal.NOBODY_HERE
    return Meeting.MAKE if here.has_group else Refusal.NO_GROUP


def _distrusts(arrived: Arrived, rules: Rules) -> Refusal | None:
    if not arrived.email:
        return Refusal.NO_ADDRESS
    if not arrived.is_verified:
        return Refusal.UNVERIFIED
    domains = {domain.lower() for domain in rules.email_domains}
    if domains and arrived.email.rpartition("@")[2].lower() not in domains:
        return Refusal.OTHER_DOMAIN
    return None


def _join(candidates: Sequence[Candidate]) -> Meeting | Refusal:
    if len(candidates) > 1:
        return Refusal.AMBIGUOUS
    (user,) = candidates
    if not user.is_active:
        return Refusal.NOT_ACTIVE
    if user.is_superuser:
        return Refusal.SUPERUSER
    return Refusal.JOINED_ALREADY if user.is_bound else Meeting.BIND


def read(
    payload: Mapping[str, Any], *, groups_claim: str, second_step_values: Sequence[str], trusted: bool
) -> Arrived | None:
    """What the claims say; None where they name nobody. `trusted`: an address of which nothing is said is verified."""
    subject = _line(payload, "sub", 255)
    if not subject:
        return None
    email = _line(payload, "email", 254)
    first, last = _line(payload, "given_name", 150), _line(payload, "family_name", 150)
    shown = {*words_at(payload, "amr"), *words_at(payload, "acr")}
    return Arrived(
        subject=subject,
        email=email if email.count("@") == 1 else "",
        is_verified=payload.get("email_verified", trusted) is True,
        first_name=first if first or last else _line(payload, "name", 150),
        last_name=last,
        groups=frozenset(words_at(payload, groups_claim)),
        has_second_step=bool(shown & set(second_step_values)),
    )


def lacks(payload: Mapping[str, Any], *, groups_claim: str, trusted: bool) -> bool:
    """Whether something that we want isn't in the ID token, so that it is asked for elsewhere."""
    wanted = ["email", groups_claim] + ([] if trusted else ["email_verified"])
    return any(not words_at(payload, name) for name in wanted)


def _line(payload: Mapping[str, Any], claim: str, longest: int) -> str:
    """One line that fits its column whole, as the database can hold it; else nothing: what identifies is never cut."""
    value = payload.get(claim)
    if not isinstance(value, str) or "\x00" in value or any("\ud800" <= mark <= "\udfff" for mark in value):
        return ""
    line = value if claim == "sub" else " ".join(value.split())
    return line if len(line) <= longest else ""
