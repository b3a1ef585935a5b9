"""What readers thought of an article. Holds no reader, only a digest of the key that their browser keeps."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpcenter.models.articles import Translation


class Reaction(models.Model):
    """A reader's face for one version of a translation. Holds only a digest of the reader's key."""

    class Face(models.IntegerChoices):
        SAD = -1, _("No")
        NEUTRAL = 0, _("Partly")
        HAPPY = 1, _("Yes")

    translation = models.ForeignKey(
        Translation, verbose_name=_("translation"), on_delete=models.CASCADE, related_name="reactions"
    )
    version = models.PositiveIntegerField(_("version"))
    reader = models.CharField(max_length=64, editable=False)
    face = models.SmallIntegerField(_("face"), choices=Face)
    comment = models.TextField(_("comment"), blank=True, max_length=2000)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        ordering: ClassVar = ["-changed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["translation", "version", "reader"], name="helpcenter_reaction_once_per_reader"
            ),
            models.CheckConstraint(condition=models.Q(face__in=(-1, 0, 1)), name="helpcenter_reaction_known_face"),
        ]

    def __str__(self) -> str:
        return str(self.get_face_display())
