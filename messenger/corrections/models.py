"""Which texts of articles Fin showed, and in which answers. The texts are the articles' own; whose answer says who."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from messenger.fin.models import FinAnswer


class ShownText(models.Model):
    """Some sentences of one version of a section, as they were shown; once, however many saw them.

    "" as the text is what isn't known any more, from before these rows.
    """

    number = models.PositiveBigIntegerField(_("article"))
    locale = models.CharField(_("language"), max_length=20)
    version = models.PositiveIntegerField(_("version"))
    anchor = models.CharField(max_length=300, blank=True)
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("shown text")
        verbose_name_plural = _("shown texts")
        constraints: ClassVar = [
            # Also finds what an article said up to a version.
            models.UniqueConstraint(
                fields=["number", "locale", "version", "anchor", "digest"], name="messenger_shown_text_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Showing(models.Model):
    """That an answer of Fin's came from these sentences. It goes with the answer."""

    answer = models.ForeignKey(FinAnswer, on_delete=models.CASCADE, related_name="showings", db_index=False)
    shown = models.ForeignKey(ShownText, on_delete=models.CASCADE, related_name="showings", db_index=False)

    class Meta:
        verbose_name = _("showing")
        verbose_name_plural = _("showings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "shown"], name="messenger_shown_once_an_answer"),
        ]
        indexes: ClassVar = [models.Index(fields=["shown", "-id"], name="messenger_showing_newest")]

    def __str__(self) -> str:
        return f"{self.answer_id} ← {self.shown_id}"
