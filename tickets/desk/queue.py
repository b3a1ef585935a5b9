"""The ticket list: the queue, its saved views, search and filters. The ticket page is in workspace.py."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tickets import actions
from tickets.desk import handing_out, page, reports, workspace
from tickets.desk.filters import (
    REPORTS,
    AssigneeFilter,
    LanguageFilter,
    RuleFilter,
    SavedView,
    TeamFilter,
    TopicFilter,
    order_of,
    view_counts,
    views_for,
)
from tickets.desk.site import too_many
from tickets.finding import MOST_FOUND, find
from tickets.models import Ticket
from tickets.models.tickets import HANDLE_REPORTS
from web.lists import MOST_AT_ONCE, CappedPaginator, KeysetList, shown_count


def _is_of_reports(request: HttpRequest) -> bool:
    return request.GET.get("view") == REPORTS and request.user.has_perm(HANDLE_REPORTS)


def _view(name: str, words: Any, count: int | None, chosen: bool) -> dict[str, Any]:
    shown = None if count is None else shown_count(count)
    return {"name": name, "words": words, "count": count, "shown": shown, "chosen": chosen}


class _Queue(KeysetList):
    """Django's list, whose rows lead to addresses with the public reference."""

    def url_for_result(self, result: Any) -> str:
        return reverse("admin:tickets_ticket_change", args=[result.reference])


@admin.register(Ticket)
class TicketAdmin(admin.ModelAdmin[Ticket]):
    list_display = ("title", "person", "about", "status_chip", "waiting", "assigned", "updated")
    list_display_links = None
    list_filter = (
        SavedView,
        "status",
        "priority",
        AssigneeFilter,
        TeamFilter,
        TopicFilter,
        RuleFilter,
        LanguageFilter,
        reports.LawFilter,
        reports.DueFilter,
        reports.MarkFilter,
        "created_at",
    )
    list_select_related = ("assignee", "topic")
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    # An order without an index sorts the whole table.
    sortable_by = ("waiting", "updated")
    # The words of the search go to tickets.finding; naming a field here makes the box appear.
    search_fields = ("reference",)
    actions = ("take",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("files/<str:key>/", handing_out.file, name="tickets_ticket_file"),
            path("<str:reference>/", workspace.top, name="tickets_ticket_top"),
            path("<str:reference>/change/", workspace.ticket, name="tickets_ticket_change"),
            path("<str:reference>/write/", workspace.write, name="tickets_ticket_write"),
            path("<str:reference>/status/", workspace.status, name="tickets_ticket_status"),
            path("<str:reference>/assign/", workspace.assign, name="tickets_ticket_assign"),
            path("<str:reference>/team/", workspace.team, name="tickets_ticket_team"),
            path("<str:reference>/priority/", workspace.priority, name="tickets_ticket_priority"),
            path("<str:reference>/proof/", workspace.proof, name="tickets_ticket_proof"),
            path("<str:reference>/guarded/", workspace.guarded, name="tickets_ticket_guarded"),
            path("<str:reference>/undo-stop/", workspace.undo_stop, name="tickets_ticket_undo_stop"),
            path("<str:reference>/revoke-links/", workspace.revoke_links, name="tickets_ticket_revoke_links"),
            path("<str:reference>/export/", reports.export, name="tickets_ticket_export"),
            path("<str:reference>/export.json", reports.export_json, name="tickets_ticket_export_json"),
            path("<str:reference>/hold/", workspace.hold, name="tickets_ticket_hold"),
            path("<str:reference>/link-again/", workspace.give_link_again, name="tickets_ticket_link_again"),
        ]
        # Django's own pages for one row would be a second way to change a ticket, past the actions.
        return own + [url for url in super().get_urls() if url.name == "tickets_ticket_changelist"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return _Queue

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ticket]:
        """With the reports' deadlines, where they are shown."""
        rows = Ticket.objects.visible_to(request.user).prefetch_related("topic__texts")
        return rows.select_related("report") if _is_of_reports(request) else rows

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Of a report the law stands in its subject already; in the topic's place is by when it is due."""
        shown = self.list_display
        return tuple("due" if name == "about" else name for name in shown) if _is_of_reports(request) else shown

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return order_of(request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Ticket], search_term: str
    ) -> tuple[QuerySet[Ticket], bool]:
        if not search_term.strip():
            return queryset, False
        found = find(search_term)
        if len(found) == MOST_FOUND:
            words = gettext("Only the newest %(count)s matches were looked through. Another word narrows them down.")
            messages.info(request, words % {"count": MOST_FOUND})
        return queryset.filter(pk__in=found), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        chosen = request.GET.get("view", "")
        counts = view_counts(request)
        views = [
            _view(name, words, counts.get(name or "open"), name == chosen) for name, words in views_for(request).items()
        ]
        frame = {"title": _("Tickets"), "views": views, "is_nav_sidebar_enabled": False}
        return super().changelist_view(request, {**frame, **(extra_context or {})})

    @admin.display(description=_("ticket"), ordering="subject")
    def title(self, ticket: Ticket) -> SafeString:
        address = reverse("admin:tickets_ticket_change", args=[ticket.reference])
        urgent = ticket.priority > Ticket.Priority.NORMAL
        return format_html(
            '<a class="desk-subject" href="{}">{}</a><span class="desk-ref">{}{}</span>',
            address,
            ticket.subject or gettext("(no subject)"),
            ticket.reference,
            format_html(' <b class="desk-urgent">{}</b>', ticket.get_priority_display()) if urgent else "",
        )

    @admin.display(description=_("from"), ordering="requester_email")
    def person(self, ticket: Ticket) -> SafeString:
        email = ticket.requester_email if ticket.requester_name else ""
        return format_html('<span>{}</span><span class="desk-ref">{}</span>', ticket.requester, email)

    @admin.display(description=_("topic"), ordering="topic", empty_value="")
    def about(self, ticket: Ticket) -> str:
        return ticket.topic_words

    @admin.display(description=_("status"), ordering="status")
    def status_chip(self, ticket: Ticket) -> SafeString:
        return format_html('<span class="chip" data-tone="{}">{}</span>', ticket.status, ticket.get_status_display())

    @admin.display(description=_("waiting"), ordering="waiting_since", empty_value="")
    def waiting(self, ticket: Ticket) -> SafeString | None:
        if ticket.waiting_since is None:
            return None
        words = page.ago(ticket.waiting_since, timezone.now())
        return format_html(
            '<time datetime="{}">{}</time>{}',
            ticket.waiting_since.isoformat(timespec="seconds"),
            words,
            format_html(' <span class="chip" data-tone="nudged">{}</span>', gettext("still waiting"))
            if ticket.is_nudged
            else "",
        )

    @admin.display(description=_("to be decided by"), empty_value="")
    def due(self, ticket: Ticket) -> SafeString | None:
        report = getattr(ticket, "report", None)
        if report is None or report.decide_by is None:
            return None
        late = ticket.solved_at is None and report.decide_by < timezone.now()
        return format_html(
            '<time datetime="{}">{}</time>{}',
            report.decide_by.isoformat(timespec="seconds"),
            date_format(timezone.localtime(report.decide_by), "SHORT_DATE_FORMAT"),
            format_html(' <span class="chip" data-tone="failed">{}</span>', gettext("overdue")) if late else "",
        )

    @admin.display(description=_("assignee"), ordering="assignee__first_name", empty_value="")
    def assigned(self, ticket: Ticket) -> str | None:
        return ticket.assignee.get_full_name() or ticket.assignee.get_username() if ticket.assignee else None

    @admin.display(description=_("updated"), ordering="updated_at")
    def updated(self, ticket: Ticket) -> SafeString:
        words = page.ago(ticket.updated_at, timezone.now())
        return format_html('<time datetime="{}">{}</time>', ticket.updated_at.isoformat(timespec="seconds"), words)

    @admin.action(description=_("Assign the selected tickets to me"), permissions=["change"])
    def take(self, request: HttpRequest, queryset: QuerySet[Ticket]) -> None:
        chosen = list(queryset[: MOST_AT_ONCE + 1])
        if len(chosen) > MOST_AT_ONCE:
            self.message_user(request, too_many(), messages.ERROR)
            return
        for ticket in chosen:
            actions.assign(ticket=ticket, author=request.user, assignee=request.user)  # type: ignore[arg-type]
        self.message_user(request, gettext("The selected tickets are yours now."))
