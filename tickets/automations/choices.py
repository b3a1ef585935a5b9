"""What a form offers for a condition and for a step, in groups, and the words of both. Reads only.

A choice is "field:value". Where words are typed beside it, the value is empty: what is typed takes its place.
"""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.identity import ConsoleRole, OrganisationRole, Plan
from accounts.models import Domain, User
from tickets.actions.recording import name_of
from tickets.automations.rules import Condition, Do, Field, Skip, Step
from tickets.forms import staff, workers
from tickets.labels import RULES
from tickets.models import Macro, Message, Priority, Ticket, Topic
from tickets.models.teams import teams_for
from web.mail_languages import names

type Choice = tuple[str, str | Promise]
type Groups = list[tuple[str | Promise, list[Choice]]]

# What is typed beside the choice, as it has no list.
TYPED_FIELDS = frozenset({Field.TAG, Field.SUBJECT})
TYPED_STEPS = frozenset({Do.TAG, Do.UNTAG, Do.NOTE})
FIELDS: dict[Field, str | Promise] = {
    Field.TOPIC: _("Topic"),
    Field.PRODUCT: _("Product"),
    Field.PLAN: _("Plan"),
    Field.ROLE: _("Role"),
    Field.RULE: _("Rule"),
    Field.LANGUAGE: _("Language"),
    Field.TEAM: _("Team"),
    Field.ASSIGNEE: _("Assignee"),
    Field.PRIORITY: _("Priority"),
    Field.STATUS: _("Status"),
    Field.CHANNEL: _("Last written"),
    Field.TAG: _("Tag"),
    Field.SUBJECT: _("Words in the subject"),
}
STEPS: dict[Do, str | Promise] = {
    Do.TEAM: _("Set the team"),
    Do.ASSIGN: _("Assign"),
    Do.PRIORITY: _("Set the priority"),
    Do.TAG: _("Put on a tag"),
    Do.UNTAG: _("Take off a tag"),
    Do.NOTE: _("Add an internal note"),
    Do.MACRO: _("Send a macro as a reply"),
    Do.STATUS: _("Set the status"),
    Do.SNOOZE: _("Snooze"),
}
SKIPS: dict[str, str | Promise] = {
    Skip.SAME: _("nothing to change"),
    Skip.CLOSED: _("the ticket is closed"),
    Skip.FINISHED: _("the ticket is solved"),
    Skip.NOT_OURS: _("the ticket doesn’t wait for us"),
    Skip.NO_ADDRESS: _("there is no address to write to"),
    Skip.GUARDED: _("the case waits for a proof"),
    Skip.CAME_BACK: _("mail to the customer came back"),
    Skip.JUST_WROTE: _("an automation wrote to them within a day"),
}
_SNOOZES = (1, 4, 24, 72, 168)
_STATUSES = (Ticket.Status.OPEN, Ticket.Status.PENDING, Ticket.Status.ON_HOLD, Ticket.Status.SOLVED)


def for_conditions() -> Groups:
    """What can be asked."""
    values: dict[Field, Iterable[Choice]] = {
        Field.TOPIC: [(row.slug, row.label()) for row in Topic.objects.prefetch_related("texts").order_by("slug")],
        Field.PRODUCT: Domain.ProductName.choices,
        Field.PLAN: [(str(plan), str(plan)) for plan in Plan],
        Field.ROLE: [(role, role) for role in sorted({*map(str, OrganisationRole), *map(str, ConsoleRole)})],
        Field.RULE: [(name, words) for name, words in RULES.items() if name != "compliance"],
        Field.LANGUAGE: names().items(),
        Field.TEAM: [("", _("No team")), *_teams()],
        Field.ASSIGNEE: [("", _("Nobody")), *_names(staff())],
        Field.PRIORITY: _priorities(),
        Field.STATUS: [(each.value, each.label) for each in Ticket.Status if each != Ticket.Status.CLOSED],
        Field.CHANNEL: [(each.value, each.label) for each in Message.Channel if each != Message.Channel.ADMIN],
        Field.TAG: [("", _("Tag…"))],
        Field.SUBJECT: [("", _("Words in the subject…"))],
    }
    return _grouped(FIELDS, values)


def for_steps() -> Groups:
    """What can be done."""
    macros = Macro.objects.filter(owner=None).order_by("name")
    values: dict[Do, Iterable[Choice]] = {
        Do.TEAM: _teams(),
        Do.ASSIGN: [("", _("Nobody")), *_names(workers())],
        Do.PRIORITY: _priorities(),
        Do.TAG: [("", _("Put on a tag…"))],
        Do.UNTAG: [("", _("Take off a tag…"))],
        Do.NOTE: [("", _("Add an internal note…"))],
        Do.MACRO: [(str(row.pk), row.name) for row in macros],
        Do.STATUS: [(each.value, each.label) for each in _STATUSES],
        Do.SNOOZE: [(str(hours), _span(hours)) for hours in _SNOOZES],
    }
    return _grouped(STEPS, values)


class Spoken:
    """The words of conditions and steps; what is chosen from is read once, when the first is asked for."""

    def __init__(self) -> None:
        self._conditions = {value: str(words) for _name, group in for_conditions() for value, words in group}
        self._steps = {value: str(words) for _name, group in for_steps() for value, words in group}

    def condition(self, row: Condition) -> str:
        """Such as “Topic is “Billing””."""
        known = row.value if row.field in TYPED_FIELDS else self._conditions.get(f"{row.field}:{row.value}")
        return _sentence(row) % {"field": FIELDS[row.field], "value": known or row.value}

    def step(self, do: str, value: str, why_not: str = "") -> str:
        """Such as “Set the team: Billing”, with what keeps it from being done."""
        if do not in set(Do):
            return do
        known = value if do in TYPED_STEPS else self._steps.get(f"{do}:{value}", value)
        words = gettext("%(do)s: %(value)s") % {"do": STEPS[Do(do)], "value": known}
        return f"{words} ({gettext('left out')}: {SKIPS.get(why_not, why_not)})" if why_not else words

    def steps(self, rows: Iterable[Step]) -> list[str]:
        """Each of them."""
        return [self.step(row.do, row.value) for row in rows]


def _sentence(row: Condition) -> str:
    if row.field in TYPED_FIELDS:
        return gettext("%(field)s: not “%(value)s”") if row.is_not else gettext("%(field)s: “%(value)s”")
    return gettext("%(field)s isn’t “%(value)s”") if row.is_not else gettext("%(field)s is “%(value)s”")


def _grouped[T: (Field, Do)](names: dict[T, str | Promise], values: dict[T, Iterable[Choice]]) -> Groups:
    return [(words, [(f"{name}:{value}", label) for value, label in values[name]]) for name, words in names.items()]


def _teams() -> list[Choice]:
    return [(str(team.pk), team.name) for team in teams_for(Ticket())]


def _names(people: Iterable[User]) -> list[Choice]:
    return [(str(person.pk), name_of(person)) for person in people]


def _priorities() -> list[Choice]:
    return [(str(value), label) for value, label in Priority.choices]


def _span(hours: int) -> str:
    if hours < 24:
        return ngettext("for %(count)s hour", "for %(count)s hours", hours) % {"count": hours}
    return ngettext("for %(count)s day", "for %(count)s days", hours // 24) % {"count": hours // 24}
