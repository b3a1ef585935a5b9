"""What a member packed for the owners or admins of their organisation, and what became of it."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Visitor
from messenger.conversations.models import TEXT_LIMIT, Conversation, new_reference
from tickets.models import StoredFile, Ticket

HOLDS_FOR = timedelta(days=14)
# So long after it was asked the member is told that nobody has sent it on.
TOLD_AFTER = timedelta(days=3)


class Standing(StrEnum):
    """How a packet stands."""

    WAITING = "waiting"
    SENT = "sent"
    REVOKED = "revoked"
    EXPIRED = "expired"


class PacketQuerySet(models.QuerySet["Packet"]):
    """Which packets."""

    def open(self) -> Self:
        """Neither sent on nor taken back; their link may have run out."""
        return self.filter(sent_at=None, revoked_at=None)

    def untold(self, now: datetime) -> Self:
        """Those that nobody has sent on for so long that the member should know, and doesn't."""
        return self.open().filter(told_at=None, created_at__lte=now - TOLD_AFTER)


class Packet(models.Model):
    """One question that a member put into the hands of their organisation. What it holds stays as they packed it."""

    reference = models.CharField(max_length=20, unique=True, default=new_reference, editable=False)
    conversation = models.ForeignKey(
        Conversation, verbose_name=_("conversation"), on_delete=models.CASCADE, related_name="packets"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="packets"
    )
    # The member, as the login said when they asked.
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("email"))
    # The role that can send it on is named by it: owners of Claude, admins of the Console.
    for_admins = models.BooleanField(default=False)
    text = models.TextField(_("text"), max_length=TEXT_LIMIT)
    transcript = models.JSONField(_("transcript"), default=list, blank=True)
    # Whether anybody was known to write to; else the member passes the link on.
    mailed = models.BooleanField(_("mailed"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("ends"))
    told_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(_("taken back"), null=True, editable=False)
    sent_at = models.DateTimeField(_("sent on"), null=True, editable=False)
    ticket = models.OneToOneField(
        Ticket, verbose_name=_("ticket"), null=True, blank=True, on_delete=models.SET_NULL, related_name="packet"
    )

    objects = PacketQuerySet.as_manager()

    class Meta:
        verbose_name = _("packet for an owner or admin")
        verbose_name_plural = _("packets for owners and admins")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=models.Q(sent_at=None, revoked_at=None),
                name="messenger_packet_one_open",
            ),
            models.CheckConstraint(
                name="messenger_packet_sent_or_taken_back",
                condition=models.Q(sent_at__isnull=True) | models.Q(revoked_at__isnull=True),
            ),
            models.CheckConstraint(
                name="messenger_packet_ticket_was_sent",
                condition=models.Q(ticket__isnull=True) | models.Q(sent_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(sent_at=None, revoked_at=None, told_at=None),
                name="messenger_packet_untold",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def standing(self, now: datetime) -> Standing:
        """How it stands now."""
        if self.sent_at is not None:
            return Standing.SENT
        if self.revoked_at is not None:
            return Standing.REVOKED
        return Standing.WAITING if now < self.expires_at else Standing.EXPIRED

    @property
    def who(self) -> str:
        """What to call the member."""
        return self.name or self.email


class PacketFile(models.Model):
    """A file of the conversation that goes along."""

    packet = models.ForeignKey(Packet, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="in_packets")

    class Meta:
        verbose_name = _("file of a packet")
        verbose_name_plural = _("files of packets")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["packet", "file"], name="messenger_packet_file_once"),
        ]

    def __str__(self) -> str:
        return str(self.file)


class PacketDraft(models.Model):
    """What somebody typed on a packet's page that couldn't be sent; it waits for them until they are logged in."""

    packet = models.ForeignKey(Packet, on_delete=models.CASCADE, related_name="drafts")
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True, max_length=TEXT_LIMIT)
    added = models.TextField(blank=True, max_length=TEXT_LIMIT)

    class Meta:
        verbose_name = _("draft for a packet")
        verbose_name_plural = _("drafts for packets")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["packet", "visitor"], name="messenger_packet_draft_once"),
        ]

    def __str__(self) -> str:
        return str(self.packet)
