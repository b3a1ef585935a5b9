"""Rows as programs read them. Asks nothing of the database that `with_all` of its rows hasn't fetched."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import Prefetch
from django.urls import reverse

from accounts.models import Customer, Organisation, User
from api.schemas.library import ConversationOut, FieldOut, MacroOut, OrganisationOut, PersonOut, TopicOut
from api.schemas.shared import OrganisationName, Person, Team
from api.schemas.tickets import (
    Attached,
    Detail,
    Known,
    MessageOut,
    ParticipantOut,
    PriorityWord,
    RatingOut,
    Requester,
    TicketOut,
)
from messenger.conversations.flow import Stage
from messenger.models import Conversation
from tickets import cases
from tickets.actions.recording import name_of
from tickets.models import Attachment, Macro, Message, Participant, Ticket, TicketTag, Topic
from tickets.models.messages import MessageQuerySet
from tickets.models.tickets import TicketQuerySet
from tickets.workflow import Status

PRIORITIES = {word.value_of_row.value: word for word in PriorityWord}


def with_all(rows: TicketQuerySet) -> TicketQuerySet:
    """The tickets with what is shown of them: two questions more."""
    tagged = Prefetch("tagged", TicketTag.objects.select_related("tag").order_by("tag__name"))
    people = Prefetch("participants", Participant.objects.order_by("pk"))
    with_one = rows.select_related("assignee", "team", "topic", "organisation", "follows", "snooze", "rating")
    return with_one.prefetch_related(tagged, people)


def ticket(row: Ticket) -> TicketOut:
    """A ticket of `with_all`."""
    known = {name: str(row.identity.get(name) or "") for name in ("product", "plan", "role", "domain")}
    return TicketOut(
        reference=row.reference,
        url=settings.SITE_URL + reverse("admin:tickets_ticket_change", args=[row.reference]),
        subject=row.subject,
        status=Status(row.status),
        priority=PRIORITIES[row.priority],
        locale=row.locale,
        topic=row.topic.slug if row.topic else None,
        topic_label=row.topic_label,
        requester=Requester(name=row.requester_name, email=row.requester_email, person=row.customer_id),
        known=Known(**known),
        details=[Detail(key=line.key, label=line.label, value=line.value) for line in cases.read(row.details)],
        organisation=organisation_name(row.organisation),
        participants=[ParticipantOut(id=each.pk, name=each.name, email=each.email) for each in row.participants.all()],
        assignee=staff(row.assignee),
        team=team(row.team),
        tags=[each.tag.name for each in row.tagged.all()],
        rating=_rating(row),
        rule=row.rule,
        follows=row.follows.reference if row.follows else None,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        waiting_since=row.waiting_since,
        snoozed_until=row.snooze.until if hasattr(row, "snooze") else None,
        due_at=row.due_at,
        first_replied_at=row.first_replied_at,
        solved_at=row.solved_at,
    )


def _rating(row: Ticket) -> RatingOut | None:
    """What they said; None while they were only asked."""
    given = getattr(row, "rating", None)
    if given is None or given.rated_at is None:
        return None
    return RatingOut(score=given.score, comment=given.comment, rated_at=given.rated_at)


def with_files(rows: MessageQuerySet) -> MessageQuerySet:
    """Messages with what is shown of them: one question more."""
    return rows.select_related("author").prefetch_related(
        Prefetch("attachments", Attachment.objects.order_by("position"))
    )


def message(row: Message) -> MessageOut:
    """A message of `with_files`."""
    return MessageOut(
        id=row.pk,
        kind=Message.Kind(row.kind),
        channel=Message.Channel(row.channel),
        author=staff(row.author),
        author_name=row.author_name,
        body=row.body,
        quoted=row.quoted,
        own_words=row.own_words,
        translated_into=row.translated_into,
        files=[
            Attached(id=each.pk, name=each.name, content_type=each.content_type, size=each.size)
            for each in row.attachments.all()
        ],
        held_until=row.held_until,
        created_at=row.created_at,
    )


def person(row: Customer) -> PersonOut:
    """A person with their domain and organization."""
    return PersonOut(
        id=row.pk,
        name=row.name,
        email=row.email,
        locale=row.locale,
        domain=row.domain.host,
        subject=row.subject,
        product=row.product,
        plan=row.plan,
        role=row.role,
        organisation=organisation_name(row.organisation),
        claims_at=row.claims_at,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
    )


def organisation(row: Organisation) -> OrganisationOut:
    """An organization with its domain."""
    return OrganisationOut(id=row.pk, name=str(row), external_id=row.external_id, domain=row.domain.host)


def topic(row: Topic) -> TopicOut:
    """A topic with its texts, its fields and theirs."""
    fields = [
        FieldOut(
            key=each.key,
            kind=each.kind,
            label=words.label if (words := each.text()) else each.key,
            required=each.required,
            proof=each.proof,
        )
        for each in row.fields.all()
    ]
    return TopicOut(
        slug=row.slug,
        label=row.label(),
        kind=row.kind,
        product=row.product,
        active=row.active,
        priority=PRIORITIES[row.priority],
        team=team(row.team),
        fields=fields,
    )


def macro(row: Macro) -> MacroOut:
    """A macro with its texts and tags."""
    return MacroOut(
        id=row.pk,
        name=row.name,
        shared=row.is_shared,
        then=row.then,
        team=team(row.team),
        priority=PRIORITIES[row.priority] if row.priority is not None else None,
        tags=[tag.name for tag in row.tags.all()],
        texts=row.written(),
    )


def team(row: Group | None) -> Team | None:
    """A team by its name."""
    return Team(id=row.pk, name=row.name) if row else None


def staff(row: User | None) -> Person | None:
    """A member of staff by their name."""
    return Person(id=row.pk, name=name_of(row)) if row else None


def organisation_name(row: Organisation | None) -> OrganisationName | None:
    """An organization by its name."""
    return OrganisationName(id=row.pk, name=str(row)) if row else None


def conversation(row: Conversation) -> ConversationOut:
    """A conversation with its topic and ticket."""
    return ConversationOut(
        reference=row.reference,
        stage=Stage(row.stage),
        locale=row.locale,
        topic=row.topic.slug if row.topic else None,
        person=row.customer_id,
        ticket=row.ticket.reference if row.ticket else None,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
