"""The queue's saved views and filters."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tickets.forms import staff
from tickets.labels import RULES
from tickets.models import Ticket, Topic
from tickets.models.tickets import HANDLE_REPORTS, TicketQuerySet
from web.lists import counted

VIEWS: dict[str, str | Promise] = {
    "": _("Unsolved"),
    "waiting": _("Waiting for us"),
    "mine": _("Mine"),
    "unassigned": _("Unassigned"),
    "solved": _("Solved"),
    "all": _("All"),
}
# For who handles reports under the law; the other views of open work are without them.
REPORTS = "reports"


def in_view(tickets: TicketQuerySet, view: str, request: HttpRequest) -> TicketQuerySet:
    """The tickets of a saved view; an unknown one is the view of open tickets."""
    if view == "all":
        return tickets
    if view == "solved":
        return tickets.finished()
    if view == "waiting":
        return tickets.waiting_for_us().without_reports()
    if view == "mine":
        return tickets.open().assigned_to(request.user)  # type: ignore[arg-type]
    if view == REPORTS:
        return tickets.open().reports()
    others = tickets.open().without_reports()
    return others.unassigned() if view == "unassigned" else others


def views_for(request: HttpRequest) -> dict[str, str | Promise]:
    """The saved views of this member of staff."""
    return {**VIEWS, REPORTS: _("Reports under the law")} if request.user.has_perm(HANDLE_REPORTS) else VIEWS


def view_counts(request: HttpRequest) -> dict[str, int]:
    """How many tickets each view with work in it has; none is counted further than lists count."""
    tickets = Ticket.objects.visible_to(request.user).longest_waiting_first()
    views = {"open": "", "waiting": "waiting", "mine": "mine", "unassigned": "unassigned"}
    views |= {REPORTS: REPORTS} if request.user.has_perm(HANDLE_REPORTS) else {}
    return {name: counted(in_view(tickets, view, request)) for name, view in views.items()}


def order_of(request: HttpRequest) -> list[Any]:
    """Who waits longest first; where finished tickets are among them, what changed last first."""
    return Ticket.QUEUE_ORDER if _of_unfinished(request) else Ticket.LATEST_FIRST


def _of_unfinished(request: HttpRequest) -> bool:
    view = request.GET.get("view", "")
    return (
        view in {"waiting", "mine", "unassigned", REPORTS}
        if view in views_for(request) and view
        else not _looks_everywhere(request)
    )


def _looks_everywhere(request: HttpRequest) -> bool:
    """A search looks everywhere unless a view was chosen: the ticket somebody asks about may be long solved.

    So does a filter by status, which would find nothing among the open ones.
    """
    return bool(request.GET.get("q")) or "status__exact" in request.GET


class SavedView(admin.SimpleListFilter):
    """Which part of the queue; the template shows it as links above the list."""

    title = _("view")
    parameter_name = "view"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, words) for name, words in views_for(request).items() if name]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        view = self.value() or ""
        return in_view(queryset, "all" if not view and _looks_everywhere(request) else view, request)  # type: ignore[arg-type]


class AssigneeFilter(admin.SimpleListFilter):
    """By who works on it."""

    title = _("assignee")
    parameter_name = "assignee"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        people = [(str(person.pk), person.get_full_name() or person.get_username()) for person in staff()]
        return [("nobody", _("Nobody")), *people]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen == "nobody":
            return queryset.filter(assignee__isnull=True)
        known = {value for value, _words in self.lookup_choices}
        return queryset.filter(assignee=int(chosen)) if chosen and chosen in known else queryset


class TeamFilter(admin.SimpleListFilter):
    """By whose it is."""

    title = _("team")
    parameter_name = "team"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("none", _("No team")), *((str(team.pk), team.name) for team in Group.objects.order_by("name"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen == "none":
            return queryset.filter(team__isnull=True)
        known = {value for value, _words in self.lookup_choices}
        return queryset.filter(team=int(chosen)) if chosen and chosen in known else queryset


class RuleFilter(admin.SimpleListFilter):
    """By the entitlement rule that let the person through."""

    title = _("rule")
    parameter_name = "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(RULES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(rule=self.value()) if self.value() in RULES else queryset


class TopicFilter(admin.SimpleListFilter):
    """By topic, whatever language it was picked in."""

    title = _("topic")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(topic.slug, topic.label()) for topic in Topic.objects.prefetch_related("texts")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        # By its id: a join would keep the list from coming out of an index in order.
        chosen = Topic.objects.filter(slug=self.value()).first() if self.value() else None
        return queryset.filter(topic=chosen) if chosen else queryset


class LanguageFilter(admin.SimpleListFilter):
    """By the language of the ticket."""

    title = _("language")
    parameter_name = "locale"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(settings.LANGUAGES)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(locale=self.value()) if self.value() in dict(settings.LANGUAGES) else queryset
