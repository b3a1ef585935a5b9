"""Which files went with which message to Fin. The files are the tickets'; a ticket that is made of it has them too."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from messenger.conversations.models import Message
from tickets.models import StoredFile


class MessageFile(models.Model):
    """A file of a person's message."""

    message = models.ForeignKey(Message, verbose_name=_("message"), on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(
        StoredFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="in_conversation"
    )

    class Meta:
        verbose_name = _("file of a message")
        verbose_name_plural = _("files of messages")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.file)
