"""The shape of one's choices: how to hear of each kind."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models import Notification, NotificationChoice
from tickets.models.notifications import ways_of

# What each one is about, where its name alone doesn't say it.
_HINTS = {
    Notification.Kind.ASSIGNED: _("By a colleague, or because it is your turn."),
    Notification.Kind.DUE_SOON: _("Most of the time that was promised is over. Mine, or one that nobody has."),
    Notification.Kind.MAIL_FAILED: _("It came back, or couldn’t be sent. My ticket, or my answer where nobody has it."),
    Notification.Kind.OVERDUE: _("An answer is later than was promised. Mine, or one that nobody has."),
}


class ChoicesForm(forms.Form):
    """One choice for each kind; begins with what the person has."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in Notification.Kind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label,
                choices=NotificationChoice.Way.choices,
                widget=forms.RadioSelect,
                initial=ways_of([person], kind)[person.pk],
                help_text=_HINTS.get(kind, ""),
            )
