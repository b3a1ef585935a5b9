"""A ticket, and when it may be written on; which tickets there are is asked in which_tickets.py."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.expressions import OrderBy
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.entitlements import Rule
from accounts.models import Customer, Organisation
from tickets import cases, workflow
from tickets.cases import Case, Consent, Line
from tickets.guards import Standing
from tickets.models.topic_versions import TopicVersion
from tickets.models.topics import Priority, Topic
from tickets.models.which_tickets import FINISHED, HANDLE_REPORTS, HELD, KNOWN, QUEUE_ORDER, TicketQuerySet
from tickets.references import make_reference

__all__ = ["HANDLE_REPORTS", "HELD", "Ticket", "TicketQuerySet"]

_WAITING = (models.F("waiting_since").asc(nulls_last=True), models.F("updated_at").desc(), models.F("id").desc())
_LATEST = (models.F("updated_at").desc(), models.F("id").desc())
_URGENT = models.F("priority").desc()

# Where no topic says how much of a proof is enough.
_PROOF_NEEDED = 2


def _known(name: str) -> KeyTextTransform:
    """What was known of the person, as `of_person` asks for it."""
    return KeyTextTransform(name, "identity")


class Ticket(models.Model):
    """One case worked by people, with what was known about the person when it was opened."""

    class Status(models.TextChoices):
        NEW = workflow.Status.NEW, _("New")
        OPEN = workflow.Status.OPEN, _("Open")
        PENDING = workflow.Status.PENDING, _("Pending")
        ON_HOLD = workflow.Status.ON_HOLD, _("On hold")
        SOLVED = workflow.Status.SOLVED, _("Solved")
        CLOSED = workflow.Status.CLOSED, _("Closed")

    Priority = Priority

    QUEUE_ORDER: ClassVar[list[str | OrderBy]] = QUEUE_ORDER
    LATEST_FIRST: ClassVar[list[str]] = ["-updated_at", "-id"]

    reference = models.CharField(_("reference"), max_length=16, unique=True, default=make_reference, editable=False)
    subject = models.CharField(_("subject line"), max_length=250)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NEW)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    requester_name = models.CharField(_("name"), max_length=200, blank=True)
    # Empty where somebody reported without an address.
    requester_email = models.EmailField(_("email"), blank=True)
    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), null=True, blank=True, on_delete=models.SET_NULL, related_name="tickets"
    )
    # In whose name it was written; its owners or admins may read it in the messenger.
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organization"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tickets",
    )
    locale = models.CharField(_("language"), max_length=20)
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="tickets"
    )
    # What the topic was when the person wrote; later changes to it aren't this ticket's.
    topic_version = models.ForeignKey(
        TopicVersion,
        verbose_name=_("version of the topic"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tickets",
        db_index=False,
    )
    # Its words as the person read them; shown where there is no topic to ask for better ones.
    topic_label = models.CharField(max_length=200, blank=True)
    topic_kind = models.CharField(_("topic kind"), max_length=40, blank=True)
    rule = models.CharField(_("rule"), max_length=40)
    reason = models.CharField(_("reason"), max_length=80)
    # Snapshots of the moment the ticket was opened; later changes to the account don't rewrite them.
    identity = models.JSONField(_("identity"), default=dict, blank=True)
    details = models.JSONField(_("details"), default=list, blank=True)
    proof = models.JSONField(_("proof"), null=True, blank=True)
    transcript = models.JSONField(_("transcript"), default=list, blank=True)
    # The evidence of the consent; it stays when the conversation that it was given for goes.
    consent_version = models.CharField(_("consent"), max_length=20, blank=True, default="", db_default="")
    consent_locale = models.CharField(
        _("language of the consent"), max_length=20, blank=True, default="", db_default=""
    )
    consented_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    follows = models.ForeignKey(
        "self", verbose_name=_("follows"), null=True, blank=True, on_delete=models.SET_NULL, related_name="follow_ups"
    )
    # The ticket that a chain of follow-ups began with; null on that one.
    root = models.ForeignKey(
        "self", verbose_name=_("first ticket"), null=True, blank=True, on_delete=models.PROTECT, related_name="later"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assignee"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tickets",
    )
    team = models.ForeignKey(
        Group,
        verbose_name=_("team"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated"), default=timezone.now, editable=False)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, default=timezone.now, editable=False)
    first_replied_at = models.DateTimeField(_("first reply"), null=True, editable=False)
    solved_at = models.DateTimeField(_("solved"), null=True, editable=False)
    # Of the clock that runs out next (`SlaClock`): when, and from when on that is soon.
    due_at = models.DateTimeField(_("due"), null=True, editable=False)
    warn_at = models.DateTimeField(null=True, editable=False)
    # Links to the case page carry this number; those with an earlier one are revoked.
    case_epoch = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # Under a legal hold neither a rule nor a request deletes it.
    legal_hold = models.BooleanField(_("legal hold"), default=False, db_default=False, editable=False)
    # Whoever reads mail at the account's address said that it wasn't them: nothing is done on the account any more.
    disowned_at = models.DateTimeField(_("stopped by the account's owner"), null=True, editable=False)
    nudged_at = models.DateTimeField(_("last nudge"), null=True, editable=False)
    # When it was moved in from another desk; what happened before then happened there.
    imported_at = models.DateTimeField(_("moved in"), null=True, editable=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        permissions: ClassVar = [
            ("see_all_tickets", "Can see the tickets of every team"),
            ("hear_of_late_tickets", "Is told of tickets that get late while nobody has them"),
            ("hold_ticket", "Can put a ticket under a legal hold"),
            ("redact_ticket", "Can take words and files out of a case for good"),
            ("undo_stop_ticket", "Can undo the stop of a case by the account’s owner"),
        ]
        # Each list of the desk has one that gives its rows in its order, so that it reads no more than it shows.
        indexes: ClassVar = [
            models.Index(*_WAITING, condition=~FINISHED, name="tickets_ticket_queue"),
            *(
                models.Index(models.F(name), *_WAITING, condition=~FINISHED, name=f"tickets_ticket_queue_{name}")
                for name in ("assignee", "team", "topic", "rule", "locale")
            ),
            # Downwards, so that the most urgent first come out of it too.
            models.Index(_URGENT, *_WAITING, condition=~FINISHED, name="tickets_ticket_most_urgent"),
            models.Index(_URGENT, *_LATEST, name="tickets_ticket_by_urgency"),
            *(
                models.Index(_known(name), *_WAITING, condition=~FINISHED, name=f"tickets_ticket_queue_{name}")
                for name in KNOWN
            ),
            # With `warn_at` behind, so that what is due soon is told apart without a look at the rows.
            models.Index("due_at", "id", "warn_at", condition=~FINISHED, name="tickets_ticket_queue_due"),
            # For who sees few teams: of what nobody has, and of what is due, those of a team or of none.
            models.Index(
                fields=["team"],
                condition=~FINISHED & models.Q(assignee__isnull=True),
                name="tickets_ticket_queue_nobodys",
            ),
            models.Index(
                fields=["team", "due_at"],
                condition=~FINISHED & models.Q(due_at__isnull=False),
                name="tickets_ticket_queue_team_due",
            ),
            models.Index("due_at", "id", name="tickets_ticket_by_due"),
            models.Index("created_at", "id", condition=~FINISHED, name="tickets_ticket_queue_created"),
            models.Index(*_LATEST, name="tickets_ticket_latest"),
            models.Index(*_LATEST, condition=FINISHED, name="tickets_ticket_finished"),
            *(
                models.Index(models.F(name), *_LATEST, name=f"tickets_ticket_by_{name}")
                for name in ("status", "assignee", "team", "topic", "rule", "locale")
            ),
            *(models.Index(_known(name), *_LATEST, name=f"tickets_ticket_by_{name}") for name in KNOWN),
            models.Index(
                OpClass(Lower("requester_email"), name="text_pattern_ops"),
                models.F("created_at").desc(),
                name="tickets_ticket_address",
            ),
            models.Index(fields=["-created_at"], name="tickets_ticket_created"),
            models.Index(
                fields=["first_replied_at"],
                condition=models.Q(first_replied_at__isnull=False),
                name="tickets_ticket_first_reply",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="tickets_ticket_status_known",
                condition=models.Q(status__in=["new", "open", "pending", "on_hold", "solved", "closed"]),
            ),
            models.CheckConstraint(
                name="tickets_ticket_waits_exactly_when_ours",
                condition=models.Q(status__in=["new", "open", "on_hold"], waiting_since__isnull=False)
                | models.Q(status__in=["pending", "solved", "closed"], waiting_since__isnull=True),
            ),
            models.CheckConstraint(
                name="tickets_ticket_solved_time_exactly_when_solved",
                condition=models.Q(status__in=["solved", "closed"], solved_at__isnull=False)
                | models.Q(status__in=["new", "open", "pending", "on_hold"], solved_at__isnull=True),
            ),
            models.CheckConstraint(
                name="tickets_ticket_not_its_own_follow_up",
                condition=models.Q(follows__isnull=True) | ~models.Q(follows=models.F("id")),
            ),
            models.CheckConstraint(
                name="tickets_ticket_follow_up_knows_the_first",
                condition=models.Q(follows__isnull=True)
                | models.Q(root__isnull=False) & ~models.Q(root=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.subject}"

    @property
    def requester(self) -> str:
        """What to call the person: the name, else the address, else that there is neither."""
        return self.requester_name or self.requester_email or gettext("Without a name")

    @property
    def is_report(self) -> bool:
        """Whether it is, or follows up, a report under the law."""
        return self.rule == Rule.COMPLIANCE

    @property
    def topic_words(self) -> str:
        """The topic in the active language, else as the person read it."""
        return self.topic.label() if self.topic else self.topic_label

    @property
    def topic_at_opening(self) -> TopicVersion | Topic | None:
        """The topic as it was when the person wrote; as it is now where that isn't known."""
        return self.topic_version or self.topic

    @property
    def is_closed(self) -> bool:
        return self.status == workflow.Status.CLOSED

    @property
    def is_nudged(self) -> bool:
        """Whether somebody who waits for the team said so since its turn began."""
        return self.nudged_at is not None and self.waiting_since is not None and self.nudged_at >= self.waiting_since

    def proof_lines(self) -> tuple[Line, ...]:
        """The proof that was given, in the order of the form."""
        return cases.read(self.proof)

    @property
    def consent(self) -> Consent | None:
        """To what the person agreed before they wrote, or None where they weren't asked."""
        if self.consented_at is None:
            return None
        return Consent(self.consent_version, self.consent_locale, self.consented_at)

    def proof_standing(self) -> Standing:
        """How far the proof was compared, and how much of it the topic wants."""
        verdicts = list(self.proof_checks.values_list("matches", flat=True))
        return Standing(
            given=len(self.proof_lines()),
            matching=verdicts.count(True),
            differing=verdicts.count(False),
            needed=topic.proof_needed if (topic := self.topic_at_opening) else _PROOF_NEEDED,
            disowned=self.disowned_at is not None,
        )

    def case(self) -> Case:
        """What the ticket is about, whole: with it a follow-up goes on."""
        return Case(
            requester_name=self.requester_name,
            requester_email=self.requester_email,
            locale=self.locale,
            subject=self.subject,
            rule=self.rule,
            reason=self.reason,
            customer_id=self.customer_id,
            topic=self.topic.slug if self.topic else "",
            topic_version=self.topic_version_id,
            topic_label=self.topic_label,
            topic_kind=self.topic_kind,
            identity=self.identity,
            details=cases.read(self.details),
            proof=self.proof_lines(),
            transcript=tuple(self.transcript),
            consent=self.consent,
            organisation_id=self.organisation_id,
        )

    def stand_at(self, status: workflow.Status, now: datetime) -> None:
        """Set the status together with the times that go with it; the caller saves."""
        waits = status in workflow.WAITING_FOR_US
        self.waiting_since = (self.waiting_since or now) if waits else None
        finished = status in workflow.FINISHED
        self.solved_at = (self.solved_at or now) if finished else None
        self.status = status

    def may_write(self, email: str) -> bool:
        """Whether mail from this address may join the ticket: the requester's or a participant's."""
        address = email.strip().lower()
        if address == self.requester_email.lower():
            return True
        return self.participants.filter(email__iexact=address).exists()
