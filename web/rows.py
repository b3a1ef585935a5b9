"""Forms that stand as rows of a table, where a column's heading is no field's label. Knows no app."""

from typing import Any

from django.forms import BaseFormSet, BaseInlineFormSet, BaseModelFormSet, ModelForm


class _Labelled(BaseFormSet):  # type: ignore[type-arg]
    def add_fields(self, form: ModelForm[Any], index: int | None) -> None:
        """Adds the formset's own fields (such as the box that deletes the row), and names all of them."""
        super().add_fields(form, index)
        for field in form.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs.setdefault("aria-label", str(field.label or ""))


class LabelledRows(_Labelled, BaseInlineFormSet):  # type: ignore[type-arg]
    """Each field of an inline says its own name to a screen reader."""


class LabelledList(_Labelled, BaseModelFormSet):  # type: ignore[type-arg]
    """Each field of a list that is edited in place says its own name."""
