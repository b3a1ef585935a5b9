"""Articles that other pages lead to by name: the footer, the messenger. Decides nothing."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpcenter.models.articles import Article


class Landmark(models.Model):
    """What a page calls an article, and which one it is; without one that can be read, there is no link."""

    class Key(models.TextChoices):
        GET_SUPPORT = "get_support", _("How to get support")
        ASK_OWNER = "ask_owner", _("Ask an owner or admin to contact us for you")
        CANT_LOG_IN = "cant_log_in", _("Get help when you can't log in")
        DELETE_ACCOUNT = "delete_account", _("Delete your account yourself")
        ROTATE_KEY = "rotate_key", _("Replace an API key")
        ENTERPRISE_FORM = "enterprise_form", _("Enterprise support form")
        EU_CONTACT = "eu_contact", _("EU: point of contact (DSA)")
        UK_REPORT = "uk_report", _("UK: Online Safety Act report")
        AUSTRALIA_REPORT = "australia_report", _("Australia: DIS Standard report")

    key = models.CharField(_("place"), max_length=40, choices=Key)
    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The number that content files last set here; 0 when they set none.
    as_shipped = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("landmark")
        verbose_name_plural = _("landmarks")
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["key"], name="helpcenter_landmark_once_per_key")]

    def __str__(self) -> str:
        return str(self.get_key_display())

    @classmethod
    def numbers(cls) -> dict[str, int]:
        """The number of the article at each landmark, where there is something to read."""
        readable = cls.objects.filter(article__translations__published_at__isnull=False)
        return dict(readable.order_by().values_list("key", "article__number").distinct())
