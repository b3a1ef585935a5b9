"""A ticket as another desk had it, in our words. Pure: no Django, no clock, no database.

Who wrote and whose it is are keys of ours by then; what nobody here has a key for is a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tickets.workflow import FINISHED, WAITING_FOR_US, Status

# As the rule and the reason of one: what its person might have reached here was never asked.
RULE = "imported"


@dataclass(frozen=True, slots=True)
class Said:
    """One message: `kind` and `channel` as tickets.Message has them. `holders` are what its files wait for."""

    kind: str
    channel: str
    body: str
    at: datetime
    author: int | None = None
    author_name: str = ""
    holders: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """One ticket. `said` is in the order of time and has a message at least; `participants` are (name, address)."""

    subject: str
    status: Status
    priority: int
    requester_name: str
    requester_email: str
    locale: str
    created_at: datetime
    updated_at: datetime
    said: Sequence[Said]
    solved_at: datetime | None = None
    customer: int | None = None
    organisation: int | None = None
    team: int | None = None
    assignee: int | None = None
    assignee_name: str = ""
    participants: Sequence[tuple[str, str]] = ()
    tags: Sequence[str] = field(default=())

    @property
    def finished_at(self) -> datetime | None:
        """When it was solved; of a finished one for which nobody noted it, when it changed last."""
        return (self.solved_at or self.updated_at) if self.status in FINISHED else None

    @property
    def first_replied_at(self) -> datetime | None:
        """When the team first answered, after it was opened."""
        return next((said.at for said in self.said if said.kind == "reply" and said.at > self.created_at), None)

    @property
    def waiting_since(self) -> datetime | None:
        """Since when the customer waits for us: their first word after our last one."""
        if self.status not in WAITING_FOR_US:
            return None
        since: datetime | None = None
        for said in self.said:
            if said.kind == "reply":
                since = None
            elif said.kind == "customer":
                since = since or said.at
        return since or self.updated_at

    @property
    def stood_at(self) -> Status:
        """Where it stood before it was finished, as far as can be told."""
        return Status.OPEN if self.first_replied_at else Status.NEW
