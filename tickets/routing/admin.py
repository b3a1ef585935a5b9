"""Which teams hand their tickets out, in the admin."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.actions.recording import name_of
from tickets.forms import offer_teams, workers
from tickets.models import TeamRouting


class TeamRoutingForm(forms.ModelForm[TeamRouting]):
    """Only members of the team take part in its turns."""

    class Meta:
        model = TeamRouting
        fields = ("team", "is_on", "most_open", "people")
        widgets: ClassVar = {"people": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_teams(self, "team")
        if "people" in self.fields:
            self._offer_people(cast("forms.ModelMultipleChoiceField[User]", self.fields["people"]))

    def _offer_people(self, field: "forms.ModelMultipleChoiceField[User]") -> None:
        """Who works on tickets, by their names; and who was chosen when they did."""
        chosen = self.instance.people.values("pk") if self.instance.pk else []
        field.queryset = User.objects.filter(Q(pk__in=workers()) | Q(pk__in=chosen)).order_by("first_name", "username")
        field.label_from_instance = name_of  # type: ignore[assignment, method-assign]

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
