"""Moves messages with their mail and mentions from one ticket to another, and back."""

from django.db.models import QuerySet

from tickets.models import IncomingEmail, Mention, Merge, MergedMessage, Message, OutgoingEmail, Ticket


def move(merge: Merge) -> None:
    """Everything that was said on the source goes to the target, and the merge remembers it."""
    moved = list(Message.objects.filter(ticket=merge.source).order_by("pk").values_list("pk", flat=True))
    MergedMessage.objects.bulk_create(MergedMessage(merge=merge, message_id=key) for key in moved)
    # What was sent in once on each of them would be there twice by the same name.
    twice = Message.objects.filter(ticket=merge.target, submission__isnull=False).values("submission")
    Message.objects.filter(pk__in=moved, submission__in=twice).update(submission=None)
    # Who has no name is called by the ticket's requester, which from now on is another one.
    nameless = Message.objects.filter(pk__in=moved, kind=Message.Kind.CUSTOMER, author_name="")
    nameless.update(author_name=merge.source.requester_name or merge.source.requester_email)
    _carry(Message.objects.filter(pk__in=moved), merge.target)


def move_back(merge: Merge) -> None:
    """What moved goes back, but for what was moved on since."""
    moved = MergedMessage.objects.filter(merge=merge).values("message")
    _carry(Message.objects.filter(pk__in=moved, ticket=merge.target), merge.source)


def _carry(messages: "QuerySet[Message]", to: Ticket) -> None:
    keys = list(messages.values_list("pk", flat=True))
    OutgoingEmail.objects.filter(message__in=keys).update(ticket=to)
    IncomingEmail.objects.filter(message__in=keys).update(ticket=to)
    # Who is named in a note sees the ticket it stands on.
    Mention.objects.filter(message__in=keys).update(ticket=to)
    Message.objects.filter(pk__in=keys).update(ticket=to)
