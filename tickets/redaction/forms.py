"""The shape of what is to be taken out of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.models import Attachment, Ticket
from tickets.redaction.words import can_be_taken
from tickets.refusals import REFUSALS

_LONGEST = 2_000


class RedactForm(forms.Form):
    """Words, or one file, and why; `sure` once somebody has read what it means."""

    words = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=_LONGEST,
        help_text=_("As they stand in the case, and nothing around them. Case and line breaks don’t matter."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"}),
    )
    file = forms.ModelChoiceField(
        label=_("Or a file"), queryset=Attachment.objects.none(), required=False, empty_label=_("No file")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("It stays on the record, beside your name. Don’t repeat the words in it."),
        error_messages={"required": REFUSALS["no_reason_to_redact"]},  # type: ignore[dict-item]  # lazy
    )
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chain = Ticket.objects.going_on_from(ticket.root_id or ticket.pk).values("pk")
        there = [row.pk for row in Attachment.objects.filter(message__ticket__in=chain) if not row.is_redacted]
        files = Attachment.objects.filter(pk__in=there).order_by("message", "position")
        self.fields["file"].queryset = files  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        words, file = cleaned.get("words"), cleaned.get("file")
        if words and file:
            self.add_error("file", _("Words or a file, one after the other."))
        elif not file and "file" not in self.errors and not can_be_taken(words or ""):
            self.add_error("words", REFUSALS["words_too_short"])  # type: ignore[arg-type]  # lazy
        return cleaned
