"""Files that came with a message. Their bytes are in the mail that it was, or stored by themselves."""

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
    # Which of the files in the message's incoming mail this is; null for a file that is kept by itself.
    mail_part = models.PositiveIntegerField(null=True, blank=True)
    file = models.OneToOneField(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="attachment", verbose_name=_("file")
    )

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "position"], name="tickets_attachment_place_once"),
            models.CheckConstraint(
                name="tickets_attachment_bytes_in_one_place",
                condition=models.Q(mail_part__isnull=True) | models.Q(file__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_redacted(self) -> bool:
        """Whether its bytes were taken away; its place on the message stays."""
        return self.name == MARK and not self.size
