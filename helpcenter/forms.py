"""Shapes of what readers and editors submit. Decides no rule."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from helpcenter import publication_checks
from helpcenter.actions.rehearsing import Change
from helpcenter.models import (
    Article,
    Collection,
    CollectionTranslation,
    Phrasing,
    Reaction,
    Section,
    ShippedText,
    SynonymGroup,
    Translation,
)
from helpcenter.numbers import LARGEST_NUMBER, NUMBER
from helpcenter.publication_checks import Report
from helpcenter.search import terms
from helpcenter.text.differences import Difference, differences
from helpcenter.text.labels import labels_in
from helpcenter.text.markdown import render
from helpcenter.text.outline import MarkdownError
from helpcenter.text.slugs import SLUG


class ReactionForm(forms.Form):
    """A face, and words if the reader has some."""

    face = forms.TypedChoiceField(coerce=int, choices=Reaction.Face.choices)
    comment = forms.CharField(
        label=_("What was missing or unclear? (optional)"),
        label_suffix="",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SeenForm[Row: (Article, Translation, CollectionTranslation, SynonymGroup)](forms.ModelForm[Row]):
    """A form that knows what its editor saw, and doesn't write over what somebody else has saved since."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    differences: Sequence[Difference] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The model's own fields begin so; those that only the form has don't.
        for field in self.fields.values():
            field.label = capfirst(field.label)
        if self.instance.pk:
            self.initial["seen"] = self.instance.fingerprint

    def clean(self) -> dict[str, Any]:
        """Refuses once when the row is another than the editor saw; their next try is meant."""
        values = super().clean() or self.cleaned_data
        present = self._meta.model._default_manager.filter(pk=self.instance.pk).first()
        if present is None or values.get("seen") == present.fingerprint:
            return values
        theirs = type(self)(instance=present)
        names = [name for name, field in self.fields.items() if not field.widget.is_hidden]
        self.differences = differences(
            (str(self[name].label), _shown(self, name), _shown(theirs, name)) for name in names
        )
        if not self.differences:
            return values | {"seen": present.fingerprint}
        self.data = {**dict(self.data.items()), self.add_prefix("seen"): present.fingerprint}
        raise forms.ValidationError(
            _("Somebody else saved this meanwhile. Theirs stands above, yours below; saving again puts yours in place.")
        )


def _shown(form: forms.BaseForm, name: str) -> str:
    """What stands in a field, as its editor reads it."""
    value = form[name].value()
    return "" if value in (None, False) else str(value)


def waiting_differences(held: Translation, waiting: ShippedText) -> list[Difference]:
    """Where a shipped text that waits differs from what is there."""
    form = TranslationForm(instance=held)
    shipped = TranslationForm(initial={name: getattr(waiting, name) for name in TranslationForm.SHIPPED})
    names = TranslationForm.SHIPPED
    return differences((str(form[name].label), _shown(form, name), _shown(shipped, name)) for name in names)


class ArticleChoice(AutocompleteSelect):
    """Finds an article as one types. What isn't the key of any row chooses none, however it came into the address."""

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, [each for each in value if NUMBER.fullmatch(str(each))], attrs)


class _SlugForm[Row: (Translation, CollectionTranslation)](SeenForm[Row]):
    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if not SLUG.fullmatch(slug):
            raise forms.ValidationError(_("Use letters, digits and hyphens, without spaces, dots or slashes."))
        return slug


class OnePerLine(SimpleArrayField):
    """A list as people type one: a line each, empty and repeated ones left out."""

    def __init__(self, base_field: forms.Field, **kwargs: Any) -> None:
        super().__init__(base_field, delimiter="\n", **kwargs)

    def to_python(self, value: str | None) -> Any:
        lines = dict.fromkeys(line.strip() for line in (value or "").splitlines())
        return super().to_python("\n".join(line for line in lines if line))


class TranslationForm(_SlugForm[Translation]):
    """An article's text in one language, as its editors write it."""

    SHIPPED: ClassVar = ("title", "slug", "summary", "body_markdown", "keywords", "questions", "updated_at")

    class Meta:
        model = Translation
        fields = (
            "article",
            "locale",
            "title",
            "slug",
            "summary",
            "body_markdown",
            "keywords",
            "questions",
            "updated_at",
            "machine",
            "reviewed",
        )
        widgets: ClassVar = {
            "summary": forms.Textarea(attrs={"rows": 3, "cols": 100}),
            "body_markdown": forms.Textarea(attrs={"rows": 34, "cols": 100, "spellcheck": "true"}),
            "questions": forms.Textarea(attrs={"rows": 12, "cols": 100}),
        }
        field_classes: ClassVar = {"questions": OnePerLine}

    # The fingerprint of the text whose report the editor has been shown.
    checked = forms.CharField(widget=forms.HiddenInput, required=False)
    report: Report | None = None

    def _post_clean(self) -> None:
        """Refuses once when the text, which is all right by itself, would be answered worse; or to show a report."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        draft = self.instance.fingerprint
        wanted = "_check" in self.data
        if not wanted and self.cleaned_data.get("checked") == draft:
            return
        self.report = publication_checks.look_at([Change(self.instance)])
        if wanted or (self.report and self.report.worse):
            self.data = {**dict(self.data.items()), self.add_prefix("checked"): draft}
            self.add_error(None, forms.ValidationError(_("Nothing is published yet."), code="checked"))

    def clean_body_markdown(self) -> str:
        text: str = self.cleaned_data["body_markdown"].replace("\r\n", "\n")
        locale = self.cleaned_data.get("locale") or self.instance.locale
        try:
            render(text, article_path=lambda _number: None, labels=labels_in(locale))
        except MarkdownError as error:
            raise forms.ValidationError(
                _("Line %(line)d: %(problem)s"), params={"line": error.line, "problem": str(error)}
            ) from error
        return text


class CollectionForm(_SlugForm[CollectionTranslation]):
    """A collection's words in one language, with what is the same in all."""

    number = forms.IntegerField(label=capfirst(_("number")), min_value=1, max_value=2**31 - 1)
    order = forms.IntegerField(label=capfirst(_("order")), min_value=0, max_value=32767)
    icon = forms.SlugField(label=capfirst(_("icon")), required=False, max_length=40)

    class Meta:
        model = CollectionTranslation
        fields = ("locale", "title", "slug", "description")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            shelf = self.instance.collection
            self.initial = {**self.initial, "number": shelf.number, "order": shelf.order, "icon": shelf.icon}
            self.fields["number"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Adding doesn't write over words that are there."""
        values = super().clean() or self.cleaned_data
        number, locale = values.get("number"), values.get("locale")
        if self.instance.pk or number is None or locale is None:
            return values
        if CollectionTranslation.objects.filter(collection__number=number, locale=locale).exists():
            raise forms.ValidationError(_("This collection has words in this language already."))
        return values


class SynonymsForm(SeenForm[SynonymGroup]):
    """A group of words that mean the same; the order counts where only the first asks for the others."""

    class Meta:
        model = SynonymGroup
        fields = ("locale", "words", "one_way", "active")
        field_classes: ClassVar = {"words": OnePerLine}
        widgets: ClassVar = {"words": forms.Textarea(attrs={"rows": 8, "cols": 60})}

    def clean_words(self) -> list[str]:
        """Two words that search takes for the same one would be none."""
        words: list[str] = self.cleaned_data["words"]
        locale = self.cleaned_data.get("locale") or self.instance.locale or settings.LANGUAGE_CODE
        known: dict[str, str] = {}
        for word in words:
            found = terms.canonical(word, locale).strip()
            if not found:
                raise forms.ValidationError(_("“%(word)s” has no letters to search for."), params={"word": word})
            known.setdefault(found, word)
        if len(known) < 2:
            raise forms.ValidationError(_("Write at least two different words, each on a line of its own."))
        return list(known.values())


class PhrasingForm(forms.ModelForm[Phrasing]):
    """A question that people ask, the article that answers, and the section by the end of its address."""

    locale = forms.ChoiceField(label=capfirst(_("language")))

    class Meta:
        model = Phrasing
        fields = ("text", "locale", "article", "anchor", "nobody")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "locale" in self.fields:
            asked = Phrasing.objects.order_by("locale").values_list("locale", flat=True).distinct()
            names = {code: LANG_INFO.get(code, {}).get("name_local", code) for code in asked} | dict(settings.LANGUAGES)
            self.fields["locale"].choices = sorted(names.items(), key=lambda pair: pair[1])  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())

    def clean_anchor(self) -> str:
        anchor: str = self.cleaned_data["anchor"].strip().removeprefix("#")
        article = self.cleaned_data.get("article")
        if not anchor or article is None:
            return anchor
        known = Section.objects.filter(translation__article=article, translation__published_at__isnull=False)
        anchors = list(known.exclude(anchor="").order_by("position").values_list("anchor", flat=True))
        if anchor not in anchors:
            raise forms.ValidationError(
                _("This article has no section “%(anchor)s”. It has: %(anchors)s."),
                params={"anchor": anchor, "anchors": ", ".join(dict.fromkeys(anchors)) or "–"},
            )
        return anchor


class Names(SimpleArrayField):
    """Names of products, plans or roles, separated by commas; as the sign-ins of the domains use them."""

    def __init__(self, base_field: forms.Field, **kwargs: Any) -> None:
        named = forms.RegexField(r"^[a-z0-9_]+$", max_length=40, strip=True)
        help_text = _("Whom it is for, separated by commas; nothing is everybody. For example: %(names)s.")
        examples = "claude, console, team, enterprise, owner"
        super().__init__(named, **(kwargs | {"help_text": help_text % {"names": examples}}))


class ArticleForm(SeenForm[Article]):
    """Where an article stands. Related articles are their numbers, in the order readers see."""

    # Addresses have room for numbers like these.
    number = forms.IntegerField(label=capfirst(_("number")), min_value=1, max_value=LARGEST_NUMBER)
    related_numbers = forms.CharField(
        label=capfirst(_("related articles")), required=False, help_text=_("Article numbers, separated by commas.")
    )

    class Meta:
        model = Article
        fields = ("number", "collection", "source_locale", "featured", "products", "plans", "roles")
        field_classes: ClassVar = {"products": Names, "plans": Names, "roles": Names}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "collection" in self.fields:
            self.fields["collection"].queryset = Collection.objects.titled()  # type: ignore[attr-defined]
        if self.instance.pk:
            numbers = self.instance.related_links.values_list("to__number", flat=True)
            self.initial["related_numbers"] = ", ".join(map(str, numbers))

    def clean_related_numbers(self) -> list[int]:
        parts = re.split(r"[\s,、]+", self.cleaned_data["related_numbers"].strip())
        numbers = [part for part in parts if part]
        possible = [int(part) for part in numbers if NUMBER.fullmatch(part)]
        known = {str(number) for number in Article.objects.in_bulk(possible, field_name="number")}
        unknown = [part for part in numbers if part not in known]
        if unknown:
            raise forms.ValidationError(_("There is no article %(numbers)s."), params={"numbers": ", ".join(unknown)})
        return [int(part) for part in numbers]
