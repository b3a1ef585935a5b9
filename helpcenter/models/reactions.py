"""What readers thought of an article. Holds no reader, only a digest of the key that their browser keeps."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpcenter.models.articles import Translation
from web.newest import containing

# So many of the newest comments are looked through, and so many faces of the articles with the words shown.
_NEWEST = 2_000
_MOST_FOUND = 500


class ReactionQuerySet(models.QuerySet["Reaction"]):
    """Which reactions."""

    def matching(self, words: str) -> list[int]:
        """Keys of those with this in one of the newest comments, and the latest to articles that editors find by it."""
        words = words.replace("\0", "")
        commented = self.exclude(comment="").order_by("-changed_at", "-pk")[:_NEWEST]
        latest = self.filter(translation__in=Translation.objects.matching(words)).order_by("-changed_at", "-pk")
        return [*containing(commented, "comment", words), *latest.values_list("pk", flat=True)[:_MOST_FOUND]]


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

    objects = ReactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        ordering: ClassVar = ["-changed_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["-changed_at", "-id"], name="helpcenter_reaction_latest"),
            models.Index(fields=["face", "-changed_at", "-id"], name="helpcenter_reaction_by_face"),
            models.Index(
                fields=["-changed_at", "-id"], condition=~models.Q(comment=""), name="helpcenter_reaction_comments"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["translation", "version", "reader"], name="helpcenter_reaction_once_per_reader"
            ),
            models.CheckConstraint(condition=models.Q(face__in=(-1, 0, 1)), name="helpcenter_reaction_known_face"),
        ]

    def __str__(self) -> str:
        return str(self.get_face_display())
