"""What a row of the queue shows in each of its columns, as HTML.

A page has hundreds of cells: written here, each costs a tenth of what it does as a part of a template.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext

from tickets.actions.recording import name_of
from tickets.desk.filters import SORT
from tickets.desk.person_filters import plans, products
from tickets.models import Ticket
from web.masked_words import in_words

if TYPE_CHECKING:
    from tickets.desk.listing import Column, Queue, Row

_NOTHING = SafeString("")
_PLANS, _PRODUCTS = dict(plans()), dict(products())
_STATUSES, _PRIORITIES = dict(Ticket.Status.choices), dict(Ticket.Priority.choices)
# In the place of a reference, in the address of a ticket.
_ANY = "ANY"


def _time(at: datetime | None, words: str) -> SafeString:
    return _NOTHING if at is None else format_html('<time datetime="{}">{}</time>', _stamp(at), words)


def _stamp(at: datetime) -> str:
    """As the attribute of a `time` has it."""
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M:%S%z")


def _topic(row: "Row") -> SafeString:
    return format_html('<span class="queue-topic">{}</span>', row.topic) if row.topic else _NOTHING


def _person(row: "Row") -> SafeString:
    ticket = row.ticket
    if not ticket.requester_email:
        return format_html('<span dir="auto">{}</span>', ticket.requester)
    return format_html('<span dir="auto" title="{}">{}</span>', ticket.requester_email, ticket.requester)


def _due(row: "Row") -> SafeString:
    """By when a report has to be decided."""
    if row.due is None:
        return _NOTHING
    day = _time(row.due, date_format(timezone.localtime(row.due), "SHORT_DATE_FORMAT"))
    return (
        format_html('{} <span class="chip" data-tone="failed">{}</span>', day, gettext("overdue"))
        if row.is_late
        else day
    )


def _sla(row: "Row") -> SafeString:
    if row.sla is None:
        return _NOTHING
    if not row.sla.tone:
        return _time(row.sla.at, row.sla.words)
    return format_html(
        '<time datetime="{}" class="chip" data-tone="{}">{}</time>', _stamp(row.sla.at), row.sla.tone, row.sla.words
    )


# By the names of `listing.COLUMNS`, and the one that reports have instead of a topic.
CELLS: Mapping[str, Callable[["Row"], str]] = {
    "reference": lambda row: format_html('<span class="desk-ref">{}</span>', row.ticket.reference),
    "status": lambda row: format_html(
        '<span class="chip" data-tone="{}">{}</span>', row.ticket.status, _STATUSES[row.ticket.status]
    ),
    "topic": _topic,
    "due": _due,
    "person": _person,
    "waiting": lambda row: _time(row.ticket.waiting_since, row.waited),
    "sla": _sla,
    "assignee": lambda row: name_of(row.ticket.assignee),
    "team": lambda row: str(row.ticket.team or ""),
    "priority": lambda row: str(_PRIORITIES[row.ticket.priority]),
    "language": lambda row: row.language,
    "plan": lambda row: str(_PLANS.get(row.known("plan"), row.known("plan"))),
    "product": lambda row: str(_PRODUCTS.get(row.known("product"), row.known("product"))),
    "updated": lambda row: _time(row.ticket.updated_at, row.updated),
    "created": lambda row: _time(row.ticket.created_at, row.created),
}


# By which orders (`filters.SORTS`) a column's heading lists, each with how it says so: the first one first.
_ORDERS: Mapping[str, Sequence[tuple[str, str]]] = {
    "priority": [("priority", "descending")],
    "sla": [("due", "ascending")],
    "updated": [("updated", "descending"), ("quiet", "ascending")],
    "created": [("newest", "descending"), ("oldest", "ascending")],
}


def heading(queue: "Queue", column: "Column") -> SafeString:
    """A column's heading; one that the list can be in the order of leads there, and then to the other way round."""
    orders, now = _ORDERS.get(column.name, ()), queue.params.get(SORT)
    words = capfirst(str(column.words))
    if not orders:
        return format_html('<th scope="col" class="cell-{}">{}</th>', column.name, words)
    names = [name for name, _way in orders]
    sorted_so = format_html(' aria-sort="{}"', dict(orders)[now]) if now in names else _NOTHING
    following = names[(names.index(now) + 1) % len(names)] if now in names else names[0]
    address = queue.get_query_string({SORT: following})
    return format_html(
        '<th scope="col" class="cell-{}"{}><a href="{}">{}</a></th>', column.name, sorted_so, address, words
    )


def lines(
    queue: "Queue", before: Sequence["Column"], after: Sequence["Column"], *, picks: bool, list_part: str
) -> SafeString:
    """The rows of the page, with these columns before and after the subject; `picks`: with a box to select each."""
    to, _any, change = reverse("admin:tickets_ticket_change", args=[_ANY]).rpartition(_ANY)
    first, last = [column.name for column in before], [column.name for column in after]
    pick = gettext("Select %(reference)s") if picks else ""
    written = []
    for row in queue.rows:
        ticket = row.ticket
        there = f"{to}{quote(ticket.reference)}{change}{list_part}"
        box = format_html(_BOX, ticket.pk, pick % {"reference": ticket.reference}) if picks else _NOTHING
        cells = (*_cells(row, first), _subject(row, there), *_cells(row, last))
        written.append(format_html(_LINE, ticket.pk, ticket.version, box, mark_safe("".join(cells))))  # noqa: S308
    return mark_safe("\n".join(written))  # noqa: S308 (each was made safe)


_LINE = '<tr data-row="{}" data-version="{}">{}{}</tr>'
_BOX = '<td class="cell-pick"><input type="checkbox" name="ticket" value="{}" aria-label="{}"></td>'


def _cells(row: "Row", names: Sequence[str]) -> Iterator[str]:
    """Some cells of a row; the column's name is its class."""
    for name in names:
        # Its name is one of the table's, and what the table gives is escaped here where it isn't HTML.
        yield f'<td class="cell-{name}">{conditional_escape(CELLS[name](row))}</td>'


def _subject(row: "Row", address: str) -> SafeString:
    """What it is about, which leads to the ticket, and what the person wrote last."""
    ticket, urgent, nudged, said = row.ticket, _NOTHING, _NOTHING, _NOTHING
    if row.is_urgent:
        urgent = format_html('<b class="desk-urgent">{}</b> ', _PRIORITIES[ticket.priority])
    if ticket.is_nudged:
        nudged = format_html('<span class="chip" data-tone="nudged">{}</span> ', gettext("still waiting"))
    if row.said:
        said = format_html(' <span class="queue-said" dir="auto">{}</span>', in_words(row.said))
    return format_html(
        '<th scope="row" class="cell-subject">{}{}<a class="desk-subject" href="{}" dir="auto">{}</a>{}</th>',
        urgent,
        nudged,
        address,
        row.subject or gettext("(no subject)"),
        said,
    )
