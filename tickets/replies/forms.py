"""The shape of a reply that leaves later."""

from datetime import datetime
from typing import cast

from django import forms
from django.utils import timezone

from tickets.forms import WriteForm
from tickets.snoozing import Choice, Offer, offers


class LaterForm(WriteForm):
    """A reply, and when it leaves: one of what is offered, or a time of one's own, on one's own clock."""

    later = forms.ChoiceField(choices=[(choice.value, "") for choice in Choice], required=False)
    later_at = forms.DateTimeField(required=False)
    later_solves = forms.BooleanField(required=False)

    def leaves_at(self, now: datetime) -> datetime | None:
        """The moment; None when neither says one. What was pressed counts before what stands in the field."""
        offered = {offer.choice: offer.until for offer in times(now)}
        pressed = offered.get(self.cleaned_data["later"])
        return pressed or cast(datetime | None, self.cleaned_data["later_at"])


def times(now: datetime) -> list[Offer]:
    """What is offered: mornings at which people read mail, on the clock of who writes."""
    wanted = {Choice.TOMORROW, Choice.MONDAY}
    return [offer for offer in offers(now, timezone.get_current_timezone()) if offer.choice in wanted]
