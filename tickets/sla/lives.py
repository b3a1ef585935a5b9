"""What a ticket's history says of its clocks: when each began, ran, stood still and ended. Pure: no Django, no clock.

All of it follows from the history, so whatever takes a part of that back takes back what it did to the clocks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from tickets.sla.hours import NOTHING, Hours, add_business_time, business_time_between
from tickets.sla.policies import Kind
from tickets.workflow import FINISHED, Status


class What(StrEnum):
    """What can happen that a clock cares about."""

    CUSTOMER_WROTE = "customer_wrote"
    REPLIED = "replied"
    STATUS = "status"
    BROUGHT = "brought"


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened; of a change of status with where it led, and whether staff did it.

    What a merge brought has its customer wait `since` then; how it was answered before was measured where it was.
    """

    what: What
    at: datetime
    status: Status | None = None
    by_staff: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch in which the clock ran; without an end it does."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """One clock from its beginning; `is_answered` where it ended with what it waited for."""

    kind: Kind
    started_at: datetime
    runs: tuple[Run, ...] = ()
    ended_at: datetime | None = None
    is_answered: bool = False

    @property
    def is_running(self) -> bool:
        return bool(self.runs) and self.runs[-1].end is None

    def set_running(self, at: datetime, *, runs: bool) -> "Life":
        """The clock as it goes on from then."""
        if runs and not self.is_running:
            return replace(self, runs=(*self.runs, Run(at)))
        if self.is_running and not runs:
            return replace(self, runs=(*self.runs[:-1], replace(self.runs[-1], end=at)))
        return self

    def end(self, at: datetime, *, is_answered: bool) -> "Life":
        return replace(self.set_running(at, runs=False), ended_at=self.ended_at or at, is_answered=is_answered)

    def spent(self, hours: Hours, now: datetime) -> timedelta:
        """How much business time it ran."""
        return sum((business_time_between(run.start, run.end or now, hours) for run in self.runs), NOTHING)

    def reached_at(self, duration: timedelta, hours: Hours) -> datetime | None:
        """When it has run so long; None where it stands still before, or nobody ever works."""
        left = duration
        for run in self.runs:
            if run.end is None:
                return add_business_time(run.start, left, hours)
            passed = business_time_between(run.start, run.end, hours)
            if passed >= left:
                return add_business_time(run.start, left, hours)
            left -= passed
        return None


@dataclass(slots=True)
class _Ticket:
    """Where the ticket stands while its history is gone through."""

    pauses: frozenset[Status]
    status: Status = Status.NEW
    was_answered: bool = False
    response: Life | None = None
    resolution: Life | None = None
    ended: list[Life] = field(default_factory=list)

    def begin_response(self, at: datetime) -> None:
        if self.response is not None and self.response.ended_at is None:
            return
        self._let_go(self.response)
        kind = Kind.NEXT_RESPONSE if self.was_answered else Kind.FIRST_RESPONSE
        self.response = Life(kind, at).set_running(at, runs=self._runs)

    def take_in(self, since: datetime, at: datetime) -> None:
        """Somebody who has waited since then on another ticket does so on this one."""
        if self.response is not None and self.response.ended_at is None and self.response.started_at <= since:
            return
        self._let_go(self.response)
        kind = Kind.NEXT_RESPONSE if self.was_answered else Kind.FIRST_RESPONSE
        self.response = Life(kind, since, (Run(since),)).set_running(at, runs=self._runs)

    def begin_resolution(self, at: datetime) -> None:
        self._let_go(self.resolution)
        self.resolution = Life(Kind.RESOLUTION, at).set_running(at, runs=self._runs)

    def answer(self, at: datetime) -> None:
        self.was_answered = True
        if self.response is not None:
            self.ended.append(self.response.end(at, is_answered=True))
            self.response = None

    def stand_at(self, status: Status, at: datetime, *, by_staff: bool) -> None:
        was_finished, self.status = self.status in FINISHED, status
        if status in FINISHED and not was_finished:
            self._finish(at)
        elif was_finished and status not in FINISHED:
            self._reopen(at, by_staff=by_staff)
        self._adjust(at)

    def _finish(self, at: datetime) -> None:
        """The clocks end; they are kept at hand, as staff who undo a slip want them back."""
        if self.response is not None:
            self.response = self.response.end(at, is_answered=False)
        if self.resolution is not None:
            self.resolution = self.resolution.end(at, is_answered=True)

    def _reopen(self, at: datetime, *, by_staff: bool) -> None:
        """By staff it goes on as if it had never been done; somebody who writes again has another matter."""
        if not by_staff:
            self.begin_resolution(at)
            if self.response is not None and self.response.ended_at is not None:
                self.begin_response(at)
            return
        if self.response is not None:
            self.response = replace(self.response, ended_at=None)
        if self.resolution is not None:
            self.resolution = replace(self.resolution, ended_at=None, is_answered=False)

    def _adjust(self, at: datetime) -> None:
        for name in ("response", "resolution"):
            life: Life | None = getattr(self, name)
            if life is not None and life.ended_at is None:
                setattr(self, name, life.set_running(at, runs=self._runs))

    def _let_go(self, life: Life | None) -> None:
        if life is not None and life.ended_at is not None:
            self.ended.append(life)

    @property
    def _runs(self) -> bool:
        return self.status not in FINISHED | self.pauses


@dataclass(frozen=True, slots=True)
class Lives:
    """The clocks that go on, running or not, and those that have ended."""

    going_on: tuple[Life, ...]
    ended: tuple[Life, ...]


def read(
    opened_at: datetime, history: Iterable[Happened], *, status: Status, pauses: frozenset[Status], now: datetime
) -> Lives:
    """The clocks of a ticket that was opened then, in the order of what happened, and stands at `status` now."""
    ticket = _Ticket(pauses)
    ticket.begin_response(opened_at)
    ticket.begin_resolution(opened_at)
    for each in history:
        if each.what == What.CUSTOMER_WROTE:
            ticket.begin_response(each.at)
        elif each.what == What.REPLIED:
            ticket.answer(each.at)
        elif each.since is not None:
            ticket.take_in(each.since, each.at)
        elif each.status is not None:
            ticket.stand_at(each.status, each.at, by_staff=each.by_staff)
    if ticket.status != status:  # what happened before there were events
        ticket.stand_at(status, now, by_staff=True)
    last = [life for life in (ticket.response, ticket.resolution) if life is not None]
    return Lives(
        going_on=tuple(life for life in last if life.ended_at is None),
        ended=(*ticket.ended, *(life for life in last if life.ended_at is not None)),
    )
