"""What the values are called that the report can be cut by: teams, agents, topics, languages, plans. Reads only."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from django.contrib.auth.models import Group
from django.utils.translation import gettext

from accounts.models import User
from accounts.plan_words import PLANS
from tickets.models import Topic
from tickets.models.teams import teams_with_tickets
from tickets.reporting import words
from web import mail_languages

# What is written in an address for "of none".
NONE = "none"
_NUMBERS = frozenset({"team", "agent"})


class Names:
    """Those of one page, each asked for once."""

    @cached_property
    def teams(self) -> dict[int | str, str]:
        return dict(Group.objects.order_by("name").values_list("pk", "name"))

    @cached_property
    def agents(self) -> dict[int | str, str]:
        """Also those who left."""
        people = User.objects.filter(is_staff=True).order_by("first_name", "username")
        return {person.pk: person.get_full_name() or person.get_username() for person in people}

    @cached_property
    def topics(self) -> dict[int | str, str]:
        return {topic.slug: topic.label() for topic in Topic.objects.prefetch_related("texts")}

    def of(self, dimension: str) -> Mapping[int | str, str]:
        """What each value is called, in its order."""
        if dimension == "locale":
            return {code: words.language(code) for code in mail_languages.names()}
        if dimension == "plan":
            return {str(plan): name for plan, name in PLANS}
        return {"team": self.teams, "agent": self.agents, "topic": self.topics}[dimension]

    def label(self, dimension: str, value: int | str) -> str:
        """What one value is called; of those that are gone, that they are."""
        if not value:
            return {"agent": gettext("Nobody"), "team": gettext("No team"), "topic": gettext("No topic")}.get(
                dimension, gettext("Not known")
            )
        gone = gettext("Somebody who isn’t here any more") if dimension in _NUMBERS else str(value)
        if dimension == "team":
            gone = gettext("A team that isn’t there any more")
        if dimension == "locale":
            return words.language(str(value))
        return self.of(dimension).get(value, gone)


def choices(dimension: str, names: Names) -> Iterable[tuple[str, str]]:
    """For a select: all, each by its name, and none where tickets can have none."""
    none = [] if dimension == "locale" else [(NONE, names.label(dimension, ""))]
    offered: Iterable[tuple[int | str, str]] = names.of(dimension).items()
    if dimension == "team":
        offered = teams_with_tickets().values_list("pk", "name")
    return [("", gettext("All")), *((str(value), name) for value, name in offered), *none]


def value_of(dimension: str, chosen: str) -> int | str | None:
    """What the rows have for what a select says; None for all."""
    if not chosen:
        return None
    if dimension in _NUMBERS:
        return 0 if chosen == NONE else int(chosen)
    return "" if chosen == NONE else chosen
