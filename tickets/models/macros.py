"""Macros: texts that staff write once and send often, a text a language, and what goes with sending one."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets import workflow
from tickets.models.tags import Tag
from tickets.models.topics import Priority


class MacroQuerySet(models.QuerySet["Macro"]):
    """Which macros."""

    def usable_by(self, person: User) -> "MacroQuerySet":
        """The shared ones and their own."""
        return self.filter(models.Q(owner=None) | models.Q(owner=person))

    def most_used_first(self) -> "MacroQuerySet":
        """As they are offered."""
        return self.order_by("-used", "name", "pk")


class Macro(models.Model):
    """A text by its name, shared or its owner's alone, with what is done to a ticket when it is sent."""

    class Then(models.TextChoices):
        PENDING = workflow.Status.PENDING, _("Pending")
        SOLVED = workflow.Status.SOLVED, _("Solved")

    name = models.CharField(_("name"), max_length=80, help_text=_("Found by typing / and any of these words."))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="macros",
        help_text=_("Empty: shared with everybody."),
    )
    then = models.CharField(
        _("status after sending"),
        max_length=10,
        choices=Then,
        blank=True,
        default="",
        help_text=_("The button that is offered first; the other stays."),
    )
    team = models.ForeignKey(
        Group,
        verbose_name=_("team"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty: stays as it is."),
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, null=True, blank=True, help_text=_("Empty: stays as it is.")
    )
    tags = models.ManyToManyField(
        Tag, verbose_name=_("tags"), blank=True, related_name="+", help_text=_("Put on the ticket; none is taken off.")
    )
    used = models.PositiveIntegerField(_("times sent"), default=0, editable=False)
    used_at = models.DateTimeField(_("last sent"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = MacroQuerySet.as_manager()

    class Meta:
        verbose_name = _("macro")
        verbose_name_plural = _("macros")
        ordering: ClassVar = ["name", "pk"]
        permissions: ClassVar = [("share_macro", "Can write macros that everybody uses")]
        indexes: ClassVar = [models.Index(fields=["-used", "name"], name="tickets_macro_most_used")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                models.F("owner"),
                name="tickets_macro_name_once",
                nulls_distinct=False,
                violation_error_message=_("There is a macro with this name already."),
            ),
            models.CheckConstraint(
                name="tickets_macro_then_known", condition=models.Q(then__in=["", "pending", "solved"])
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shared(self) -> bool:
        """Whether everybody uses it."""
        return self.owner_id is None

    def written(self) -> dict[str, str]:
        """Its texts by language."""
        return {text.locale: text.body for text in self.texts.all()}


class MacroText(models.Model):
    """A macro's words in one language."""

    macro = models.ForeignKey(Macro, verbose_name=_("macro"), on_delete=models.CASCADE, related_name="texts")
    locale = models.CharField(_("language"), max_length=20)
    body = models.TextField(_("text"), max_length=20_000)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering: ClassVar = ["macro", "locale"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["macro", "locale"], name="tickets_macro_text_unique")]

    def __str__(self) -> str:
        return f"{self.locale}: {self.body[:60]}"
