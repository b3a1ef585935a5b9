"""Shapes of golden questions as staff write and import them. Decides no rule."""

from typing import Any, ClassVar

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.translation import gettext_lazy as _

from helpcenter.models import Article, Section
from helpcenter.numbers import LARGEST_NUMBER
from messenger.golden.models import GoldenQuestion

# What makes it another question, or says that something else is right.
_WISH = {"text", "locale", "expect", "article", "or_articles", "section", "asker"}
_MOST_NAMED = 12


class GoldenQuestionForm(forms.ModelForm[GoldenQuestion]):
    """A question and what is right."""

    or_articles = SimpleArrayField(
        forms.IntegerField(min_value=1, max_value=LARGEST_NUMBER),
        label=_("Or these articles"),
        help_text=_("Numbers of articles that answer well enough too, separated by commas."),
        required=False,
        max_length=10,
    )

    class Meta:
        model = GoldenQuestion
        fields = ("text", "locale", "asker", "expect", "article", "or_articles", "section", "set_aside")
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 3, "cols": 80})}

    @property
    def is_another(self) -> bool:
        """Whether the last result says nothing of what stands there now."""
        return bool(_WISH & set(self.changed_data))

    def clean_text(self) -> str:
        """One question in one line."""
        return " ".join(self.cleaned_data["text"].split())

    def clean_or_articles(self) -> list[int]:
        numbers: list[int] = list(dict.fromkeys(self.cleaned_data["or_articles"] or []))
        known = Article.objects.in_bulk(numbers, field_name="number")
        if missing := [str(number) for number in numbers if number not in known]:
            raise forms.ValidationError(_("There is no article %(numbers)s."), params={"numbers": ", ".join(missing)})
        return numbers

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        article = values.get("article")
        if values.get("expect") == GoldenQuestion.Expect.ARTICLE:
            if article is None and "article" not in self.errors:
                self.add_error("article", _("Choose the article that answers."))
            elif article and values.get("section"):
                self._check_section(article, values)
            return values
        for name in ("article", "or_articles", "section"):
            if values.get(name):
                self.add_error(name, _("Leave this empty, or choose above that an article answers."))
        return values

    def _check_section(self, article: Article, values: dict[str, Any]) -> None:
        rows = (
            Section.objects.filter(translation__article=article).exclude(heading="").order_by("translation", "position")
        )
        known = dict(rows.values_list("heading", "translation__locale"))
        if values["section"] not in known:
            own = [heading for heading, locale in known.items() if locale == values.get("locale")] or list(known)
            self.add_error(
                "section",
                forms.ValidationError(
                    _("The article has no such heading. It has: %(headings)s"),
                    params={"headings": " · ".join(own[:_MOST_NAMED])},
                ),
            )


class ImportForm(forms.Form):
    """The lines of a questions.jsonl."""

    lines = forms.CharField(
        label=_("Lines"),
        strip=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 16, "cols": 100, "spellcheck": "false"}),
        help_text=_(
            "A question a line, as the export writes them. A question that is there already in its language is changed."
        ),
    )
