"""What is submitted about a packet. Secrets in it are hidden when it is stored (`web.secrets`)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from web.typed_field import TypedField


class _PacketForm(forms.Form):
    def may_lack_words(self) -> bool:
        """Whether it can be kept; words to send may come later."""
        needs_words, self.fields["text"].required = self.fields["text"].required, False
        self.full_clean()
        self.fields["text"].required = needs_words
        return self.is_valid()


class AskForm(_PacketForm):
    """The member's words."""

    text = TypedField(
        label=_("Your question, in your words"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Describe what happened, so that we can help.")},
    )


class SendForm(_PacketForm):
    """The member's words as an owner leaves them, and what they have to say beside."""

    text = TypedField(
        label=_("What our Product Support team gets to read"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Describe what happened, so that we can help.")},
    )
    added = TypedField(
        label=_("What you want to add"), required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )

    def typed(self) -> dict[str, str | None]:
        """What can be kept of it; None for what is too long or can't be stored."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "" if not self.data.get(name) else None) for name in self.fields}
