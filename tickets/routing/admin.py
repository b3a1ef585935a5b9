"""Which teams hand their tickets out, in the admin."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from tickets.models import TeamRouting


class TeamRoutingForm(forms.ModelForm[TeamRouting]):
    """Only members of the team take part in its turns."""

    class Meta:
        model = TeamRouting
        fields = ("team", "is_on", "most_open", "people")

    def clean(self) -> None:
        """Says who of those chosen isn't in the team: they would never get one."""
        super().clean()
        team, people = self.cleaned_data.get("team"), self.cleaned_data.get("people")
        if team is None or people is None:
            return
        strangers = [each.get_full_name() or each.get_username() for each in people.exclude(groups=team)]
        if strangers:
            self.add_error("people", _("Not in the team: %(names)s.") % {"names": ", ".join(strangers)})


@admin.register(TeamRouting)
class TeamRoutingAdmin(admin.ModelAdmin[TeamRouting]):
    list_display = ("team", "is_on", "most_open")
    list_select_related = ("team",)
    form = TeamRoutingForm
    actions = None
    sortable_by = ()
