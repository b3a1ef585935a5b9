"""The shapes of what staff submit on a ticket."""

import re
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib.auth.models import AnonymousUser, Group
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets import workflow
from tickets.models import ReplyDraft, Ticket
from tickets.models.teams import teams_for, working_teams
from tickets.models.tickets import HANDLE_REPORTS
from tickets.refusals import REFUSALS
from tickets.replies.translating import NONE, Doubt, Translation, accepted, doubts
from tickets.snoozing import Choice, offers

LONGEST_TEXT = 20_000
# The newest message and the newest event that a page showed. A page from before an upgrade may say it otherwise.
_SEEN = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")


class SeenForm(forms.Form):
    """What comes from a page of a ticket says which message and which event stood there last."""

    seen = forms.CharField(required=False)

    @property
    def last_seen(self) -> tuple[int, int] | None:
        """The newest message and event on the page that was sent, even when the rest is wrong; None when unknown."""
        self.is_valid()
        found = _SEEN.fullmatch(self.cleaned_data.get("seen") or "") if self.is_bound else None
        return (int(found[1]), int(found[2])) if found else None


class TranslatedForm(SeenForm):
    """What the editor has of a translation, where it has one: `accepted` says that doubts about it were read."""

    translation = forms.CharField(max_length=LONGEST_TEXT, required=False, strip=False)
    translated_into = forms.RegexField(r"^[a-z]{2,3}(-[a-z]{2,8})?\Z", required=False)
    translated_of = forms.RegexField(r"^[0-9a-f]{16}\Z", required=False)
    accepted = forms.CharField(required=False)
    # While one is being made, its author's words don't go out in its place.
    translating = forms.BooleanField(required=False)

    @property
    def translated(self) -> Translation | None:
        """None from an editor that shows no translation: the draft may still have one."""
        if "translation" not in self.data:
            return None
        into = self.cleaned_data.get("translated_into") or ""
        text = self.cleaned_data.get("translation") or ""
        return Translation(text, into, self.cleaned_data.get("translated_of") or "") if into else NONE


class WriteForm(TranslatedForm):
    """A public reply or an internal note. Unclear means a note: nothing goes out that wasn't meant to."""

    mode = forms.ChoiceField(choices=[("reply", _("Public reply")), ("note", _("Internal note"))])
    then = forms.ChoiceField(choices=[("pending", ""), ("solved", ""), ("note", "")], required=False)
    body = forms.CharField(max_length=LONGEST_TEXT, error_messages={"required": _("Write the text first.")})
    version = forms.IntegerField(min_value=1)
    # And then to the next ticket in the queue.
    next = forms.BooleanField(required=False)
    # What the editor opened with, where that was kept.
    draft: ReplyDraft | None = None
    data: QueryDict

    @property
    def is_public(self) -> bool:
        return bool(self.cleaned_data["mode"] == "reply" and self.cleaned_data["then"] in {"pending", "solved"})

    @property
    def outgoing(self) -> dict[str, Any]:
        """What a public reply says, as the actions take it: the translation where there is one, else the words."""
        own, made = self.cleaned_data["body"], self.translated
        if made is None or not made.text.strip():
            return {"body": own}
        return {"body": made.text.strip(), "own_words": own, "translated_into": made.into}

    @property
    def doubts(self) -> list[Doubt]:
        """What its author is to read before it goes out, unless they have."""
        if self.cleaned_data["translating"]:
            return [Doubt.WAITING]
        own, made = self.cleaned_data["body"], self.translated
        if made is None or self.cleaned_data["accepted"] == accepted(own, made):
            return []
        return doubts(own, made)


class DraftForm(TranslatedForm):
    """What is being written, as far as it is; empty once it was thrown away."""

    mode = forms.ChoiceField(choices=[("reply", ""), ("note", "")])
    body = forms.CharField(max_length=LONGEST_TEXT, required=False, strip=False)


class StatusForm(forms.Form):
    """A move by hand."""

    event = forms.ChoiceField(choices=[(event.value, event.value) for event in workflow.Event])
    version = forms.IntegerField(min_value=1)

    def clean_event(self) -> workflow.Event:
        return workflow.Event(self.cleaned_data["event"])


class AssignForm(forms.Form):
    """Who works on it; empty for nobody."""

    assignee = forms.ModelChoiceField(queryset=User.objects.none(), required=False, empty_label=_("Nobody"))

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = staff(ticket)  # type: ignore[attr-defined]


class TeamForm(forms.Form):
    """Whose it is; empty for no team's."""

    team = forms.ModelChoiceField(queryset=Group.objects.none(), required=False)

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams_for(ticket)  # type: ignore[attr-defined]


def offer_teams(form: forms.BaseForm, name: str) -> None:
    """Teams alone for this field of a form of the admin, which would list every group; who only looks has no field."""
    if name in form.fields:
        form.fields[name].queryset = working_teams()  # type: ignore[attr-defined]


class UndoStopForm(forms.Form):
    """Why a stopped case may go on."""

    reason = forms.CharField(
        max_length=500,
        error_messages={"required": REFUSALS["no_reason"]},  # type: ignore[dict-item]  # lazy, as Django's own are
    )


class PriorityForm(forms.Form):
    """How urgent it is."""

    priority = forms.TypedChoiceField(choices=Ticket.Priority.choices, coerce=lambda value: Ticket.Priority(int(value)))


class SnoozeForm(forms.Form):
    """Until when: one of what is offered, or a time of one's own, on one's own clock."""

    choice = forms.ChoiceField(choices=[(choice.value, "") for choice in Choice], required=False)
    at = forms.DateTimeField(required=False)

    def until(self, now: datetime) -> datetime | None:
        """The moment; None when neither says one. What was typed counts before what was pressed."""
        if self.cleaned_data["at"]:
            return cast(datetime, self.cleaned_data["at"])
        offered = {offer.choice: offer.until for offer in offers(now, timezone.get_current_timezone())}
        return offered.get(self.cleaned_data["choice"])


class JoinForm(forms.Form):
    """Which ticket a quarantined mail belongs to, by its reference."""

    reference = forms.CharField(max_length=40, label=_("Reference of the ticket"))

    def __init__(self, *args: Any, reader: User | AnonymousUser | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tickets = Ticket.objects.visible_to(reader) if reader else Ticket.objects.none()

    def clean_reference(self) -> Ticket:
        typed = self.cleaned_data["reference"].strip().upper()
        ticket = self.tickets.filter(reference=typed).first()
        if ticket is None:
            raise forms.ValidationError(_("There is no ticket with this reference."))
        return ticket


def staff(ticket: Ticket | None = None) -> QuerySet[User]:
    """The people that this ticket can be given to, a report only to who may see it; without one, all of the staff.

    Who has it already stays among them, whatever they may do now.
    """
    people = User.objects.filter(is_staff=True, is_active=True).order_by("first_name", "username")
    if ticket and ticket.is_report:
        people = people.filter(pk__in=User.objects.with_perm(HANDLE_REPORTS).values("pk"))
    elif ticket:
        people = people.filter(Q(pk__in=_working()) | Q(pk=ticket.assignee_id))
    return people.select_related("staff_settings")  # Whether they are away.


def workers() -> QuerySet[User]:
    """Of the staff who works on tickets: any ticket that is no report can be given to them."""
    return staff().filter(pk__in=_working())


def _working() -> QuerySet[Any, Any]:
    return User.objects.with_perm("tickets.change_ticket").values("pk")
