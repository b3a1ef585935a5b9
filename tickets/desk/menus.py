"""The filters of a list as its page shows them: a menu each, and what narrows it with the way to be without that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from tickets.desk.several import SeveralFilter
from web.lists import KeysetList

# What of an address says where in the list one is: no other list begins there.
_PLACE = frozenset({"p", "e", "after"})
_NOTHING, _CHECKED, _CURRENT = SafeString(""), SafeString(" checked"), SafeString(' aria-current="true"')


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu: a link to the list with this alone, and where several can be chosen, the box for it."""

    words: str
    address: str
    chosen: bool
    # Over the choices of another filter that stand in the same menu.
    heading: str = ""
    # The parameter and its value; "" where one leads on by the link alone.
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A filter or the order, with its choices; `chosen` are the words of what is on."""

    name: str
    title: str
    choices: list[Choice]
    chosen: list[str]
    # What the boxes keep of the address; none where nothing has a box.
    hidden: list[tuple[str, str]] = field(default_factory=list)

    @property
    def takes_several(self) -> bool:
        """Whether its choices have boxes."""
        return any(choice.name for choice in self.choices)

    @property
    def lines(self) -> SafeString:
        """The choices as HTML: a page has hundreds, and each costs a tenth of what it does as a part of a template."""
        return format_html_join("\n", '{}<li>{}<a href="{}"{}>{}</a></li>', map(_parts, self.choices))


@dataclass(frozen=True, slots=True)
class Chip:
    """A value that is on, and the list without it."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one filter, any of which a ticket has."""

    title: str
    chips: list[Chip]


class NarrowedList(KeysetList):
    """A list with its filters as menus, and what is on below them."""

    def is_shown(self, spec: Any) -> bool:
        """Whether a filter is one of the menus."""
        return True

    @cached_property
    def filter_menus(self) -> list[tuple[Any, Menu]]:
        """Each filter that is shown with its menu."""
        return [(spec, menu_of(spec, self)) for spec in self.filter_specs if self.is_shown(spec)]

    @cached_property
    def menus(self) -> list[Menu]:
        """The filters."""
        return [menu for _spec, menu in self.filter_menus]

    @cached_property
    def narrowing(self) -> list[Group]:
        """What the filters leave, each with the way to be without it."""
        groups = []
        for spec, menu in self.filter_menus:
            on = [choice for choice in menu.choices[1:] if choice.chosen]
            if on:
                chips = [Chip(choice.words, _without(choice, spec, menu, self)) for choice in on]
                groups.append(Group(menu.title, chips))
        return groups

    @property
    def filters_on(self) -> int:
        """How many values the filters have, of which a narrow window shows no more unless it is asked."""
        return sum(len(group.chips) for group in self.narrowing)

    @property
    def is_narrowed(self) -> bool:
        """Whether words or filters leave something out."""
        return bool(self.query) or any(menu.chosen for menu in self.menus)

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """What another search keeps of the address: the filters and the order."""
        return kept_fields(self, ["q"])


def _parts(choice: Choice) -> tuple[str, ...]:
    """A line of a menu: what stands over it, its box, where it leads, whether it is on, what it is called."""
    heading, box = _NOTHING, _NOTHING
    if choice.heading:
        heading = format_html('<li class="queue-heading">{}</li>', capfirst(choice.heading))
    if choice.name:
        box = format_html(
            '<input type="checkbox" name="{}" value="{}" aria-label="{}"{}>',
            choice.name,
            choice.value,
            choice.words,
            _CHECKED if choice.chosen else _NOTHING,
        )
    return heading, box, choice.address, _CURRENT if choice.chosen else _NOTHING, choice.words


def menu_of(spec: Any, cl: Any) -> Menu:
    """The menu of one of the list's filters."""
    lines = list(spec.choices(cl))
    if not isinstance(spec, SeveralFilter):
        choices = [_line(each) for each in lines]
        return Menu(_name(spec), str(spec.title), choices, [line.words for line in choices[1:] if line.chosen])
    parameter = str(spec.parameter_name)
    everything = replace(_line(lines[0]), chosen=not spec.chosen)
    choices = [
        replace(_line(line), chosen=str(value) in spec.chosen, name=parameter, value=str(value))
        for line, (value, _words) in zip(lines[1:], spec.lookup_choices, strict=True)
    ]
    chosen = [choice.words for choice in choices if choice.chosen]
    return Menu(spec.name, str(spec.title), [everything, *choices], chosen, kept_fields(cl, [parameter]))


def together(name: str, title: str, menus: Sequence[Menu]) -> Menu:
    """Several filters in one menu, as the bar has no room for each."""
    choices = [
        replace(choice, heading="" if place else menu.title)
        for menu in menus
        for place, choice in enumerate(menu.choices)
    ]
    own = {choice.name for choice in choices}
    kept = [each for each in (menus[0].hidden if menus else []) if each[0] not in own]
    return Menu(name, title, choices, [words for menu in menus for words in menu.chosen], kept)


def kept_fields(cl: Any, without: Sequence[str]) -> list[tuple[str, str]]:
    """What a form keeps of the list's address: all but where in the list one is, and these parameters."""
    left_out = {*_PLACE, *without}
    return [(name, value) for name, values in cl.filter_params.items() if name not in left_out for value in values]


def _without(choice: Choice, spec: Any, menu: Menu, cl: Any) -> str:
    rest = [value for value in getattr(spec, "chosen", ()) if value != choice.value]
    return str(cl.get_query_string({choice.name: rest})) if rest else menu.choices[0].address


def _line(each: Mapping[str, Any]) -> Choice:
    return Choice(str(each["display"]), str(each["query_string"]), bool(each["selected"]))


def _name(spec: Any) -> str:
    """What the page calls a filter of Django's: by the field, or by its parameter."""
    return str(getattr(spec, "field_path", "") or spec.parameter_name)
