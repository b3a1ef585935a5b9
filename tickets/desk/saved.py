"""Views of the queue that staff save over its filters, and the columns that they choose."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, Group
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.staff.settings_actions import change_settings
from tickets.actions import desk_settings
from tickets.actions.recording import name_of
from tickets.desk.listing import COLUMNS
from tickets.desk.origin import canonical
from tickets.desk.site import page_context, staff_page
from tickets.models import SavedView, Ticket
from tickets.refusals import TicketRefusedError

_LONGEST = 1000
# How a form says who sees a view: nobody else, everybody, or a team by its key.
_ALL, _TEAM = "all", "team-"
# So many stand above the list; the rest is on the page of views.
_MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class SavedTab:
    """A saved view as the list shows it."""

    name: str
    address: str
    chosen: bool
    # Who made it, for whom.
    told: str


@dataclass(frozen=True, slots=True)
class SeenView:
    """A saved view on the page of all: whether they may change it, and how it can be shared."""

    view: SavedView
    kept: bool
    sharings: list[tuple[str, str]]
    sharing: str
    told: str


class SaveForm(forms.Form):
    """The name for a view and who sees it; its filters come along from the list's address."""

    name = forms.CharField(max_length=60, required=False, label=_("Name of the view"))
    sharing = forms.ChoiceField(required=False, label=_("Who sees it"))
    # The view that gets these filters, which keeps its name; none for a new one.
    instead = forms.ModelChoiceField(SavedView.objects.none(), required=False)
    query = forms.CharField(max_length=_LONGEST, required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, person: User, view: SavedView | None = None) -> None:
        super().__init__(data)
        self.view = view
        self.fields["sharing"].choices = sharings(person, view)  # type: ignore[attr-defined]
        self.fields["instead"].queryset = SavedView.objects.kept_by(person)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not name and not (self.data.get("instead") and self.view is None):
            raise forms.ValidationError(gettext("Give the view a name of at most 60 characters."))
        return name

    def clean_query(self) -> str:
        return canonical(self.cleaned_data["query"])

    @property
    def shared_with(self) -> dict[str, Any]:
        """Whom the actions share the view with."""
        value = self.cleaned_data["sharing"]
        team = value.removeprefix(_TEAM) if value.startswith(_TEAM) else ""
        return {"shared": value == _ALL, "team": Group.objects.get(pk=int(team)) if team else None}


def sharings(person: User | AnonymousUser, view: SavedView | None = None) -> list[tuple[str, str]]:
    """Who can be let see a view; how it is shared now is among them, for who may share no more too."""
    found = {"": gettext("Only me") if view is None or view.owner_id == person.pk else gettext("Only its owner")}
    if person.has_perm(desk_settings.SHARE) or (view and view.shared):
        found[_ALL] = gettext("Everybody")
    teams = [*desk_settings.teams_to_share_with(person), *([view.team] if view and view.team else [])]
    return [
        *found.items(),
        *{f"{_TEAM}{each.pk}": gettext("Team “%(name)s”") % {"name": each.name} for each in teams}.items(),
    ]


def sharing_of(view: SavedView) -> str:
    """How the view is shared, as the form says it."""
    return _ALL if view.shared else f"{_TEAM}{view.team_id}" if view.team_id else ""


def saved_tabs(request: HttpRequest, there: str = "") -> list[SavedTab]:
    """The saved views of who asks, marked where the list has just these filters; `there` leads to it from elsewhere."""
    now = canonical(request.GET.urlencode())
    seen = SavedView.objects.seen_by(request.user).select_related("owner", "team")[:_MOST_SHOWN]
    return [
        SavedTab(view.name, f"{there}?{view.query}", not there and view.query == now, told(view, request.user))
        for view in seen
    ]


def told(view: SavedView, reader: User | AnonymousUser) -> str:
    """Who made a view and whom it is for; of one's own that nobody else sees, nothing."""
    words = []
    if view.owner_id != reader.pk:
        words.append(gettext("by %(name)s") % {"name": name_of(view.owner)})
    if view.shared:
        words.append(gettext("for everybody"))
    elif view.team:
        words.append(gettext("for the team “%(name)s”") % {"name": view.team.name})
    return ", ".join(words)


def saving(request: HttpRequest) -> dict[str, Any]:
    """What the form to save a view offers; asked for where the form is shown."""
    kept = SavedView.objects.kept_by(request.user).order_by("name", "pk").values_list("pk", "name")
    return {"sharings": SimpleLazyObject(lambda: sharings(request.user)), "kept_views": kept[:_MOST_SHOWN]}


@staff_page("tickets.view_ticket")
@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """All views that somebody can use, to rename and delete; a POST saves another."""
    if request.method != "POST":
        return _page(request)
    me = _me(request)
    form = SaveForm(request.POST, person=me)
    if not form.is_valid():
        return _page(request, form, 422)
    query, instead = form.cleaned_data["query"], form.cleaned_data["instead"]
    try:
        if instead:
            view = desk_settings.put_filters(view=instead, author=me, query=query)
        else:
            name = form.cleaned_data["name"]
            view = desk_settings.save_view(owner=me, name=name, query=query, **form.shared_with)
    except TicketRefusedError as refusal:
        form.add_error(None, refusal.text)
        return _page(request, form, 409)
    messages.success(request, gettext("The view “%(name)s” is saved.") % {"name": view.name})
    return redirect(f"{_list()}?{view.query}")


@staff_page("tickets.view_ticket")
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a view, share it, or delete it."""
    view = get_object_or_404(SavedView.objects.kept_by(request.user), pk=pk)
    if "delete" in request.POST:
        desk_settings.delete_view(view=view, author=_me(request))
        messages.success(request, gettext("The view “%(name)s” is deleted.") % {"name": view.name})
        return redirect("admin:tickets_ticket_views")
    form = SaveForm(request.POST, person=_me(request), view=view)
    if not form.is_valid():
        wrong = [str(words) for each in form.errors.values() for words in each]
        return _page(request, None, 422, refusal=" ".join(wrong))
    name = form.cleaned_data["name"]
    try:
        desk_settings.change_view(view=view, author=_me(request), name=name, **form.shared_with)
    except TicketRefusedError as refusal:
        return _page(request, None, 409, refusal=refusal.text)
    messages.success(request, gettext("The view “%(name)s” is saved.") % {"name": name})
    return redirect("admin:tickets_ticket_views")


@staff_page("tickets.view_ticket")
@require_POST
def columns(request: HttpRequest) -> HttpResponse:
    """Choose what rows show; back to the list as it was."""
    chosen = [name for name in COLUMNS if name in request.POST.getlist("column")]
    desk_settings.choose_columns(user=_me(request), columns=chosen)
    return redirect(f"{_list()}?{canonical(request.POST.get('query', ''))}")


@staff_page("tickets.view_ticket")
@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Single letters as keys, or not; back to the list as it was."""
    change_settings(user=_me(request), single_keys=request.POST.get("keys") == "on")
    return redirect(f"{_list()}?{canonical(request.POST.get('place', ''))}")


@staff_page("tickets.view_ticket")
@require_POST
def split(request: HttpRequest) -> HttpResponse:
    """The ticket beside the list, or not; back to the list as it was."""
    desk_settings.choose_split(user=_me(request), wanted=request.POST.get("split") == "on")
    return redirect(f"{_list()}?{canonical(request.POST.get('place', ''))}")


def _page(request: HttpRequest, form: SaveForm | None = None, code: int = 200, *, refusal: str = "") -> HttpResponse:
    kept = set(SavedView.objects.kept_by(request.user).values_list("pk", flat=True))
    seen = SavedView.objects.seen_by(request.user).select_related("owner", "team")
    rows = [
        SeenView(view, view.pk in kept, sharings(request.user, view), sharing_of(view), told(view, request.user))
        for view in seen
    ]
    context = page_context(
        request,
        title=gettext("Views of the queue"),
        opts=Ticket._meta,
        seen=rows,
        form=form,
        refusal=refusal,
        **saving(request),
    )
    return render(request, "admin/tickets/ticket/views.html", context, status=code)


def _list() -> str:
    return reverse("admin:tickets_ticket_changelist")


def _me(request: HttpRequest) -> User:
    if not request.user.is_authenticated:
        raise Http404
    return request.user
