"""Which acts on somebody's account wait for the proof that it is theirs, and when it is enough. No Django, no clock."""

from dataclasses import dataclass
from enum import StrEnum


class Guarded(StrEnum):
    """What staff do on an account for somebody who can't log in to it."""

    SHOW_LOGIN = "show_login"
    CANCEL = "cancel"
    CHECK_REFUND = "check_refund"
    DELETE = "delete"
    EXPORT = "export"


class Lack(StrEnum):
    """Why a guarded act is closed, as a key of `tickets.refusals.REFUSALS`."""

    DISOWNED = "disowned"
    DIFFERS = "proof_differs"
    NOT_ENOUGH = "proof_not_enough"


@dataclass(frozen=True, slots=True)
class Standing:
    """How the proof of a ticket stands: how many lines were given, match, and don't; and how many have to match.

    `disowned`: the owner of the account's address said that they didn't ask for it.
    """

    given: int
    matching: int
    differing: int
    needed: int
    disowned: bool = False


def lack(standing: Standing) -> Lack | None:
    """What the guarded acts still wait for; None once they are open. Of fewer lines than needed, all must match."""
    if standing.disowned:
        return Lack.DISOWNED
    if standing.differing:
        return Lack.DIFFERS
    if not standing.given or standing.matching < min(standing.needed, standing.given):
        return Lack.NOT_ENOUGH
    return None


def may_be_solved(standing: Standing) -> bool:
    """Whether what was asked for may count as done; a ticket whose proof is wrong is closed instead."""
    return not standing.differing and not standing.disowned
