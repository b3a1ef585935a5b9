"""Email in both directions, kept exactly: what we send and how it went, what came in and where it went."""

from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import HashIndex, OpClass
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.mail import packed
from tickets.models.messages import Message
from tickets.models.tickets import Ticket
from tickets.models.which_tickets import of_visible, seen_by


class OutgoingEmailQuerySet(models.QuerySet["OutgoingEmail"]):
    """Which outgoing mail."""

    def visible_to(self, person: User | AnonymousUser) -> "OutgoingEmailQuerySet":
        """Mail of the tickets that this member of staff may see."""
        return of_visible(self, person)

    def dead(self) -> "OutgoingEmailQuerySet":
        """Mail that no attempt will be made for any more, and that nobody has put aside."""
        return self.filter(status__in=OutgoingEmail.DEAD, put_aside_at=None)


class OutgoingEmail(models.Model):
    """An email as it will be or was sent; written in the same transaction as what it tells about."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("receipt")
        REPLY = "reply", _("reply")
        NOTICE = "notice", _("notice")
        RATING = "rating", _("question how our help was")
        CLOSING = "closing", _("word before closing")

    class Status(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        SUPPRESSED = "suppressed", _("held back")

    DEAD: ClassVar = (Status.FAILED, Status.SUPPRESSED)

    ticket = models.ForeignKey(Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="emails")
    message = models.ForeignKey(Message, verbose_name=_("message"), on_delete=models.CASCADE, related_name="emails")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    to_name = models.CharField(_("recipient"), max_length=200, blank=True)
    to_email = models.EmailField(_("to"))
    subject = models.CharField(_("subject line"), max_length=300)
    body = models.TextField(_("text"))
    body_html = models.TextField(_("HTML"), blank=True)
    mail_id = models.CharField("Message-ID", max_length=250, unique=True)
    in_reply_to = models.CharField("In-Reply-To", max_length=998, blank=True)
    references = models.TextField("References", blank=True)
    reply_to = models.EmailField("Reply-To")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    claimed_at = models.DateTimeField(_("taken in hand"), null=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    returned_at = models.DateTimeField(_("came back"), null=True, editable=False)
    # Somebody saw that it wasn't sent, and has nothing to do about it.
    put_aside_at = models.DateTimeField(_("put aside"), null=True, editable=False)

    objects = OutgoingEmailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing email")
        verbose_name_plural = _("outgoing emails")
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["created_at"], condition=~models.Q(status="sent"), name="tickets_outgoing_not_yet_sent"
            ),
            models.Index(fields=["-created_at", "-id"], name="tickets_outgoing_latest"),
            models.Index(fields=["status", "-created_at", "-id"], name="tickets_outgoing_by_status"),
            models.Index(OpClass(Lower("to_email"), name="text_pattern_ops"), name="tickets_outgoing_address"),
            models.Index(
                fields=["-created_at", "-id"],
                condition=models.Q(status__in=["failed", "suppressed"], put_aside_at=None),
                name="tickets_outgoing_dead",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "to_email", "kind"], name="tickets_outgoing_once_per_kind"),
            models.CheckConstraint(
                name="tickets_outgoing_sent_time_exactly_when_sent",
                condition=models.Q(status="sent", sent_at__isnull=False)
                | (~models.Q(status="sent") & models.Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="tickets_outgoing_claimed_exactly_while_sending",
                condition=models.Q(status="sending", claimed_at__isnull=False)
                | (~models.Q(status="sending") & models.Q(claimed_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to_email}: {self.subject}"

    @property
    def is_unsent(self) -> bool:
        """Whether it reached nobody and no attempt will be made any more: it can be sent again by hand."""
        return self.status in self.DEAD or self.returned_at is not None


class IncomingEmailQuerySet(models.QuerySet["IncomingEmail"]):
    """Which incoming mail."""

    def visible_to(self, person: User | AnonymousUser) -> "IncomingEmailQuerySet":
        """Mail that belongs to no ticket, or to one that this member of staff may see."""
        seen = seen_by(person, "ticket__")
        # Who sees every ticket has no condition; "or nothing" would leave the mail of no ticket alone.
        return self.filter(models.Q(ticket=None) | seen) if seen else self.all()

    def quarantined(self) -> "IncomingEmailQuerySet":
        """Mail that somebody has to look at."""
        return self.filter(outcome=IncomingEmail.Outcome.QUARANTINED)

    def to_read_again(self) -> "IncomingEmailQuerySet":
        """Mail that a better reader, or a scanner that knows better, may find something else in."""
        apart = models.Q(outcome=IncomingEmail.Outcome.QUARANTINED, reason__in=IncomingEmail.READ_ANEW)
        return self.filter(models.Q(outcome=IncomingEmail.Outcome.UNREADABLE) | apart)


class IncomingEmail(models.Model):
    """A mail that arrived and what became of it; until it is read, only that it came. Nothing received is deleted."""

    class Outcome(models.TextChoices):
        RECEIVED = "received", _("waits to be read")
        JOINED = "joined", _("joined a ticket")
        ANSWERED = "answered", _("answered with the ways to us")
        QUARANTINED = "quarantined", _("quarantined")
        IGNORED = "ignored", _("ignored")
        UNREADABLE = "unreadable", _("unreadable")

    class Reason(models.TextChoices):
        REPLY_ADDRESS = "reply_address", _("sent to the person’s own reply address")
        REFERENCES = "references", _("answers an email of ours")
        BODY_TOKEN = "body_token", _("quotes the person’s own link to the case")
        OPENED = "opened", _("opened a ticket")
        REPORTED = "reported", _("opened a report under the law")
        ANSWERED = "answered", _("new mail of somebody who may open no ticket by mail")
        ANSWERED_LATELY = "answered_lately", _("new mail of somebody who had that answer lately")
        JOINED_BY_HAND = "joined_by_hand", _("joined by hand")
        OPENED_BY_HAND = "opened_by_hand", _("opened a ticket by hand")
        FORGED_ADDRESS = "forged_address", _("the reply address isn’t one we gave to this sender")
        WRONG_SENDER = "wrong_sender", _("the sender isn’t on the ticket")
        UNPROVED = "unproved", _("names a ticket without proof that we wrote to this sender")
        DMARC_FAILED = "dmarc_failed", _("the sender’s domain disowns it (DMARC)")
        SPF_FAILED = "spf_failed", _("the sender’s domain doesn’t send from there (SPF)")
        TOO_OFTEN = "too_often", _("comes too often for a person: perhaps a machine")
        NO_TICKET = "no_ticket", _("belongs to no ticket")
        UNREADABLE = "unreadable", _("can’t be read as a mail")
        EMPTY = "empty", _("has no text")
        INFECTED = "infected", _("the virus scanner objects")
        AUTO_REPLY = "auto_reply", _("automatic reply")
        BOUNCE = "bounce", _("delivery failure")
        DELAY = "delay", _("delivery delayed")
        COMPLAINT = "complaint", _("complaint about our mail")
        MAILING_LIST = "mailing_list", _("from a mailing list")
        OWN_MAIL = "own_mail", _("our own mail come back")
        DUPLICATE = "duplicate", _("already received")
        DISCARDED = "discarded", _("discarded by hand")

    READ_ANEW: ClassVar = (Reason.UNREADABLE, Reason.EMPTY, Reason.INFECTED)

    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the raw mail.")
    mail_id = models.CharField("Message-ID", max_length=998, blank=True)
    sender_name = models.CharField(_("sender"), max_length=300, blank=True)
    sender_email = models.CharField(_("from"), max_length=320, blank=True)
    recipients = models.TextField(_("to"), blank=True)
    subject = models.TextField(_("subject line"), blank=True)
    text = models.TextField(_("text"), blank=True)
    quoted = models.TextField(_("quoted text"), blank=True)
    attachments = models.JSONField(_("attachments"), default=list, blank=True)
    authentication = models.CharField(_("sender checks"), max_length=200, blank=True)
    threat = models.CharField(
        _("threat"), max_length=200, blank=True, db_default="", help_text=_("What the virus scanner calls it.")
    )
    # What the door heard beside the mail: `tickets.mail.doors.Envelope`.
    envelope = models.JSONField(default=dict, db_default={}, blank=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, default=Outcome.RECEIVED)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    failure = models.TextField(_("what went wrong"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    # The same for every copy of a mail; `counts` is set for the one of them that isn't a duplicate.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    counts = models.BooleanField(default=False, editable=False)
    ticket = models.ForeignKey(
        Ticket, verbose_name=_("ticket"), null=True, blank=True, on_delete=models.SET_NULL, related_name="incoming"
    )
    message = models.OneToOneField(
        Message, verbose_name=_("message"), null=True, blank=True, on_delete=models.SET_NULL, related_name="incoming"
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)

    objects = IncomingEmailQuerySet.as_manager()

    class Meta:
        verbose_name = _("incoming email")
        verbose_name_plural = _("incoming emails")
        ordering: ClassVar = ["-received_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["-received_at", "-id"], name="tickets_incoming_latest"),
            models.Index(fields=["outcome", "-received_at", "-id"], name="tickets_incoming_by_outcome"),
            models.Index(fields=["reason", "-received_at", "-id"], name="tickets_incoming_by_reason"),
            models.Index(
                fields=["-received_at", "-id"], condition=models.Q(ticket=None), name="tickets_incoming_apart"
            ),
            models.Index(
                fields=["received_at"], condition=models.Q(outcome="received"), name="tickets_incoming_not_yet_read"
            ),
            models.Index(OpClass(Lower("sender_email"), name="text_pattern_ops"), name="tickets_incoming_address"),
            # Asked for every mail that arrives.
            HashIndex(fields=["mail_id"], name="tickets_incoming_message_id"),
        ]
        constraints: ClassVar = [
            # Another copy is kept too, but only one ever counts.
            models.UniqueConstraint(
                fields=["fingerprint"], condition=models.Q(counts=True), name="tickets_incoming_copy_counts_once"
            ),
            models.CheckConstraint(
                name="tickets_incoming_reason_exactly_when_read",
                condition=models.Q(outcome="received", reason="")
                | (~models.Q(outcome="received") & ~models.Q(reason="")),
            ),
            models.CheckConstraint(
                name="tickets_incoming_quarantined_is_on_no_thread",
                condition=~models.Q(outcome="quarantined") | models.Q(message__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.mail_id

    @property
    def may_be_read_again(self) -> bool:
        """As `to_read_again` asks it of many."""
        is_apart = self.outcome == self.Outcome.QUARANTINED and self.reason in self.READ_ANEW
        return is_apart or self.outcome == self.Outcome.UNREADABLE


class OriginalMailQuerySet(models.QuerySet["OriginalMail"]):
    """Which raw mail."""

    def shown_as_sent(self) -> Self:
        """That of mail that was read, and to which no scanner objects: before, it has what is hidden otherwise."""
        unread = (IncomingEmail.Outcome.RECEIVED, IncomingEmail.Outcome.UNREADABLE)
        return self.filter(incoming__threat="").exclude(incoming__outcome__in=unread)

    def first_raw(self) -> bytes | None:
        """The mail as it came, of the first of these; None where there is none."""
        row = self.first()
        return row.raw if row else None


class OriginalMail(models.Model):
    """A mail byte for byte, in a table of its own: no list and no thread carries it along.

    It is stored as it came, and packed when the site has time (`tickets.mail.actions.packing`); `raw` is it either way.
    Who writes other content says with it that it isn't packed.
    """

    incoming = models.OneToOneField(
        IncomingEmail, primary_key=True, on_delete=models.CASCADE, related_name="original", verbose_name=_("mail")
    )
    content = models.BinaryField(_("raw mail"))
    is_packed = models.BooleanField(default=False, db_default=False, editable=False)

    objects = OriginalMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("original mail")
        verbose_name_plural = _("original mails")
        indexes: ClassVar = [
            models.Index(fields=["incoming"], condition=models.Q(is_packed=False), name="tickets_original_unpacked"),
        ]

    def __str__(self) -> str:
        return str(self.incoming_id)

    @property
    def raw(self) -> bytes:
        """The mail as it came."""
        content = bytes(self.content)
        return packed.unpack(content) if self.is_packed else content
