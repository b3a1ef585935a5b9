"""Tags on the ticket's page, in the queue's filters, and as rows that leads tidy up."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from tickets import actions
from tickets.desk.one_ticket import back, me, ticket_of, whole_page
from tickets.desk.several import SeveralFilter
from tickets.desk.site import staff_page
from tickets.models import Tag
from tickets.models.tags import has_tag, known_tags
from tickets.refusals import TicketRefusedError
from web.lists import MOST_COUNTED as MOST
from web.lists import counted, shown_count


@staff_page("tickets.change_ticket")
@require_POST
def tag(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a tag on the ticket; what was typed stands there again when it is refused."""
    row, typed = ticket_of(request, reference), request.POST.get("tag", "")
    try:
        actions.tag(ticket=row, author=me(request), name=typed)
    except TicketRefusedError as refusal:
        return whole_page(request, row, 409, refusal=refusal.text, typed_tag=typed)
    return back(row)


@staff_page("tickets.change_ticket")
@require_POST
def untag(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a tag off the ticket."""
    row = ticket_of(request, reference)
    actions.untag(ticket=row, author=me(request), name=request.POST.get("tag", "").replace("\0", ""))
    return back(row)


class TagFilter(SeveralFilter):
    """By a tag."""

    title = _("tag")
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, name) for name in known_tags()]

    def narrowed(self, rows: Any, chosen: Sequence[str]) -> Any:
        return rows.filter(has_tag(chosen))


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin[Tag]):
    """Which there are. A tag keeps its name: links and macros know it by that."""

    list_display = ("name", "tickets")
    search_fields = ("name",)
    fields = ("name",)
    sortable_by = ()
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They are made where they are needed, on a ticket."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only one that few tickets have: deleting reads them all."""
        return super().has_delete_permission(request, obj) and not (obj and counted(obj.tagged.order_by("pk")) > MOST)

    @admin.display(description=_("tickets"))
    def tickets(self, tag: Tag) -> str:
        return shown_count(counted(tag.tagged.order_by("pk")))
