"""The policies and business hours that hold. For many tickets in one transaction they are read once."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from tickets.models import BusinessHours, SlaPolicy
from tickets.models.business_hours import hours_of_team
from tickets.sla.hours import Hours, around_the_clock
from tickets.sla.policies import Policy


class Standing:
    """What was read already, by whose it is."""

    def __init__(self) -> None:
        self._policies: list[Policy] | None = None
        self._hours: dict[int, Hours] = {}
        self._of_teams: dict[int | None, Hours] = {}

    def policies(self) -> list[Policy]:
        """Those in use, in their order."""
        if self._policies is None:
            self._policies = SlaPolicy.objects.values_in_order()
        return self._policies

    def hours(self, policy: Policy, team: int | None) -> Hours:
        """The hours of the policy; where it names none, those of the team."""
        if policy.hours is not None:
            if policy.hours not in self._hours:
                row = BusinessHours.objects.prefetch_related("spans", "holidays").get(pk=policy.hours)
                self._hours[policy.hours] = row.value()
            return self._hours[policy.hours]
        if team not in self._of_teams:
            own = hours_of_team(team)
            self._of_teams[team] = own.value() if own else around_the_clock()
        return self._of_teams[team]


_standing: ContextVar[Standing | None] = ContextVar("standing", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Within it, policies and hours stand as they were first read: for one transaction, and no longer."""
    token = _standing.set(Standing())
    try:
        yield
    finally:
        _standing.reset(token)


def standing() -> Standing:
    """What was read already within `read_once`; outside of it nothing."""
    return _standing.get() or Standing()
