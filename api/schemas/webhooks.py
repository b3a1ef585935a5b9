"""What webhooks tell: the `data` of each type. Tickets, messages and conversations look as the API gives them."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from ninja import Schema
from pydantic import Field

from api.schemas.library import ConversationOut
from api.schemas.shared import Person
from api.schemas.tickets import MessageOut, TicketOut
from webhooks.kinds import Kind


class Changed(StrEnum):
    """What of a ticket is otherwise."""

    STATUS = "status"
    ASSIGNEE = "assignee"
    PRIORITY = "priority"
    TEAM = "team"
    TAGS = "tags"


class ChangeOut(Schema):
    """One change. Of `tags` one was put on (`after`) or taken off (`before`); who was assigned before isn't told."""

    what: Changed
    before: str
    after: str
    author: Annotated[Person | None, Field(description="The member of staff who did it.")]
    author_name: str
    at: datetime


class TicketTold(Schema):
    """A ticket as it is when it is told."""

    ticket: TicketOut


class MessageTold(TicketTold):
    """ticket.created and what was said on a ticket."""

    message: MessageOut


class ChangeTold(TicketTold):
    """ticket.changed."""

    change: ChangeOut


class MergeTold(TicketTold):
    """ticket.merged: where the ticket goes on."""

    into: str


class PartingTold(TicketTold):
    """ticket.unmerged: the ticket that stands alone again, and out of which one it came."""

    out_of: str


class RatingTold(TicketTold):
    """ticket.rated. It comes again when they change the score, or what they wrote beside it."""

    score: str
    comment: Annotated[str, Field(description="What they wrote beside it, as it stands when it is told.")]


class HandoverTold(TicketTold):
    """conversation.handed_over."""

    conversation: ConversationOut


class TestTold(Schema):
    """webhook.test."""

    endpoint: Annotated[str, Field(description="Its name.")]


DATA: Mapping[Kind, type[Schema]] = {
    Kind.CREATED: MessageTold,
    Kind.REPLIED_CUSTOMER: MessageTold,
    Kind.REPLIED_STAFF: MessageTold,
    Kind.NOTED: MessageTold,
    Kind.CHANGED: ChangeTold,
    Kind.MERGED: MergeTold,
    Kind.UNMERGED: PartingTold,
    Kind.RATED: RatingTold,
    Kind.HANDED_OVER: HandoverTold,
    Kind.TEST: TestTold,
}
