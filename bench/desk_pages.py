"""What `bench/desk.py` asks of a site: the pages and moves of the desk by name. Django is set up before this."""

from collections.abc import Callable
from datetime import time
from itertools import cycle
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone
from pages import DESK, ORIGIN, desk_client, get, posted

from accounts.models import User
from tickets.models import BulkMove, BusinessHours, Macro, SavedView, SentReply, SlaPolicy, Ticket
from tickets.models.figures import DIMENSIONS

type Act = Callable[[], int]
type Page = Callable[[], Act]

_REPORT = "/admin/tickets/dayfigures/"
_VIEWS = ("", "waiting", "mine", "unassigned", "pending", "snoozed", "reports", "solved", "all")
_ORDERS = ("updated", "quiet", "newest", "oldest", "priority")
_FILTERS = {
    "status closed": "view=all&status__exact=closed",
    "priority urgent": "priority__exact=40",
    "all, urgent": "view=all&priority__exact=40",
    "by topic": "topic=billing",
    "all, by topic": "view=all&topic=billing",
    "all, by rule": "view=all&rule=locked_out",
    "all, in Japanese": "view=all&locale=ja",
    "of a plan": "plan=enterprise",
    "all, of a plan": "view=all&plan=enterprise",
    "all, of a role": "view=all&role=primary_owner",
    "all, of a role that nobody has": "view=all&role=billing",
    "all, of nobody": "view=all&assignee=nobody",
    "a common tag": "tag=sample-common",
    "all, a common tag": "view=all&tag=sample-common",
    "a middling tag": "tag=sample-middling",
    "all, a middling tag": "view=all&tag=sample-middling",
    "a rare tag": "tag=sample-rare",
    "all, a rare tag": "view=all&tag=sample-rare",
    "all, page 20": "view=all&p=20",
    **{
        f"all, sorted by {order}": f"view=all&sort={order}"
        for order in ("updated", "quiet", "newest", "oldest", "priority")
    },
    **{f"sorted by {order}": f"sort={order}" for order in ("updated", "quiet", "newest", "oldest", "priority")},
}
_WORDS = {
    "a common word": "payment",
    "請求": "請求",
    "three words": "refund invoice London",
    "quoted": '"refund invoice"',
    "nothing": "xyzzy",
    "a word of a tag": "payment tag:sample-middling",
    "a word of a status": "payment status:pending",
    "a word of mine": "invoice assignee:me",
    "of a topic, urgent": "topic:billing priority:urgent",
}


def pages() -> dict[str, Page]:
    """Everything that is asked for, by name."""
    desk, me = desk_client()
    _promise()
    return (
        _lists(desk, me)
        | _small_team()
        | _reports(desk)
        | _one_ticket(desk)
        | _writing(desk)
        | _moves(desk, me)
        | _many(desk, me)
    )


def _promise() -> None:
    """Moves follow the clocks of a policy with business hours, as a desk has them."""
    hours, is_new = BusinessHours.objects.get_or_create(name="Bench", defaults={"zone": "Europe/Berlin"})
    if is_new:
        for day in range(5):
            hours.spans.create(weekday=day, opens=time(9), closes=time(17))
    times = {"first_response": 240, "next_response": 480, "resolution": 2400}
    SlaPolicy.objects.get_or_create(name="Bench", defaults={"hours": hours, **times})


def _lists(desk: Client, me: User) -> dict[str, Page]:
    team = Ticket.objects.open().exclude(team=None).latest("pk").team_id
    view, _made = SavedView.objects.get_or_create(
        owner=me, name="Bench", defaults={"query": "topic=billing&view=all", "shared": True}
    )
    lists = {f"view {name or 'unsolved'}": f"{DESK}?view={name}" for name in _VIEWS}
    lists |= {f"queue, {name}": f"{DESK}?{query}" for name, query in _FILTERS.items()}
    lists |= {f"search, {name}": f"{DESK}?q={words}" for name, words in _WORDS.items()}
    lists |= {f"all, search, {name}": f"{DESK}?view=all&q={words}" for name, words in _WORDS.items()}
    lists |= {
        "view of a team": f"{DESK}?view=team-{team}",
        "all, of a team": f"{DESK}?view=all&team={team}",
        "a saved view": f"{DESK}?{view.query}",
        "views": f"{DESK}views/",
        "palette": f"{DESK}palette/?q=pay",
        "palette, a reference": f"{DESK}palette/?q={_middle().reference[:7]}",
        "tags": "/admin/tickets/tag/",
        "macros": "/admin/tickets/macro/",
        "ratings": "/admin/tickets/rating/",
        "outgoing mail": "/admin/tickets/outgoingemail/",
        "outgoing mail, search": "/admin/tickets/outgoingemail/?q=marta",
        "incoming mail": "/admin/tickets/incomingemail/",
        "quarantine": "/admin/tickets/incomingemail/?outcome__exact=quarantined",
        "incoming mail, search": "/admin/tickets/incomingemail/?q=invoice",
    }
    return {name: get(desk, address) for name, address in lists.items()}


def _small_team() -> dict[str, Page]:
    """Somebody who sees the forty tickets of their team, what has none, and what is theirs: an index each."""
    me, is_new = User.objects.get_or_create(username="bench-few", is_staff=True)
    if is_new:
        team = Group.objects.create(name="Bench, few")
        me.groups.add(team)
        for codename in ("view_ticket", "change_ticket", "view_outgoingemail"):
            me.user_permissions.add(Permission.objects.get(content_type__app_label="tickets", codename=codename))
        some = Ticket.objects.exclude(team=None).order_by("-pk").values("pk")[100:140]
        Ticket.objects.filter(pk__in=list(some.values_list("pk", flat=True))).update(team=team)
    few = Client(headers=ORIGIN)
    few.force_login(me)
    views = {f"few, view {name or 'unsolved'}": f"{DESK}?view={name}" for name in _VIEWS if name != "reports"}
    views |= {f"few, search, {name}": f"{DESK}?q={words}" for name, words in _WORDS.items()}
    views |= {f"few, all, search, {name}": f"{DESK}?view=all&q={words}" for name, words in _WORDS.items()}
    views["few, outgoing mail"] = "/admin/tickets/outgoingemail/"
    return {name: get(few, address) for name, address in views.items()}


def _reports(desk: Client) -> dict[str, Page]:
    """The report of each period, the year by each dimension and of some, its sheets, and the wall."""
    team = Ticket.objects.exclude(team=None).latest("pk").team_id
    asked = {f"{days} days": f"days={days}" for days in (7, 28, 90)}
    asked |= {f"a year by {name}": f"days=365&by={name}" for name in DIMENSIONS}
    asked |= {
        "28 days by topic, of a team in Japanese": f"days=28&by=topic&team={team}&locale=ja",
        "a year by agent, of a team": f"days=365&by=agent&team={team}",
        "a year by topic, of a team in Japanese": f"days=365&by=topic&team={team}&locale=ja",
        "a year by topic, of three": f"days=365&by=topic&team={team}&locale=ja&plan=pro",
        "weeks of a year as CSV": "days=365&csv=time",
        "a year by agent as CSV": "days=365&by=agent&csv=table",
    }
    pages = {f"report, {name}": get(desk, f"{_REPORT}?{query}") for name, query in asked.items()}
    return pages | {"wall": get(desk, f"{_REPORT}wall/")}


def _middle() -> Ticket:
    """An old one of a customer who wrote often."""
    total = Ticket.objects.count()
    return Ticket.objects.filter(pk__gt=total // 2).exclude(customer=None).earliest("pk")


def _waiting() -> Ticket:
    return Ticket.objects.waiting_for_us().latest("pk")


def _one_ticket(desk: Client) -> dict[str, Page]:
    middle, waiting = _middle(), _waiting()
    return {
        "search: reference": get(desk, f"{DESK}?q={middle.reference}"),
        "search: from:": get(desk, f"{DESK}?view=all&q=from:{middle.requester_email}"),
        "ticket, old": get(desk, f"{DESK}{middle.reference}/change/"),
        "ticket, in the queue": get(desk, f"{DESK}{waiting.reference}/change/"),
        "ticket, who else is here": posted(desk, lambda: (f"{DESK}{waiting.reference}/presence/", {}), 200),
    }


def _writing(desk: Client) -> dict[str, Page]:
    waiting = _waiting()
    at = f"{DESK}{waiting.reference}/"
    macro = Macro.objects.filter(owner=None).first()

    def form(**more: Any) -> dict[str, Any]:
        version = Ticket.objects.values_list("version", flat=True).get(pk=waiting.pk)
        return {"mode": "reply", "then": "pending", "body": "We looked into it: done.", "version": version, **more}

    def undo() -> tuple[str, dict[str, Any]]:
        desk.post(f"{at}write/", form())
        return f"{at}undo/", {"message": SentReply.objects.latest("pk").message_id}

    writing = {
        "reply": posted(desk, lambda: (f"{at}write/", form())),
        "reply, taken back": posted(desk, undo),
        "note": posted(desk, lambda: (f"{at}write/", form(mode="note"))),
        "draft": posted(desk, lambda: (f"{at}draft/", {"mode": "reply", "body": "We are"}), 200),
    }
    if macro:
        writing["macro put in"] = posted(desk, lambda: (f"{at}insert/", form(insert=macro.pk)), 200)
    return writing


def _moves(desk: Client, me: User) -> dict[str, Page]:
    """Each changes the ticket there and back, so that no request finds it as it wants it."""
    # Not the one that is written on: a reply moves it as well, and then some of these moves are refused.
    others = Ticket.objects.waiting_for_us().exclude(team=None).exclude(pk=_waiting().pk)
    ticket, solved = others.order_by("-pk")[:2]  # what is solved isn't snoozed
    at, team = f"{DESK}{ticket.reference}/", ticket.team_id

    def turns(verb: str, *forms: dict[str, Any]) -> Page:
        one_after_another = cycle(forms)
        return posted(desk, lambda: (f"{at}{verb}/", next(one_after_another)))

    def status(event: str) -> dict[str, Any]:
        return {"event": event, "version": Ticket.objects.values_list("version", flat=True).get(pk=solved.pk)}

    def tag() -> tuple[str, dict[str, Any]]:
        # A ticket has room for so many.
        desk.post(f"{at}untag/", {"tag": "bench"})
        return f"{at}tag/", {"tag": "bench"}

    events = cycle(("hold", "reopen", "solve", "reopen"))
    return {
        "move: status": posted(desk, lambda: (f"{DESK}{solved.reference}/status/", status(next(events)))),
        "move: assignee": turns("assign", {"assignee": me.pk}, {"assignee": ""}),
        "move: team": turns("team", {"team": ""}, {"team": team}),
        "move: priority": turns("priority", {"priority": 30}, {"priority": 20}),
        "move: tag": posted(desk, tag),
        "move: snooze": turns("snooze", {"choice": "tomorrow"}),
        "move: wake": turns("wake", {}),
    }


def _many(desk: Client, me: User) -> dict[str, Page]:
    """Fifty tickets at once, as a page of the queue shows; the small site hasn't as many that are open."""
    changing = Ticket.objects.exclude(status=Ticket.Status.CLOSED).longest_waiting_first()
    keys = list(changing.values_list("pk", flat=True)[:50])
    priorities = cycle((30, 20))

    def do(priority: int | None = None) -> tuple[str, dict[str, Any]]:
        return f"{DESK}bulk/", {"ticket": keys, "move": f"priority:{priority or next(priorities)}"}

    def undo() -> tuple[str, dict[str, Any]]:
        # Another than the last one was, so that each of them is changed.
        desk.post(*do(40))
        return f"{DESK}bulk/{BulkMove.objects.undoable_by(me, timezone.now())[0].pk}/undo/", {}

    def counted(page: Page) -> Page:
        """With how many there were."""

        def prepared() -> Act:
            act = page()
            return lambda: act() or len(keys)

        return prepared

    return {"fifty at once": counted(posted(desk, do)), "fifty at once, taken back": counted(posted(desk, undo))}
