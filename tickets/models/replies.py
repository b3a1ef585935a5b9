"""What surrounds a reply: the text that isn't sent yet, and what sending changed, as long as it may be taken back."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.models.messages import Message
from tickets.models.tickets import Ticket

DRAFTS = "draft:"


def holder_of_draft(ticket: int, author: int) -> str:
    """What the files of a draft wait for, by the primary keys of ticket and author."""
    return f"{DRAFTS}{ticket}:{author}"


class ReplyDraft(models.Model):
    """What a member of staff is writing on a ticket; nobody else sees it."""

    ticket = models.ForeignKey(Ticket, verbose_name=_("ticket"), on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.CASCADE, related_name="+"
    )
    is_note = models.BooleanField(_("internal note"), default=False)
    body = models.TextField(_("text"))
    # What goes out in place of the text, its language, and the mark of the words that it was made from.
    translation = models.TextField(_("translation"), blank=True, default="", db_default="")
    translated_into = models.CharField(_("translated into"), max_length=20, blank=True, default="", db_default="")
    translated_of = models.CharField(max_length=16, blank=True, default="", db_default="")
    # The primary keys of the macros that were put into it.
    macros = models.JSONField(default=list, blank=True)
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("draft of a reply")
        verbose_name_plural = _("drafts of replies")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "author"], name="tickets_reply_draft_one_each"),
        ]

    def __str__(self) -> str:
        return self.body[:80]


class SentReply(models.Model):
    """What sending a reply changed on its ticket. With it the reply can be taken back; it goes soon after."""

    message = models.OneToOneField(
        Message, primary_key=True, verbose_name=_("message"), on_delete=models.CASCADE, related_name="sent"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.CASCADE, related_name="+"
    )
    until = models.DateTimeField(_("can be taken back until"))
    # The ticket's fields as they were, and as sending left them.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    events = models.JSONField(default=list)
    macros = models.JSONField(default=list)
    # The primary keys of the tags that came with it, as they stand on the ticket.
    tags = models.JSONField(default=list)

    class Meta:
        verbose_name = _("sent reply")
        verbose_name_plural = _("sent replies")
        indexes: ClassVar = [models.Index(fields=["until"], name="tickets_sent_reply_until")]

    def __str__(self) -> str:
        return str(self.message_id)
