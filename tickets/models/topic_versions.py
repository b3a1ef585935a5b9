"""What a topic was at a time: a change makes a new version, and a ticket keeps the one that its writer saw."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tickets import topic_content
from tickets.cases import FieldWords
from tickets.models.topics import Topic


class TopicVersion(models.Model):
    """One version: the whole content as `tickets.topic_content` reads it, who made it and when; it never changes."""

    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version of a topic")
        verbose_name_plural = _("versions of topics")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "number"], name="tickets_topic_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.number}"

    @property
    def proof_needed(self) -> int:
        """How many lines of the proof had to match."""
        return int(self.content["proof_needed"])

    def label(self, locale: str = "") -> str:
        """The topic's words as they were, in `locale` (the active language when empty), else in English, else slug."""
        return topic_content.words(self.content, locale or get_language() or "en", "label") or self.content["slug"]

    def own_label(self, locale: str) -> str:
        """What it was called in exactly this language, or ""."""
        return str(self.content.get("texts", {}).get(locale, {}).get("label", ""))

    def field_words(self, locale: str = "") -> dict[str, FieldWords]:
        """What its fields and their choices were called, by key."""
        return topic_content.field_words(self.content, locale or get_language() or "en")
