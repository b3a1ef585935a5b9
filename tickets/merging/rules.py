"""Which ticket may go into which, and for how long that can be taken back. Pure: no Django, no clock, no database."""

from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """Why two tickets can't become one, or not be two again."""

    ITSELF = "merge_itself"
    CLOSED = "merge_closed"
    TARGET_CLOSED = "merge_target_closed"
    HELD = "merge_held"
    STOPPED = "merge_stopped"
    REPORT = "merge_report"
    REPORT_KIND = "merge_report_kind"
    NO_ADDRESS = "merge_no_address"
    REPLY_WAITS = "merge_reply_waits"
    TOO_LATE = "unmerge_too_late"
    WENT_ON = "unmerge_went_on"
    UNMERGE_HELD = "unmerge_held"
    NEWER_FIRST = "unmerge_newer_first"
    NOT_CONFIRMED = "merge_not_confirmed"


@dataclass(frozen=True, slots=True)
class Side:
    """What counts of a ticket. `report` is the kind of a report under the law, "" of any other ticket."""

    key: int
    address: str
    is_closed: bool = False
    is_held: bool = False
    is_stopped: bool = False
    report: str = ""
    reply_waits: bool = False


def refusal(source: Side, target: Side) -> Refusal | None:
    """Why `source` may not go into `target`; the first reason that holds."""
    for holds, reason in (
        (source.key == target.key, Refusal.ITSELF),
        (source.is_closed, Refusal.CLOSED),
        (target.is_closed, Refusal.TARGET_CLOSED),
        (bool(source.report) != bool(target.report), Refusal.REPORT),
        (source.report != target.report, Refusal.REPORT_KIND),
        (source.is_held, Refusal.HELD),
        (source.is_stopped or target.is_stopped, Refusal.STOPPED),
        # Whoever gave no address has a page of their own alone, and would lose sight of the case.
        (not source.address, Refusal.NO_ADDRESS),
        # It can still be taken back, and its ticket is put back as it was with it.
        (source.reply_waits, Refusal.REPLY_WAITS),
    ):
        if holds:
            return reason
    return None


def brings_strangers_together(source: Side, target: Side) -> bool:
    """Whether two people read what each of them wrote alone; staff say that they mean it."""
    return source.address.strip().lower() != target.address.strip().lower()


def undo_refusal(*, in_time: bool, target_closed: bool, held: bool, is_newest: bool) -> Refusal | None:
    """Why two that became one stay so; the first reason that holds."""
    for holds, reason in (
        (not in_time, Refusal.TOO_LATE),
        (target_closed, Refusal.WENT_ON),
        (held, Refusal.UNMERGE_HELD),
        # What a later one found on the target (its people, the law's days) would be taken off under it.
        (not is_newest, Refusal.NEWER_FIRST),
    ):
        if holds:
            return reason
    return None
