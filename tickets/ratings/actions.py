"""Asking for a rating, and taking it. Nothing else writes ratings."""

from datetime import datetime

from django.db import transaction

from tickets import workflow
from tickets.actions import announcing, recording
from tickets.events import Kind
from tickets.models import Message, Rating, SurveyOptOut, Ticket
from tickets.ratings import asking, emails
from web.secrets import mask

# Letters of a comment; whoever has more to say writes on the ticket.
LONGEST = 2000


@transaction.atomic
def ask(*, ticket_id: int, solved_at: datetime, now: datetime) -> Rating | None:
    """Ask the requester by mail, unless something has changed since it was planned, or they were asked of late."""
    ticket = Ticket.objects.select_for_update(of=("self",)).filter(pk=ticket_id).first()
    if ticket is None:
        return None
    answer = ticket.messages.filter(kind=Message.Kind.REPLY).order_by("-pk").first()
    case = asking.Case(
        is_solved=ticket.status == workflow.Status.SOLVED,
        solved_at=ticket.solved_at,
        planned_for=solved_at,
        was_answered=answer is not None,
        has_address=bool(ticket.requester_email),
        is_report=ticket.is_report,
        is_stopped=ticket.disowned_at is not None,
        wants_none=SurveyOptOut.objects.filter(address=ticket.requester_email.strip().lower()).exists(),
        asked_before=Rating.objects.filter(ticket=ticket).exists(),
    )
    asked = Rating.objects.asked_of(ticket.requester_email).order_by("-asked_at").values_list("asked_at", flat=True)
    if answer is None or not asking.is_asked(case, last_asked=asked.first(), now=now):
        return None
    rating = Rating.objects.create(
        ticket=ticket, email=ticket.requester_email, agent=ticket.assignee, team=ticket.team, asked_at=now
    )
    recording.queue([emails.question(rating, answer)])
    return rating


@transaction.atomic
def rate(*, rating: Rating, score: Rating.Score, comment: str, now: datetime) -> Rating:
    """Take what they say, the first time or anew; secrets in it are hidden. No page of staff goes stale by it."""
    row = Rating.objects.select_for_update(of=("self",)).select_related("ticket").get(pk=rating.pk)
    words = mask(comment.strip()[:LONGEST]).text
    if row.score != score:
        recording.record(row.ticket, Kind.RATED, None, now, score=str(score))
    elif row.comment != words:
        announcing.explained(row, now=now)
    row.score, row.comment, row.rated_at = score, words, now
    row.save(update_fields=["score", "comment", "rated_at"])
    return row
