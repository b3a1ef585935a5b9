"""The list of tickets as programs narrow it: the desk's own views, filters, searches and orders."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from api.models import Caller
from api.problems import wrong
from api.schemas.tickets import TicketFilters
from tickets.desk.filters import SORTS
from tickets.desk.listed import rows_of
from tickets.desk.searching import search
from tickets.desk.standard_views import EVERYTHING, View, view_named, views_for
from tickets.models import SavedView, Ticket, Topic
from tickets.models.sla_clocks import DUE_FIRST
from tickets.models.tags import has_tag
from tickets.models.tickets import TicketQuerySet
from tickets.models.which_tickets import KNOWN, among, known_of

type Narrowed = tuple[TicketQuerySet, Sequence[Any]]
_BESIDE = {"saved_view", "limit", "cursor"}
# What a column of the ticket has as it is.
_COLUMNS = ("status", "locale", "rule")


def narrowed(request: HttpRequest, caller: Caller, asked: TicketFilters) -> Narrowed:
    """The tickets that who asks may see and meant, and their order. Raises ProblemError for what means nothing."""
    if asked.saved_view is not None:
        return _saved(request, caller, asked.saved_view)
    view = _view(caller, asked.view)
    rows = view.rows(Ticket.objects.visible_to(caller), caller)
    rows = rows.filter(**{f"{name}__in": values for name in _COLUMNS if (values := getattr(asked, name))})
    for name in KNOWN:
        values = getattr(asked, name)
        rows = rows.filter(known_of(name, values)) if values else rows
    if asked.priority:
        rows = rows.filter(priority__in=[each.value_of_row for each in asked.priority])
    rows = _of_somebody(rows, caller, asked)
    if asked.topic:
        rows = rows.filter(topic__in=_topics(asked.topic))
    if asked.tag:
        rows = rows.filter(has_tag(asked.tag))
    if asked.person is not None:
        rows = rows.filter(customer=asked.person)
    if asked.email is not None:
        rows = rows.of_address(asked.email)
    if asked.q is not None and asked.q.strip():
        found = search(rows, asked.q.strip(), caller)
        if found.wrong:
            raise wrong("q", " ".join(found.wrong))
        rows = found.rows
    return _within(rows, asked), _order(view, asked)


def _saved(request: HttpRequest, caller: Caller, number: int) -> Narrowed:
    """As the desk has it; whoever wants it narrowed further saves another."""
    beside = set(request.GET) - _BESIDE
    if beside:
        raise wrong(min(beside), gettext("A saved view has its own filters."))
    saved = SavedView.objects.seen_by(caller).filter(pk=number).first()
    if saved is None:
        raise wrong("saved_view", gettext("There is no such view."))
    found = rows_of(request, saved.query)
    if found is None:
        raise wrong("saved_view", gettext("It was saved with filters that mean nothing any more."))
    return found


def _view(caller: Caller, name: str | None) -> View:
    if name is None:
        return EVERYTHING
    view = next((each for each in views_for(caller) if (each.name or "unsolved") == name), None)
    if view is None and name.startswith("team-"):
        view = view_named(name, caller)
    if view is None or (view.name or "unsolved") != name:
        raise wrong("view", gettext("There is no such view."))
    return view


def _topics(slugs: Sequence[str]) -> list[int]:
    known = dict(Topic.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    if unknown := [slug for slug in slugs if slug not in known]:
        raise wrong("topic", gettext("There is no such topic.") + f" ({unknown[0]})")
    return list(known.values())


def _of_somebody(rows: TicketQuerySet, caller: Caller, asked: TicketFilters) -> TicketQuerySet:
    if asked.assignee:
        keys = [caller.pk if each == "me" else int(each) for each in asked.assignee if each != "nobody"]
        rows = rows.filter(among("assignee", keys, or_none="nobody" in asked.assignee))
    if asked.team:
        keys = [int(each) for each in asked.team if each != "none"]
        rows = rows.filter(among("team", keys, or_none="none" in asked.team))
    return rows


def _within(rows: TicketQuerySet, asked: TicketFilters) -> TicketQuerySet:
    """Between the times that were asked for, each of which is left out itself."""
    if asked.created_after is not None:
        rows = rows.filter(created_at__gt=asked.created_after)
    if asked.created_before is not None:
        rows = rows.filter(created_at__lt=asked.created_before)
    return rows.filter(updated_at__gt=asked.updated_after) if asked.updated_after is not None else rows


def _order(view: View, asked: TicketFilters) -> Sequence[Any]:
    """As was asked for; after a time from there on, so that an index leads; else as the view has it."""
    own = Ticket.QUEUE_ORDER if view.unfinished else Ticket.LATEST_FIRST
    if asked.sort == "priority":
        return [*SORTS["priority"][1], *own]
    if asked.sort is not None:
        return SORTS[asked.sort][1]
    if asked.updated_after is not None:
        return SORTS["quiet"][1]
    if asked.created_after is not None or asked.created_before is not None:
        return SORTS["oldest"][1]
    return DUE_FIRST if view.by_due else own
