"""The views of the queue that everybody has, as one table: a view more is one entry here."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models import IncomingEmail, Mention, Ticket
from tickets.models.sla_clocks import due_soon, overdue
from tickets.models.snoozes import snoozed
from tickets.models.tickets import HANDLE_REPORTS, TicketQuerySet
from tickets.models.which_tickets import SEE_ALL, teams_of
from web import lists
from web.lists import Counts, shown_count

type Person = User | AnonymousUser
type Rows = Callable[[TicketQuerySet, Person], TicketQuerySet]
# For who handles reports under the law; the other views of open work are without them.
REPORTS = "reports"
# Where a note names who reads, until they have opened the ticket.
MENTIONED = "mentioned"
_OF_TEAM = "team-"
# So many teams of somebody have a view of their own.
_MOST_TEAMS = 5
# The queries of the counts, by whatever of somebody they depend on; of the staff of a process so many.
_COUNTS: dict[Hashable, Counts] = {}
_MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class View:
    """A part of the tickets by name. `unfinished`: in the queue's order; else what changed last comes first.

    `rows` goes by the clock of the database (`Now()`): the query for its count is kept.
    """

    name: str
    words: str | Promise
    rows: Rows
    unfinished: bool = False
    counted: bool = True
    permission: str = ""
    # What stands in the place of its rows where there are none.
    empty: str | Promise = ""
    # In the order of what is due; its tab is there while it has something, or is open.
    by_due: bool = False
    # Above the list also while it is empty.
    kept: bool = False
    # An order of its own, of the reader.
    order: Callable[[Person], list[Any]] | None = None
    # Behind the views that somebody saved.
    later: bool = False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A list that isn't one of tickets and stands beside the views, where staff look for work."""

    words: str | Promise
    page: str
    query: str
    rows: Callable[[Person], QuerySet[Any]]
    permission: str


class Place(StrEnum):
    """Where a view stands: above the list before those that somebody saved, after them, or in the menu of the rest."""

    FIRST = "first"
    LATER = "later"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Tab:
    """A view as the list shows it."""

    name: str
    words: str | Promise
    address: str
    count: int | None = None
    chosen: bool = False
    place: Place = Place.FIRST

    @property
    def shown(self) -> str | None:
        """The count for people."""
        return None if self.count is None else shown_count(self.count)


def _open(tickets: TicketQuerySet) -> TicketQuerySet:
    return tickets.open().awake().without_reports()


def _mentioning(me: Person) -> QuerySet[Mention]:
    return Mention.objects.of(me).unread()


def _newest_mention(me: Person) -> list[Any]:
    """Whose note names them last, first: few tickets, which they haven't opened since."""
    newest = _mentioning(me).filter(ticket=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    return [Subquery(newest).desc(), "-id"]


_TAKEN = _("Nothing is left here. Well done.")
UNSOLVED = View("", _("Unsolved"), lambda rows, me: _open(rows), unfinished=True, kept=True, empty=_TAKEN)
STANDARD = (
    UNSOLVED,
    View(
        "waiting",
        _("Waiting for us"),
        lambda rows, me: rows.waiting_for_us().awake().without_reports(),
        unfinished=True,
        kept=True,
        empty=_("Nobody waits for an answer. Well done."),
    ),
    View(
        "mine",
        _("Mine"),
        lambda rows, me: rows.open().awake().assigned_to(me),  # type: ignore[arg-type]
        unfinished=True,
        kept=True,
        empty=_("Nothing is yours right now. What nobody has taken yet stands under “Unassigned”."),
    ),
    View(
        "unassigned",
        _("Unassigned"),
        lambda rows, me: _open(rows).unassigned(),
        unfinished=True,
        kept=True,
        empty=_("Everything here has somebody who works on it."),
    ),
    View(
        "pending",
        _("Waiting for them"),
        lambda rows, me: rows.waiting_for_them().without_reports(),
        empty=_("Nobody owes us an answer."),
    ),
    View(
        "snoozed",
        _("Snoozed"),
        lambda rows, me: snoozed(rows).without_reports(),
        unfinished=True,
        empty=_("Nothing is put off until later."),
    ),
    View(
        "overdue",
        _("Overdue"),
        lambda rows, me: overdue(rows).without_reports(),
        unfinished=True,
        by_due=True,
        empty=_("Nothing is overdue. Well done."),
    ),
    View(
        "soon",
        _("Due soon"),
        lambda rows, me: due_soon(rows).without_reports(),
        unfinished=True,
        by_due=True,
        empty=_("Nothing is due soon."),
    ),
    View(
        REPORTS,
        _("Reports under the law"),
        lambda rows, me: rows.open().reports(),
        unfinished=True,
        permission=HANDLE_REPORTS,
        empty=_TAKEN,
    ),
    View(
        MENTIONED,
        _("Mentions"),
        lambda rows, me: rows.filter(pk__in=_mentioning(me).values("ticket")),
        empty=_("No note that mentions you is unread. Colleagues mention you with @ and your name."),
        order=_newest_mention,
        later=True,
    ),
    View("solved", _("Solved"), lambda rows, me: rows.finished(), counted=False),
    View("all", _("All"), lambda rows, me: rows, counted=False),
)
ELSEWHERE = (
    Elsewhere(
        _("Quarantine"),
        "admin:tickets_incomingemail_changelist",
        "outcome__exact=quarantined",
        lambda me: IncomingEmail.objects.visible_to(me).quarantined(),
        "tickets.view_incomingemail",
    ),
)
_NAMED = {view.name: view for view in STANDARD}
EVERYTHING = _NAMED["all"]


def view_named(name: str, person: Person) -> View:
    """The view of this name; for an unknown one, or one that isn't theirs, the view of open tickets."""
    number = name.removeprefix(_OF_TEAM)
    if name.startswith(_OF_TEAM) and number.isdecimal() and len(number) < 10:
        return _of_team(int(number), "")
    view = _NAMED.get(name, UNSOLVED)
    return view if not view.permission or person.has_perm(view.permission) else UNSOLVED


def views_for(person: Person) -> list[View]:
    """The views of this member of staff, in order; those of their teams stand beside their own tickets."""
    mine = [view for view in STANDARD if not view.permission or person.has_perm(view.permission)]
    teams = list(_teams_of(person))
    names = {team.pk: team.name if len(teams) > 1 else gettext("My team") for team in teams}
    after = 1 + [view.name for view in mine].index("mine")
    return [*mine[:after], *(_of_team(key, name) for key, name in names.items()), *mine[after:]]


def tabs(person: Person, chosen: str | None) -> list[Tab]:
    """The views and the lists beside them with how much is in them, none counted further than lists count, in one
    query."""
    views = views_for(person)
    beside = [each for each in ELSEWHERE if person.has_perm(each.permission)]
    counted = [view for view in views if view.counted]
    found = _counts(person, counted, beside).read()
    counts = {view.name: count for view, count in zip(counted, found, strict=False)}
    return [
        *(
            _tab(view, counts.get(view.name), chosen)
            for view in views
            if not view.by_due or counts[view.name] or view.name == chosen
        ),
        *(
            Tab("", each.words, f"{reverse(each.page)}?{each.query}", count, place=Place.LATER if count else Place.REST)
            for each, count in zip(beside, found[len(counted) :], strict=True)
        ),
    ]


def _counts(person: Person, views: Sequence[View], beside: Sequence[Elsewhere]) -> Counts:
    """The query for how much is in each; the same one for the same person, as long as they may see the same."""
    # To put it into words takes longer than to answer it.
    rights = person.is_superuser or frozenset(person.get_all_permissions())
    teams = () if person.has_perm(SEE_ALL) else tuple(teams_of(person))
    shown = (*(view.name for view in views), *(f"{each.page}?{each.query}" for each in beside))
    key = (person.pk, rights, teams, shown, lists.MOST_COUNTED)
    found = _COUNTS.get(key)
    if found is None:
        tickets = Ticket.objects.visible_to(person)
        found = lists.counts_of(
            [*(view.rows(tickets, person) for view in views), *(each.rows(person) for each in beside)]
        )
        if len(_COUNTS) >= _MOST_KEPT:
            _COUNTS.clear()
        _COUNTS[key] = found
    return found


def tabs_from(page: str, person: Person) -> list[Tab]:
    """The same on the page of a list beside them, which this address has; it is the one that is open."""
    there = reverse("admin:tickets_ticket_changelist")
    found = []
    for tab in tabs(person, None):
        if tab.address.startswith("?"):
            found.append(replace(tab, address=f"{there}{tab.address}"))
        else:
            is_open = tab.address == page
            found.append(replace(tab, chosen=is_open, place=Place.LATER if is_open else tab.place))
    return found


def _tab(view: View, count: int | None, chosen: str | None) -> Tab:
    is_chosen = view.name == chosen
    is_empty = count == 0 and not view.kept and not is_chosen
    place = Place.REST if is_empty else Place.LATER if view.later or count is None else Place.FIRST
    return Tab(view.name, view.words, f"?view={view.name}" if view.name else "?", count, is_chosen, place)


def _teams_of(person: Person) -> list[Group]:
    """Their groups that tickets are given to: others say only what somebody may do."""
    given = Exists(Ticket.objects.open().filter(team=OuterRef("pk")))
    return list(person.groups.filter(given).order_by("name")[:_MOST_TEAMS])


def _of_team(key: int, name: str) -> View:
    return View(f"{_OF_TEAM}{key}", name, lambda rows, me: _open(rows).filter(team=key), unfinished=True, empty=_TAKEN)
