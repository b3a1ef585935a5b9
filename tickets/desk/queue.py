"""The ticket list in the admin: its addresses, and which rows it has. How it is drawn is told in listing.py."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList
from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from tickets.desk import bulk, handing_out, paths, reports, saved, workspace
from tickets.desk.deadlines import SlaFilter
from tickets.desk.filters import (
    AssigneeFilter,
    LanguageFilter,
    PriorityFilter,
    RuleFilter,
    StatusFilter,
    TeamFilter,
    TopicFilter,
    ViewFilter,
    order_of,
    view_of,
)
from tickets.desk.listing import COLUMNS, DEFAULT_COLUMNS, Queue, columns_of
from tickets.desk.origin import canonical, with_list
from tickets.desk.palette import palette
from tickets.desk.person_filters import PERSON
from tickets.desk.preferences import preference_of
from tickets.desk.searching import search
from tickets.desk.standard_views import EVERYTHING, REPORTS, tabs
from tickets.desk.tagging import TagFilter
from tickets.merging.several_views import merge_several
from tickets.models import Automation, Ticket
from tickets.models.tickets import HANDLE_REPORTS
from tickets.proof import views as proof_views
from tickets.redaction import views as redaction
from tickets.search_words import KEYS
from web.lists import CappedPaginator


def _is_of_reports(request: HttpRequest) -> bool:
    return request.GET.get("view") == REPORTS and request.user.has_perm(HANDLE_REPORTS)


def _everywhere(request: HttpRequest) -> str:
    """The same search and filters among all tickets."""
    asked = request.GET.copy()
    asked["view"] = "all"
    return f"?{asked.urlencode()}"


@admin.register(Ticket)
class TicketAdmin(admin.ModelAdmin[Ticket]):
    # Which columns there are is told in listing.py: the list is drawn by our own template.
    list_display = ("reference",)
    list_display_links = None
    list_filter = (
        ViewFilter,
        StatusFilter,
        PriorityFilter,
        AssigneeFilter,
        TeamFilter,
        TopicFilter,
        RuleFilter,
        LanguageFilter,
        *PERSON,
        TagFilter,
        SlaFilter,
        reports.LawFilter,
        reports.DueFilter,
        reports.MarkFilter,
        "created_at",
    )
    # Topics are named by their filter, which has them all.
    list_select_related = ("assignee", "team")
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    # The orders have names, see filters.SORTS; one by a column's place would change with the columns.
    sortable_by = ()
    # What is typed is taken apart by tickets.search_words; naming a field here makes the box appear.
    search_fields = ("reference",)
    actions = None

    @property
    def media(self) -> Media:
        """None of Django's scripts: the page has its own."""
        return Media()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("files/<str:key>/", handing_out.file, name="tickets_ticket_file"),
            path("views/", saved.views, name="tickets_ticket_views"),
            path("views/<int:pk>/", saved.change, name="tickets_ticket_view"),
            path("palette/", palette, name="tickets_ticket_palette"),
            path("split/", saved.split, name="tickets_ticket_split"),
            path("keys/", saved.keys, name="tickets_ticket_keys"),
            path("bulk/", bulk.do, name="tickets_ticket_bulk"),
            path("bulk/<int:pk>/undo/", bulk.undo, name="tickets_ticket_bulk_undo"),
            path("merge/", merge_several, name="tickets_ticket_merge_several"),
            path("columns/", saved.columns, name="tickets_ticket_columns"),
            *paths.of_notices(),
            path("<str:reference>/", workspace.top, name="tickets_ticket_top"),
            path("<str:reference>/change/", workspace.ticket, name="tickets_ticket_change"),
            *paths.of_writing(),
            *paths.of_moves(),
            *paths.of_what_belongs_together(),
            *redaction.paths(),
            path("<str:reference>/status/", workspace.status, name="tickets_ticket_status"),
            path("<str:reference>/assign/", workspace.assign, name="tickets_ticket_assign"),
            path("<str:reference>/team/", workspace.team, name="tickets_ticket_team"),
            path("<str:reference>/priority/", workspace.priority, name="tickets_ticket_priority"),
            path("<str:reference>/proof/", workspace.proof, name="tickets_ticket_proof"),
            path("<str:reference>/proof/show/", proof_views.show, name="tickets_ticket_show_proof"),
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
        return Queue

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ticket]:
        """Without what may be long and no row shows; with the reports' deadlines, where they are shown."""
        rows = Ticket.objects.visible_to(request.user).defer("details", "proof", "transcript")
        return rows.select_related("report") if _is_of_reports(request) else rows

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return order_of(request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Ticket], search_term: str
    ) -> tuple[QuerySet[Ticket], bool]:
        if not search_term.strip():
            return queryset, False
        found = search(queryset, search_term, request.user)  # type: ignore[arg-type]
        for words in found.wrong:
            messages.warning(request, words)
        for words in found.notes:
            messages.info(request, words)
        return found.rows, False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        try:
            query = canonical(request.GET.urlencode())
        except ValueError:  # more fields than any list has
            return redirect(f"{request.path}?{ERROR_FLAG}=1")
        view = view_of(request)
        preference = preference_of(request)
        chosen = set(preference.columns) or set(DEFAULT_COLUMNS)
        before, after = columns_of(chosen, of_reports=_is_of_reports(request))
        everywhere = view is EVERYTHING and "view" not in request.GET
        saved_tabs = saved.saved_tabs(request)
        # One place alone is where one is.
        is_saved = any(tab.chosen for tab in saved_tabs)
        frame = {
            "title": _("Tickets"),
            "tabs": tabs(request.user, None if everywhere or is_saved else view.name),
            "view": view,
            "preference": preference,
            "columns_before": before,
            "columns_after": after,
            "every_column": [(name, words, name in chosen) for name, words in COLUMNS.items()],
            "everywhere": _everywhere(request),
            "saved_tabs": saved_tabs,
            "list_part": with_list("", query),
            "query": query,
            **saved.saving(request),
            "search_examples": [*KEYS.values(), '"gold button"'],
            "place": request.GET.urlencode(),
            "is_nav_sidebar_enabled": False,
            "automation_stopped": Automation.objects.is_one_stopped_for(request.user),
            **bulk.bar(request),
        }
        return super().changelist_view(request, {**frame, **(extra_context or {})})
