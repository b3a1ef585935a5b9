"""Files that people sent: what is known of each, and which still wait to be sent. The bytes are in a storage."""

import secrets
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.models.replies import DRAFTS, ReplyDraft
from tickets.models.scheduled import LATER, ScheduledReply


def new_key() -> str:
    """A name that nobody can guess: 32 hexadecimal digits."""
    return secrets.token_hex(16)


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Which files."""

    def waiting_for(self, holder: str) -> Self:
        """Those that wait to be sent by this holder, in the order they came."""
        return self.filter(waiting__holder=holder).order_by("pk")

    def unsent_since(self, moment: datetime) -> Self:
        """Those that have waited since before this moment, but for those of a draft or a later reply that is there."""
        drafts = ReplyDraft.objects.annotate(
            holder=Concat(Value(DRAFTS), "ticket_id", Value(":"), "author_id", output_field=models.CharField())
        )
        # What a member of staff is still writing has no end.
        kept = models.Q(waiting__holder__startswith=DRAFTS) & models.Exists(
            drafts.filter(holder=models.OuterRef("waiting__holder"))
        )
        replies = ScheduledReply.objects.annotate(holder=Concat(Value(LATER), "pk", output_field=models.CharField()))
        later = models.Q(waiting__holder__startswith=LATER) & models.Exists(
            replies.filter(holder=models.OuterRef("waiting__holder"))
        )
        return self.filter(waiting__isnull=False, created_at__lte=moment).exclude(kept | later)

    def named_by_nothing(self) -> Self:
        """Those that no row of any app names: nothing waits with them, no message has them."""
        named = {f"{relation.name}__isnull": True for relation in self.model._meta.related_objects}
        return self.filter(**named)


class StoredContent(models.Model):
    """Bytes that are kept once for all files that came as the same ones; they go with the last of these files."""

    # Names the bytes in the storage, and says nothing of them.
    key = models.CharField(primary_key=True, max_length=32, default=new_key, editable=False)
    digest = models.CharField(max_length=64, editable=False, help_text="SHA-256 of the file as it was sent.")
    content_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    has_thumbnail = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("content of files")
        verbose_name_plural = _("contents of files")
        constraints: ClassVar = [models.UniqueConstraint(fields=["digest"], name="tickets_content_once")]

    def __str__(self) -> str:
        return self.key


class StoredFile(models.Model):
    """One file: its name, and what it was found to be by its content."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    # Whose bytes these are; null for a file that has its own, under its own key.
    content = models.ForeignKey(
        StoredContent,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="files",
        db_index=False,
    )
    name = models.CharField(_("name"), max_length=255)
    content_type = models.CharField(_("content type"), max_length=60)
    size = models.PositiveBigIntegerField(_("size"))
    digest = models.CharField(max_length=64, editable=False, help_text="SHA-256 of the file as it was sent.")
    # Of a picture; 0 for any other file.
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    has_thumbnail = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes: ClassVar = [
            models.Index(fields=["created_at"], name="tickets_file_created"),
            models.Index(
                fields=["content"], condition=models.Q(content__isnull=False), name="tickets_file_content_shared"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WaitingFile(models.Model):
    """A file that was uploaded and not sent yet. The holder is what it will be sent with, as its own app names it."""

    file = models.OneToOneField(StoredFile, primary_key=True, on_delete=models.CASCADE, related_name="waiting")
    holder = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("file not sent yet")
        verbose_name_plural = _("files not sent yet")
        indexes: ClassVar = [models.Index(fields=["holder"], name="tickets_waiting_holder")]

    def __str__(self) -> str:
        return f"{self.holder}: {self.file_id}"
