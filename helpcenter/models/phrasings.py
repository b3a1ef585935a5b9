"""What people may ask, in their words, and where it is answered: Fin learns from these rows. No reader sees them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpcenter.models.articles import LONGEST_QUESTION, Article


class PhrasingQuerySet(models.QuerySet["Phrasing"]):
    """Which phrasings."""

    def without_vector(self, made_of: str) -> Self:
        """Those that this encoder hasn't read yet, the oldest first."""
        return self.exclude(made_of=made_of).order_by("pk")


class Phrasing(models.Model):
    """One question in one language, and the article, perhaps the section, that answers it; or that none does."""

    class Nobody(models.TextChoices):
        """Why no article answers."""

        ELSEWHERE = "elsewhere", _("it has nothing to do with the product")
        UNCOVERED = "uncovered", _("nobody wrote about it yet")

    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="phrasings",
        verbose_name=_("article"),
        null=True,
        blank=True,
        help_text=_("The article that answers. Leave it out where none does."),
    )
    # The section's anchor in whichever language has it; sections of the others are those at the same place.
    anchor = models.CharField(
        _("section"),
        max_length=200,
        blank=True,
        help_text=_("The part of the section's address after #, in any language. Without it, the article as a whole."),
    )
    nobody = models.CharField(_("no article answers, because"), max_length=10, choices=Nobody, blank=True)
    locale = models.CharField(_("language"), max_length=20)
    text = models.CharField(_("question"), max_length=LONGEST_QUESTION)
    # Came with the content files, which may take it away again; what staff wrote stays.
    shipped = models.BooleanField(_("came with the site"), default=False, editable=False)
    # The encoder's version, and what it made of the text: 512 bytes.
    made_of = models.CharField(max_length=64, default="", editable=False)
    vector = models.BinaryField(default=b"", editable=False)

    objects = PhrasingQuerySet.as_manager()

    class Meta:
        verbose_name = _("question that people ask")
        verbose_name_plural = _("questions that people ask")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["locale", "text"], name="helpcenter_phrasing_once_a_language"),
            models.CheckConstraint(
                name="helpcenter_phrasing_answered_or_not",
                condition=Q(article__isnull=False, nobody="") | (Q(article__isnull=True, anchor="") & ~Q(nobody="")),
                violation_error_message=_("Choose the article that answers, or say why none does."),
            ),
            models.CheckConstraint(name="helpcenter_phrasing_says_something", condition=~Q(text="")),
        ]
        indexes: ClassVar = [models.Index(fields=["made_of", "id"], name="helpcenter_phrasing_made_of")]

    def __str__(self) -> str:
        return self.text


class PhrasingStamp(models.Model):
    """Changes with what Fin learns from; one row at most."""

    id = models.SmallAutoField(primary_key=True)
    value = models.PositiveBigIntegerField(default=0)
    # As in ContentStamp: a restored database can't come back to a stamp that was already used.
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("stamp of what people ask")
        verbose_name_plural = _("stamps of what people ask")
        constraints: ClassVar = [models.CheckConstraint(name="helpcenter_phrasing_stamp_once", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.value}.{self.changed_at.timestamp():.6f}"

    @classmethod
    def text(cls) -> str:
        """The stamp; "" before anything was learned."""
        row = cls.objects.first()
        return "" if row is None else str(row)
