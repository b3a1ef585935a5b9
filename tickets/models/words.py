"""What staff word in each language: one row of words a language, and how the right ones are found."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Words(models.Model):
    """The words of one thing in one language. Which thing, and what else is worded, the models below say."""

    locale = models.CharField(_("language"), max_length=20)
    label = models.CharField(_("label"), max_length=120)

    class Meta:
        abstract = True
        verbose_name = _("words")
        verbose_name_plural = _("words")

    def __str__(self) -> str:
        return f"{self.locale}: {self.label}"


class Worded(models.Model):
    """Something with a label and a description in its `texts`."""

    # What stands for the label where there are no words at all.
    NAMED_BY: ClassVar[str]

    if TYPE_CHECKING:
        texts: Any

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label()

    def label(self, locale: str = "") -> str:
        """Its words in `locale` (the active language when empty), else in English, else its key."""
        return self._text(locale, "label") or str(getattr(self, self.NAMED_BY))

    def own_label(self, locale: str) -> str:
        """Its words in exactly this language, or ""."""
        return next((str(text.label) for text in self.texts.all() if text.locale == locale), "")

    def description(self, locale: str = "") -> str:
        """One line below the label; may be empty."""
        return self._text(locale, "description")

    def _text(self, locale: str, name: str) -> str:
        texts = {text.locale: getattr(text, name) for text in self.texts.all()}
        return str(texts.get(locale or get_language() or "en") or texts.get("en") or "")
