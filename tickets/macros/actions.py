"""What sending a macro does besides: what goes with it happens to the ticket, and it counts as used."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Lower

from accounts.models import User
from tickets.actions import changing, tagging
from tickets.macros import variables
from tickets.models import Macro, MacroText, Ticket
from tickets.models.topics import Priority
from tickets.refusals import TicketRefusedError


@transaction.atomic
def apply(*, macros: Sequence[Macro], ticket: Ticket, author: User | None, now: datetime) -> None:
    """Do to the ticket what goes with these macros, in their order, and count each as sent once more.

    Raises TicketRefusedError where one gives a report to a team that handles none, or tags for which there is no room:
    then nothing is done.
    """
    for macro in macros:
        if macro.team is not None:
            changing.set_team(ticket=ticket, author=author, team=macro.team)
        if macro.priority is not None:
            changing.set_priority(ticket=ticket, author=author, priority=Priority(macro.priority))
        for tag in macro.tags.all():
            tagging.tag(ticket=ticket, author=author, name=tag.name)
    numbers = [macro.pk for macro in macros]
    Macro.objects.filter(pk__in=numbers).update(used=F("used") + 1, used_at=now)


@transaction.atomic
def bring_in(*, name: str, locale: str, body: str, owner: User | None, **more: Any) -> Macro | None:
    """Make a macro that was another desk's, with one text; None where there is one of this name.

    `more` are its `then`, `priority`, and the keys of its tags as `tags`. Raises TicketRefusedError for a text with
    places that nothing fills in.
    """
    if variables.problems(body):
        raise TicketRefusedError("unknown_place")
    if Macro.objects.filter(name__iexact=name, owner=owner).exists():
        return None
    tags = more.pop("tags", ())
    macro = Macro.objects.create(name=name, owner=owner, **more)
    macro.tags.set(tags)
    MacroText.objects.create(macro=macro, locale=locale, body=body)
    return macro


@transaction.atomic
def load_macros(entries: Iterable[dict[str, Any]]) -> int:
    """Make those shared macros that are missing, by their names, and return how many; none is ever changed."""
    there = set(Macro.objects.filter(owner=None).annotate(small=Lower("name")).values_list("small", flat=True))
    made = 0
    for entry in entries:
        if entry["name"].lower() in there:
            continue
        priority = Priority[entry["priority"].upper()] if entry.get("priority") else None
        team = Group.objects.filter(name=entry["team"]).first() if entry.get("team") else None
        macro = Macro.objects.create(name=entry["name"], then=entry.get("then", ""), team=team, priority=priority)
        MacroText.objects.bulk_create(
            MacroText(macro=macro, locale=locale, body=body) for locale, body in entry["texts"].items()
        )
        made += 1
    return made
