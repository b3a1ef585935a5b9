"""What texts mean, as vectors: beside each translation, made by a worker after it was published."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from helpcenter.models.articles import Translation, TranslationQuerySet


class VectorsQuerySet(models.QuerySet["Vectors"]):
    def missing_for(self, translations: TranslationQuerySet) -> TranslationQuerySet:
        """Those published ones that mean something else than their vectors say, or have none yet."""
        made = self.filter(translation=OuterRef("pk"), made_of=OuterRef("meaning"))
        return translations.published().exclude(meaning="").exclude(Exists(made))

    def current(self) -> VectorsQuerySet:
        """Those made of what their translation says now."""
        return self.filter(made_of=F("translation__meaning"))


class Vectors(models.Model):
    """A published translation's vectors, 512 bytes each, in the order of `helpcenter.search.vectors`."""

    translation = models.OneToOneField(Translation, on_delete=models.CASCADE, primary_key=True, related_name="vectors")
    # The translation's `meaning` when they were made.
    made_of = models.CharField(max_length=64)
    sections = models.PositiveSmallIntegerField()
    packed = models.BinaryField()

    objects = VectorsQuerySet.as_manager()

    class Meta:
        verbose_name = _("vectors")
        verbose_name_plural = _("vectors")
        constraints: ClassVar = [
            models.CheckConstraint(name="helpcenter_vectors_made_of_something", condition=~Q(made_of="")),
        ]

    def __str__(self) -> str:
        return str(self.translation_id)
