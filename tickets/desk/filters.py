"""The queue's filters and orders."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tickets.desk.several import SeveralFilter, numbers
from tickets.desk.standard_views import EVERYTHING, STANDARD, View, view_named
from tickets.forms import staff
from tickets.labels import RULES
from tickets.models import Ticket, Topic
from tickets.models.sla_clocks import DUE_FIRST
from tickets.models.teams import teams_with_tickets
from tickets.models.which_tickets import among
from tickets.search_words import parse
from web.mail_languages import names

STATUS = "status__exact"
# More words than these rank nothing.
_MOST_WORDS = 10
# No key has so many digits.
_LONG = 19

# The orders besides the view's own. Each comes out of an index; another one would sort the whole table.
SORT = "sort"
SORTS: dict[str, tuple[str | Promise, list[Any]]] = {
    "updated": (_("Last changed first"), Ticket.LATEST_FIRST),
    "quiet": (_("Longest unchanged first"), ["updated_at", "id"]),
    "newest": (_("Newest first"), ["-created_at", "-id"]),
    "oldest": (_("Oldest first"), ["created_at", "id"]),
    "due": (_("Due first"), DUE_FIRST),
    # Before the view's own order.
    "priority": (_("Most urgent first"), ["-priority"]),
}


def order_of(request: HttpRequest) -> list[Any]:
    """As was asked for; else as the view has it: who waits longest first, or where finished tickets are, what changed
    last. Of what words find, first whose subject or person has them all: few are found, and no index is needed."""
    name, view = request.GET.get(SORT, ""), view_of(request)
    if name == "priority":
        return [*SORTS[name][1], *(Ticket.QUEUE_ORDER if view.unfinished else Ticket.LATEST_FIRST)]
    if name in SORTS:
        return SORTS[name][1]
    if view.order:
        order: list[Any] = view.order(request.user)
    elif view.by_due:
        order = DUE_FIRST
    else:
        order = Ticket.QUEUE_ORDER if view.unfinished else Ticket.LATEST_FIRST
    words = searched_words(request.GET.get("q", ""))
    return [_match(words).desc(), *order] if words else order


def searched_words(typed: str) -> list[str]:
    """The words and texts that are looked for, without the conditions."""
    asked = parse(typed.replace("\0", ""))
    return [*asked.words.split(), *asked.phrases][:_MOST_WORDS]


def _match(words: list[str]) -> Case:
    """1 where the subject has all of the words, or the name and address of who wrote; else 0."""
    subject, person = Q(), Q()
    for word in words:
        subject &= Q(subject__icontains=word)
        person &= Q(requester_name__icontains=word) | Q(requester_email__icontains=word)
    return Case(When(subject | person, then=Value(1)), default=Value(0))


def view_of(request: HttpRequest) -> View:
    """The view that was chosen; a search and a filter by status look everywhere unless one was."""
    name = request.GET.get("view", "")
    return EVERYTHING if not name and _looks_everywhere(request) else view_named(name, request.user)


def _looks_everywhere(request: HttpRequest) -> bool:
    """The ticket somebody asks about may be long solved; a status finds nothing solved among the open ones."""
    return bool(request.GET.get("q")) or STATUS in request.GET


class ViewFilter(admin.SimpleListFilter):
    """Which part of the tickets; the template shows it as links above the list."""

    title = _("view")
    parameter_name = "view"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(view.name, view.words) for view in STANDARD if view.name]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return view_of(request).rows(queryset, request.user)  # type: ignore[arg-type]


class StatusFilter(SeveralFilter):
    """By where it stands; the parameter is that of Django's own filter, as saved addresses have it."""

    title = _("status")
    parameter_name = STATUS

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Ticket.Status.choices)

    def narrowed(self, rows: Any, chosen: Sequence[str]) -> Any:
        return rows.filter(status__in=chosen)


class PriorityFilter(SeveralFilter):
    """By how urgent it is."""

    title = _("priority")
    parameter_name = "priority__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(key), words) for key, words in Ticket.Priority.choices]

    def narrowed(self, rows: Any, chosen: Sequence[str]) -> Any:
        return rows.filter(priority__in=numbers(chosen))


class AssigneeFilter(SeveralFilter):
    """By who works on it."""

    title = _("assignee")
    parameter_name = "assignee"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        people = [(str(person.pk), person.get_full_name() or person.get_username()) for person in staff()]
        return [("nobody", _("Nobody")), *people]

    def narrowed(self, rows: Any, chosen: Sequence[str]) -> Any:
        return rows.filter(among("assignee", numbers(chosen), or_none="nobody" in chosen))


class TeamFilter(SeveralFilter):
    """By whose it is."""

    title = _("team")
    parameter_name = "team"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        asked = [part for value in request.GET.getlist("team") for part in value.split(",")]
        teams = teams_with_tickets(numbers(part for part in asked if len(part) < _LONG))
        return [("none", _("No team")), *((str(team.pk), team.name) for team in teams)]

    def narrowed(self, rows: Any, chosen: Sequence[str]) -> Any:
        return rows.filter(among("team", numbers(chosen), or_none="none" in chosen))


class RuleFilter(SeveralFilter):
    """By the entitlement rule that let the person through."""

    title = _("rule")
    parameter_name = "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(RULES.items())

    def narrowed(self, rows: Any, chosen: Sequence[str]) -> Any:
        return rows.filter(rule__in=chosen)


class TopicFilter(SeveralFilter):
    """By topic, whatever language it was picked in."""

    title = _("topic")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        topics = list(Topic.objects.prefetch_related("texts"))
        self.keys = {topic.slug: topic.pk for topic in topics}
        return [(topic.slug, topic.label()) for topic in topics]

    def narrowed(self, rows: Any, chosen: Sequence[str]) -> Any:
        # By their ids: a join would keep the list from coming out of an index in order.
        return rows.filter(topic__in=[self.keys[slug] for slug in chosen])


class LanguageFilter(SeveralFilter):
    """By the language of the ticket."""

    title = _("language")
    parameter_name = "locale"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(names().items())

    def narrowed(self, rows: Any, chosen: Sequence[str]) -> Any:
        return rows.filter(locale__in=chosen)
