"""Views of the queue that staff save over its filters, and the columns that they choose."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.staff.settings_actions import change_settings
from tickets.actions import desk_settings
from tickets.desk.listing import COLUMNS
from tickets.desk.origin import canonical
from tickets.desk.site import page_context, staff_page
from tickets.models import SavedView, Ticket
from tickets.refusals import TicketRefusedError

_LONGEST = 1000
# So many stand above the list; the rest is on the page of views.
_MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class SavedTab:
    """A saved view as the list shows it."""

    name: str
    address: str
    chosen: bool
    shared: bool


class SaveForm(forms.Form):
    """The name for a view; its filters come along from the list's address."""

    name = forms.CharField(max_length=60, label=_("Name of the view"))
    shared = forms.BooleanField(required=False, label=_("Shared with everybody"))
    query = forms.CharField(max_length=_LONGEST, required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_query(self) -> str:
        return canonical(self.cleaned_data["query"])


def saved_tabs(request: HttpRequest) -> list[SavedTab]:
    """The saved views of who asks, marked where the list has just these filters."""
    now = canonical(request.GET.urlencode())
    seen = SavedView.objects.seen_by(request.user)[:_MOST_SHOWN]
    return [SavedTab(view.name, f"?{view.query}", view.query == now, view.shared) for view in seen]


@staff_page("tickets.view_ticket")
@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """All views that somebody can use, to rename and delete; a POST saves another."""
    if request.method != "POST":
        return _page(request)
    form = SaveForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        view = desk_settings.save_view(owner=_me(request), **form.cleaned_data)
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
    form = SaveForm(request.POST)
    if not form.is_valid():
        return _page(request, None, 422, refusal=gettext("Give the view a name of at most 60 characters."))
    name, shared = form.cleaned_data["name"], form.cleaned_data["shared"]
    try:
        desk_settings.change_view(view=view, author=_me(request), name=name, shared=shared)
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
    seen = SavedView.objects.seen_by(request.user).select_related("owner")
    context = page_context(
        request,
        title=gettext("Views of the queue"),
        opts=Ticket._meta,
        seen=[(view, view.pk in kept) for view in seen],
        form=form,
        refusal=refusal,
        may_share=request.user.has_perm(desk_settings.SHARE),
    )
    return render(request, "admin/tickets/ticket/views.html", context, status=code)


def _list() -> str:
    return reverse("admin:tickets_ticket_changelist")


def _me(request: HttpRequest) -> User:
    if not request.user.is_authenticated:
        raise Http404
    return request.user
