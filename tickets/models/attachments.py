"""Files that came with a message. Their bytes are stored by themselves, in the mail that it was, or both."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.models.files import StoredFile
from tickets.models.messages import Message
from tickets.redaction.words import MARK


class Attachment(models.Model):
    """One file of a message, by name, type and size."""

    message = models.ForeignKey(
        Message, verbose_name=_("message"), on_delete=models.CASCADE, related_name="attachments", db_index=False
    )
    position = models.PositiveIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("content type"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size"))
    # Which of the files in the message's incoming mail this is; null for one that came in no mail.
    mail_part = models.PositiveIntegerField(null=True, blank=True)
    # Whether a worker has still to keep it by itself, or to find that it stays in the mail.
    waits = models.BooleanField(default=False, db_default=False, editable=False)
    file = models.OneToOneField(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="attachment", verbose_name=_("file")
    )

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "position"], name="tickets_attachment_place_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["message"], condition=models.Q(waits=True), name="tickets_attachment_waits"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_redacted(self) -> bool:
        """Whether its bytes were taken away; its place on the message stays."""
        return self.name == MARK and not self.size
