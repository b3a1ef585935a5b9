"""The shape of a merge: of which tickets, into which, and what staff say to it."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models import Ticket
from tickets.references import PATTERN

# So many are merged at once: each is read and judged, and named on the page.
MOST_TOGETHER = 20


class TargetForm(forms.Form):
    """Which ticket it goes into: by what was typed, else by what was chosen."""

    into = forms.CharField(max_length=40, required=False)
    chosen = forms.CharField(max_length=40, required=False)

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tickets = Ticket.objects.visible_to(reader)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        typed = (data.get("into") or data.get("chosen") or "").strip().upper()
        data["target"] = self._tickets.filter(reference=typed).first() if "\0" not in typed else None
        if data["target"] is None:
            self.add_error("into", _("There is no ticket with this reference."))
        return data


class MergeForm(TargetForm):
    """The merge itself."""

    confirmed = forms.BooleanField(required=False)
    tell = forms.BooleanField(required=False)


class SeveralForm(forms.Form):
    """Which tickets become one, by their references; the cleaned `tickets` stand the oldest first.

    `is_short` says that one of them isn't there for this reader.
    """

    keep = forms.CharField(max_length=40, required=False)
    place = forms.CharField(required=False)
    confirmed = forms.BooleanField(required=False)
    tell = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict, *, reader: User) -> None:
        super().__init__(data)
        self._references = {each for each in data.getlist("ticket") if PATTERN.fullmatch(each)}
        self._tickets = Ticket.objects.visible_to(reader)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if len(self._references) > MOST_TOGETHER:
            words = gettext("Nothing was changed: choose at most %(count)s at once.") % {"count": MOST_TOGETHER}
            raise forms.ValidationError(words)
        rows = self._tickets.filter(reference__in=self._references).select_related("organisation")
        found = list(rows.order_by("created_at", "pk"))
        if len(found) < 2:
            raise forms.ValidationError(gettext("Select two tickets or more to merge them."))
        return given | {"tickets": found, "is_short": len(found) < len(self._references)}
