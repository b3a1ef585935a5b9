"""The queue as its page shows it: the rows with what the person wrote last, the filters and orders as menus."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.desk import deadlines, page
from tickets.desk.filters import SORT, SORTS, RuleFilter, TopicFilter, ViewFilter, searched_words
from tickets.desk.menus import Choice, Menu, NarrowedList, together
from tickets.desk.person_filters import PersonFilter
from tickets.desk.reports import DueFilter, LawFilter, MarkFilter
from tickets.desk.standard_views import MENTIONED, REPORTS
from tickets.desk.tagging import TagFilter
from tickets.mail.remarks import in_words
from tickets.models import Message, Ticket
from tickets.models.mentions import unread_on
from tickets.subjects import without_topic
from web.mail_languages import names

# What a row can show beside the subject, in this order, and what it shows unless somebody chose otherwise.
COLUMNS: Mapping[str, str | Promise] = {
    "reference": _("reference"),
    "status": _("status"),
    "topic": _("topic"),
    "person": _("from"),
    "waiting": _("waiting"),
    "sla": _("due"),
    "assignee": _("assignee"),
    "team": _("team"),
    "priority": _("priority"),
    "language": _("language"),
    "plan": _("plan"),
    "product": _("product"),
    "updated": _("updated"),
    "created": _("created"),
}
DEFAULT_COLUMNS = ("reference", "status", "topic", "person", "waiting", "sla", "assignee")
_OF_REPORTS = frozenset({LawFilter.parameter_name, DueFilter.parameter_name, MarkFilter.parameter_name})
# What is the same for each report: no topic, no sign-in, one rule that lets all of them through, no policy's clocks.
_PERSON = "person"
_NOT_OF_REPORTS = frozenset(
    {_PERSON, TopicFilter.parameter_name, RuleFilter.parameter_name, deadlines.SlaFilter.parameter_name}
)
# So many menus stand before that of the person.
_BEHIND = 4
_BEFORE = frozenset({"reference", "status"})
# A text that begins with fewer characters of the subject's end repeats nothing.
_LEAST_SAME = 6
# So much of a note is shown.
_BEGINNING = 200


@dataclass(frozen=True, slots=True)
class Column:
    """What rows show beside the subject; its name is its class in the style sheet too."""

    name: str
    words: str | Promise


_DUE = Column("due", _("to be decided by"))


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket in the list: what a column needs is worked out where that column is shown.

    `subject` is without the topic, which has a column; `said` is what the person wrote last, as far as it isn't that.
    """

    ticket: Ticket
    topic: str
    subject: str
    said: str
    now: datetime
    # Of a report in its own queue: by when it has to be decided.
    due: datetime | None

    @property
    def waited(self) -> str:
        """How long they have waited for us, if they do."""
        return page.ago(self.ticket.waiting_since, self.now) if self.ticket.waiting_since else ""

    @property
    def updated(self) -> str:
        """How long ago it was changed."""
        return page.ago(self.ticket.updated_at, self.now)

    @property
    def created(self) -> str:
        """How long ago it was opened."""
        return page.ago(self.ticket.created_at, self.now)

    @property
    def language(self) -> str:
        """What its language is called."""
        return names().get(self.ticket.locale, self.ticket.locale)

    @property
    def is_late(self) -> bool:
        """Whether a report's deadline is past."""
        return self.due is not None and self.ticket.solved_at is None and self.due < self.now

    @property
    def sla(self) -> deadlines.Due | None:
        """When it is due by its policy."""
        return deadlines.due(self.ticket.due_at, self.ticket.warn_at, self.now)

    def known(self, what: str) -> str:
        """What was known of the person when the ticket was opened."""
        return str(self.ticket.identity.get(what) or "")

    @property
    def is_urgent(self) -> bool:
        return self.ticket.priority > Ticket.Priority.NORMAL


class Queue(NarrowedList):
    """Django's list with an order by name, which a saved address keeps whatever columns are shown."""

    reader: User | AnonymousUser

    def get_queryset(self, request: HttpRequest, exclude_parameters: list[str | None] | None = None) -> QuerySet[Any]:
        self.reader = request.user
        return super().get_queryset(request, exclude_parameters)

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """The order by name alone."""
        return list(self.model_admin.get_ordering(request))

    def get_filters_params(self, params: Any = None) -> Any:
        kept = super().get_filters_params(params)
        kept.pop(SORT, None)
        return kept

    @property
    def rows(self) -> list[Row]:
        """The tickets of this page."""
        tickets = list(self.result_list)
        keys = [ticket.pk for ticket in tickets]
        said = Message.objects.last_words_on(keys)
        if self.params.get("view") == MENTIONED:
            # What a colleague asks of them there.
            notes = unread_on(keys, self.reader)
            said |= {key: f"{note.author_name}: {note.body[:_BEGINNING]}" for key, note in notes.items()}
        of_reports = "report" in (self.queryset.query.select_related or {})
        topics, now = self._topic_words, timezone.now()
        return [
            Row(
                ticket=ticket,
                topic=topics.get(ticket.topic_id, ticket.topic_label),
                subject=without_topic(ticket.subject, ticket.topic_label),
                said=beside(ticket.subject, " ".join(in_words(said.get(ticket.pk, "")).split())),
                now=now,
                due=getattr(getattr(ticket, "report", None), "decide_by", None) if of_reports else None,
            )
            for ticket in tickets
        ]

    @property
    def _topic_words(self) -> dict[int | None, str]:
        """What each topic is called, by its key: the filter has asked for all of them."""
        own = [spec for spec in self.filter_specs if isinstance(spec, TopicFilter)]
        return {spec.keys[slug]: str(words) for spec in own for slug, words in spec.lookup_choices}

    def is_shown(self, spec: Any) -> bool:
        """All but the view, whose place is above the list."""
        return not isinstance(spec, ViewFilter)

    @cached_property
    def menus(self) -> list[Menu]:
        """The filters, those of the person in one; those of reports where reports are alone."""
        menus = [menu for spec, menu in self.filter_menus if not isinstance(spec, PersonFilter)]
        persons = [menu for spec, menu in self.filter_menus if isinstance(spec, PersonFilter)]
        menus.insert(_BEHIND, together(_PERSON, str(_("who wrote")), persons))
        idle = _NOT_OF_REPORTS if self.params.get("view") == REPORTS else _OF_REPORTS
        return [menu for menu in menus if menu.chosen or menu.name not in idle]

    @property
    def tag_names(self) -> list[str]:
        """The tags to choose from, as their filter has them."""
        own = [spec for spec in self.filter_specs if isinstance(spec, TagFilter)]
        return [str(name) for spec in own for name, _words in spec.lookup_choices]

    @property
    def sorts(self) -> Menu:
        """The orders that an index gives."""
        chosen = str(self.params.get(SORT, ""))
        chosen = chosen if chosen in SORTS else ""
        own_words = _("Best match first") if searched_words(self.query) else _("As the view has it")
        own = Choice(str(own_words), self.get_query_string(remove=[SORT]), not chosen)
        others = [
            Choice(str(words), self.get_query_string({SORT: name}), name == chosen)
            for name, (words, _order) in SORTS.items()
        ]
        return Menu(SORT, str(_("Order")), [own, *others], [str(SORTS[chosen][0])] if chosen else [])

    @property
    def has_due(self) -> bool:
        """Whether a ticket of this page has a time to keep: else nobody needs a column of them."""
        return any(ticket.due_at for ticket in self.result_list)


def columns_of(chosen: Collection[str], *, of_reports: bool) -> tuple[list[Column], list[Column]]:
    """The columns to show before and after the subject; in the topic's place is a report's deadline, as the law stands
    in its subject."""
    shown = [Column(name, words) for name, words in COLUMNS.items() if name in chosen]
    if of_reports:
        shown = [_DUE if column.name == "topic" else column for column in shown]
    return [each for each in shown if each.name in _BEFORE], [each for each in shown if each.name not in _BEFORE]


def beside(subject: str, said: str) -> str:
    """What of a text is worth reading beside this subject, which often begins with the same words."""
    end = subject.rstrip("….。 ")
    for start in range(len(end) - _LEAST_SAME + 1):
        if said.startswith(end[start:]):
            return said[len(end) - start :].lstrip(" .…。")
    return said
