"""Tickets that became one: which went into which, what moved with it, and how both stood before."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.models.messages import Message, MessageQuerySet
from tickets.models.participants import Participant
from tickets.models.tickets import Ticket

# So long a merge can be taken back.
UNDO_FOR = timedelta(days=1)


class MergeQuerySet(models.QuerySet["Merge"]):
    """Which merges."""

    def standing(self) -> "MergeQuerySet":
        """Those that weren't taken back."""
        return self.filter(undone_at=None)

    def is_done(self, sources: Iterable[Ticket], target: Ticket) -> bool:
        """Whether each of these went into that one."""
        rows = list(sources)
        return self.filter(source__in=rows, target=target).count() == len(rows)

    def made_with(self, merge: "Merge") -> "MergeQuerySet":
        """This one and those that were made in one go with it, and stand."""
        return self.standing().filter(target=merge.target_id, author=merge.author_id, made_at=merge.made_at)

    def open_to_requester(self) -> "MergeQuerySet":
        """Those that stand and whose target the source's requester is on."""
        address = Lower(models.OuterRef("source__requester_email"))
        on = Participant.objects.alias(address=Lower("email")).filter(ticket=models.OuterRef("target"), address=address)
        own = models.Q(target__requester_email__iexact=models.F("source__requester_email"))
        return self.standing().exclude(source__requester_email="").filter(own | models.Exists(on))

    def of_chain(self, first: models.OuterRef) -> "MergeQuerySet":
        """Those that took the ticket with this primary key or one of its follow-ups away."""
        return self.filter(models.Q(source=first) | models.Q(source__root=first))


class Merge(models.Model):
    """That one ticket went into another. `before` and `after` are how they stood, `made` what the target was given."""

    source = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="merges_away")
    target = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="merges_in")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)
    # By "source" and "target": their fields, as `tickets.replies.restoring` has them, and the deadlines of reports.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    # The primary keys of the participants and tags that came to the target.
    made = models.JSONField(default=dict)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(undone_at=None), name="tickets_merge_into_one_only"
            ),
            models.CheckConstraint(
                name="tickets_merge_not_into_itself", condition=~models.Q(source=models.F("target"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"

    def may_be_undone(self, now: datetime) -> bool:
        """Whether there is still time to take it back."""
        return self.undone_at is None and now < self.made_at + UNDO_FOR

    def is_made_with(self, other: "Merge") -> bool:
        """Whether both were made in one go into the same ticket."""
        return (self.author_id, self.made_at, self.target_id) == (other.author_id, other.made_at, other.target_id)

    def is_newest(self) -> bool:
        """Whether nothing went into the same ticket since that is still there."""
        return not Merge.objects.standing().filter(target=self.target_id, pk__gt=self.pk).exists()


class MergedMessage(models.Model):
    """That a message moved with a merge."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="messages", db_index=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="moves")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merge", "message"], name="tickets_merged_message_once")
        ]

    def __str__(self) -> str:
        return f"{self.merge_id}: {self.message_id}"


def merge_of(ticket: Ticket) -> Merge | None:
    """Where the ticket was merged into, or None; only a closed one was."""
    if not ticket.is_closed:
        return None
    return Merge.objects.standing().filter(source=ticket).select_related("target", "author").first()


def merged_among(tickets: Iterable[Ticket]) -> set[int]:
    """The keys of those that were merged into another ticket, as `merge_of` has it."""
    closed = [ticket.pk for ticket in tickets if ticket.is_closed]
    return set(Merge.objects.standing().filter(source__in=closed).values_list("source", flat=True)) if closed else set()


def is_on(ticket: Ticket, email: str) -> bool:
    """Whether somebody with this address is on the ticket. Nobody is by an address that they didn't give."""
    return bool(email.strip()) and ticket.may_write(email)


def goes_on_in(ticket: Ticket, email: str) -> Ticket | None:
    """The ticket in which a merged one goes on for the person with this address, however often it was merged.

    None for one that wasn't merged, and for who isn't on the other ticket, or not any more: it is a stranger's.
    """
    found: Ticket | None = None
    merge = merge_of(ticket)
    while merge is not None and is_on(merge.target, email):
        found = merge.target
        merge = merge_of(found)
    return found


def merged_into(keys: list[int]) -> list[int]:
    """The keys of all tickets that went into these, and into those, and so on."""
    found: list[int] = []
    while keys:
        sources = Merge.objects.standing().filter(target__in=keys).exclude(source__in=found)
        keys = list(sources.values_list("source", flat=True))
        found += keys
    return found


def moved_from(tickets: "models.QuerySet[Ticket, Any] | list[int]") -> models.Q:
    """The messages that left these tickets by a merge that stands."""
    moves = MergedMessage.objects.filter(merge__source__in=tickets, merge__undone_at=None)
    return models.Q(pk__in=moves.values("message"))


def words_of(ticket: Ticket) -> MessageQuerySet:
    """What was said on the ticket, wherever it is kept now."""
    if not ticket.is_closed:
        return Message.objects.filter(ticket=ticket)
    return Message.objects.filter(models.Q(ticket=ticket) | moved_from([ticket.pk]))


def opening_of(first: int) -> MessageQuerySet:
    """The message that this ticket was opened with: neither what a merge brought later, nor lost where one took it."""
    brought = MergedMessage.objects.filter(message=models.OuterRef("pk"), merge__target=first, merge__undone_at=None)
    own = models.Q(ticket=first) & ~models.Exists(brought)
    return Message.objects.filter(own | moved_from([first])).order_by("pk")


def said_with_waiting(
    messages: MessageQuerySet,
) -> Iterable[tuple[int, datetime, int, str, datetime | None, str | None]]:
    """Of each: its ticket's key, when, its key and kind; and when a merge that stands brought it, and since when its
    customer waited."""
    moves = MergedMessage.objects.filter(
        message=models.OuterRef("pk"), merge__target=models.OuterRef("ticket"), merge__undone_at=None
    )
    return messages.annotate(
        brought_at=models.Subquery(moves.values("merge__made_at")[:1]),
        waited_since=models.Subquery(moves.values("merge__before__source__waiting_since")[:1]),
    ).values_list("ticket_id", "created_at", "pk", "kind", "brought_at", "waited_since")


def said_after_opening(first: int, *, further: "Ticket | None" = None) -> MessageQuerySet:
    """What customer and team said on the ticket with this primary key and its follow-ups, but its first words.

    `further` is the ticket that it was merged into, for who is on it.
    """
    chain = Ticket.objects.going_on_from(first).values("pk")
    said = models.Q(ticket__in=chain) | moved_from(chain)
    if further is not None:
        said |= models.Q(ticket__in=Ticket.objects.going_on_from(further.root_id or further.pk).values("pk"))
    return Message.objects.filter(said).visible_to_customer().exclude(pk__in=opening_of(first).values("pk")[:1])
