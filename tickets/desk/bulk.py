"""What is done to several tickets of the queue at once, and how it is taken back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.contrib.auth.models import Group
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.staff.record import note
from tickets import forms, labels, workflow
from tickets.actions import bulk
from tickets.actions.bulk import Done
from tickets.desk.site import staff_page, too_many
from tickets.models import BulkMove, Ticket
from tickets.models.teams import working_teams
from tickets.models.tickets import TicketQuerySet
from tickets.refusals import REFUSALS, TicketRefusedError
from tickets.snoozing import Choice, is_possible
from web.lists import MOST_AT_ONCE

# Closing is final, so it isn't done to many at once.
STATUSES = (
    workflow.Event.REOPEN,
    workflow.Event.WAIT_FOR_CUSTOMER,
    workflow.Event.HOLD,
    workflow.Event.SOLVE,
)
# What is told on a page of its own before it happens.
MERGE = "merge"
_BETWEEN = re.compile(r"[\s,，、]+")
# Of what is typed as tags.
_LONGEST = 500
# Enter in a field of the bar: what stands in it.
TYPED = "typed"
# How a button and a choice of the bar say what to do: `assignee:me`, `team:3`, `priority:30`, `status:solve`,
# `snooze:tomorrow`; `tag`, `untag` and `snooze` alone take what was typed.
type Act = Callable[[list[Ticket], User, str], Done]


@dataclass(frozen=True, slots=True)
class Undo:
    """The newest move that can be taken back, in words."""

    move: BulkMove
    words: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Choices of the bar under one heading."""

    words: str
    choices: list[tuple[str, str]]


def bar(request: HttpRequest) -> dict[str, Any]:
    """What the bar offers, for who may change tickets."""
    if not request.user.has_perm("tickets.change_ticket"):
        return {}
    people = [(f"assignee:{each.pk}", each.get_full_name() or each.get_username()) for each in forms.workers()]
    teams = [(f"team:{each.pk}", each.name) for each in working_teams()]
    return {
        "bulk": [
            Heading(gettext("Assign to"), [("assignee:", gettext("Nobody")), *people]),
            Heading(gettext("Team"), [("team:", gettext("No team")), *teams]),
            Heading(gettext("Priority"), [(f"priority:{key}", str(words)) for key, words in Ticket.Priority.choices]),
            Heading(gettext("Status"), [(f"status:{event}", str(labels.MOVES[event])) for event in STATUSES]),
        ],
        "snooze_offers": labels.snoozes(timezone.now()),
        "undo": undoable(request),
    }


def undoable(request: HttpRequest) -> Undo | None:
    """What this member of staff did last to several tickets, while it can be taken back."""
    moves = BulkMove.objects.undoable_by(_me(request), timezone.now()).annotate(count=Count("tickets"))
    move = moves.first()
    return Undo(move, _told(move.what, move.to, move.count)) if move else None  # type: ignore[attr-defined]


@staff_page("tickets.change_ticket")
@require_POST
def do(request: HttpRequest) -> HttpResponse:
    """Change the selected tickets; what refused is told by its reference."""
    back = _back(request)
    keys = [int(key) for key in request.POST.getlist("ticket") if key.isdecimal() and len(key) < 19]
    asked = request.POST.get("move", "")
    what, _colon, value = (request.POST.get("choice", "") if asked == "choice" else asked).partition(":")
    if what == TYPED:
        what = next((each for each in ("tag", "snooze") if request.POST.get(_FIELDS[each])), "")
    value = value or request.POST.get(_FIELDS.get(what, ""), "").replace("\0", "")
    if not keys or what not in {*_ACTS, MERGE}:
        messages.warning(request, gettext("Nothing was changed: select tickets and choose what to do."))
        return back
    if len(keys) > MOST_AT_ONCE:
        messages.error(request, too_many())
        return back
    tickets: TicketQuerySet = Ticket.objects.visible_to(request.user).filter(pk__in=keys)
    if what == MERGE:
        return _to_merge(request, tickets)
    try:
        done = _ACTS[what](list(tickets), _me(request), value)
    except TicketRefusedError as refusal:
        messages.error(request, refusal.text)
        return back
    except (ValueError, User.DoesNotExist, Group.DoesNotExist):
        messages.warning(request, gettext("Nothing was changed: select tickets and choose what to do."))
        return back
    if done.changed:
        told = {"count": done.changed, "what": f"{what}:{value}", "tickets": sorted(each.reference for each in tickets)}
        note("bulk_move", request, details=told)
    # What was changed stands below the list, with the way back.
    if not done.changed and not done.refused:
        messages.info(request, gettext("That is how the selected tickets stand already."))
    _tell_refused(request, done)
    return back


@staff_page("tickets.change_ticket")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a move back."""
    move = get_object_or_404(BulkMove, pk=pk, author=_me(request))
    try:
        done = bulk.take_back(move=move, author=_me(request), now=timezone.now())
    except TicketRefusedError as refusal:
        messages.error(request, refusal.text)
        return _back(request)
    if done.changed:
        note("bulk_move_undone", request, about=move, details={"count": done.changed})
        words = ngettext("%(count)s ticket is as before.", "%(count)s tickets are as before.", done.changed)
        messages.success(request, words % {"count": done.changed})
    _tell_refused(request, done)
    return _back(request)


def _to_merge(request: HttpRequest, tickets: TicketQuerySet) -> HttpResponse:
    """To the page that says what merging them would do."""
    asked = {"ticket": list(tickets.values_list("reference", flat=True)), "place": request.POST.get("place", "")}
    return redirect(f"{reverse('admin:tickets_ticket_merge_several')}?{urlencode(asked, doseq=True)}")


def _assign(tickets: list[Ticket], me: User, value: str) -> Done:
    person = me if value == "me" else forms.workers().get(pk=int(value)) if value else None
    return bulk.assign(tickets=tickets, author=me, assignee=person, now=timezone.now())


def _team(tickets: list[Ticket], me: User, value: str) -> Done:
    team = Group.objects.get(pk=int(value)) if value else None
    return bulk.set_team(tickets=tickets, author=me, team=team, now=timezone.now())


def _priority(tickets: list[Ticket], me: User, value: str) -> Done:
    return bulk.set_priority(tickets=tickets, author=me, priority=Ticket.Priority(int(value)), now=timezone.now())


def _status(tickets: list[Ticket], me: User, value: str) -> Done:
    event = workflow.Event(value)
    if event not in STATUSES:
        raise ValueError(value)
    return bulk.change_status(tickets=tickets, author=me, event=event, now=timezone.now())


def _tag(tickets: list[Ticket], me: User, value: str) -> Done:
    return bulk.tag(tickets=tickets, author=me, names=_names(value), now=timezone.now())


def _untag(tickets: list[Ticket], me: User, value: str) -> Done:
    return bulk.untag(tickets=tickets, author=me, names=_names(value), now=timezone.now())


def _names(typed: str) -> list[str]:
    """Each tag once; what stands between spaces or commas is one."""
    names = [name for name in _BETWEEN.split(typed[:_LONGEST]) if name]
    if not names:
        raise ValueError(typed)
    return list(dict.fromkeys(names))


def _snooze(tickets: list[Ticket], me: User, value: str) -> Done:
    now = timezone.now()
    asked = forms.SnoozeForm({"choice": value} if value in Choice else {"at": value})
    until = asked.until(now) if asked.is_valid() else None
    if until is None or not is_possible(until, now):
        raise TicketRefusedError("no_time")
    return bulk.snooze(tickets=tickets, author=me, until=until, now=now)


_ACTS: dict[str, Act] = {
    "assignee": _assign,
    "team": _team,
    "priority": _priority,
    "status": _status,
    "tag": _tag,
    "untag": _untag,
    "snooze": _snooze,
}
# The fields of what is typed.
_FIELDS = {"tag": "tag", "untag": "tag", "snooze": "at"}


def _told(what: str, to: str, count: int) -> str:
    """What was done to how many, in the active language."""
    tickets = ngettext("%(count)s ticket", "%(count)s tickets", count) % {"count": count}
    match what:
        case BulkMove.What.ASSIGNEE:
            words = gettext("assigned to %(to)s") % {"to": to} if to else gettext("assigned to nobody")
        case BulkMove.What.TEAM:
            words = gettext("team “%(to)s”") % {"to": to or gettext("No team")}
        case BulkMove.What.PRIORITY:
            words = gettext("priority “%(to)s”") % {"to": Ticket.Priority(int(to)).label}
        case BulkMove.What.TAG:
            words = gettext("tagged “%(to)s”") % {"to": to}
        case BulkMove.What.UNTAG:
            words = gettext("tag “%(to)s” taken off") % {"to": to}
        case BulkMove.What.SNOOZE:
            at = date_format(timezone.localtime(datetime.fromisoformat(to)), "SHORT_DATETIME_FORMAT")
            words = gettext("snoozed until %(time)s") % {"time": at}
        case _:
            words = str(labels.MOVES[workflow.Event(to)])
    return gettext("%(tickets)s: %(words)s") % {"tickets": tickets, "words": words}


def _tell_refused(request: HttpRequest, done: Done) -> None:
    for reason, references in done.refused.items():
        words = gettext("Unchanged: %(references)s. %(why)s")
        messages.warning(request, words % {"references": ", ".join(references), "why": REFUSALS[reason]})


def _back(request: HttpRequest) -> HttpResponse:
    """To the list as it was."""
    place = urlencode(parse_qsl(request.POST.get("place", ""), max_num_fields=50))
    return redirect(f"{reverse('admin:tickets_ticket_changelist')}?{place}")


def _me(request: HttpRequest) -> User:
    if not request.user.is_authenticated:
        raise Http404
    return request.user
