"""The audit trail in the admin: read only, searched by person, object or network, and as CSV."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.audit.exporting import lines
from accounts.audit.filters import DaysFilter, KindFilter, OutcomeFilter, PersonFilter
from accounts.audit.words import kind_in_words, object_in_words
from accounts.models import AuditEntry
from accounts.staff.record import note
from web.lists import CappedPaginator, KeysetList
from web.read_only import ReadOnlyRows


class AuditEntryAdmin(ReadOnlyRows, admin.ModelAdmin[AuditEntry]):
    """Nobody adds, changes or deletes; the database would refuse it as well."""

    change_list_template = "admin/accounts/auditentry/change_list.html"
    list_display = ["at", "what", "who", "object_shown", "outcome", "network"]
    list_filter = (DaysFilter, KindFilter, OutcomeFilter, PersonFilter)
    # The words go to AuditEntryQuerySet.matching; naming a field here makes the box appear.
    search_fields = ("staff_name",)
    search_help_text = _("A user name, a reference such as of a ticket, or a network, as it stands in the list.")
    fields = ("at", "what", "outcome", "who", "staff_number", "object_shown", "network", "more")
    readonly_fields = fields
    ordering = ["-at", "-pk"]
    sortable_by = ()
    actions = None
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysetList

    def get_urls(self) -> list[URLPattern]:
        export = require_POST(self.admin_site.admin_view(self.export))
        return [path("export/", export, name="accounts_auditentry_export"), *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[AuditEntry], bool]:
        words = search_term.strip()
        return queryset.matching(words) if words else queryset, False

    def export(self, request: HttpRequest) -> HttpResponse:
        """The list as it is narrowed by the address, as CSV; that somebody took it is an entry itself."""
        if not self.has_view_permission(request):
            return self.admin_site.login(request) if not request.user.is_authenticated else HttpResponse(status=403)
        rows = self.get_changelist_instance(request).get_queryset(request)
        note("audit_exported", request, details={"of": request.GET.urlencode()[:300]})
        name = f"audit-trail-{timezone.now():%Y-%m-%d}.csv"
        return StreamingHttpResponse(  # type: ignore[return-value]
            lines(rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
        )

    @admin.display(description=_("what"))
    def what(self, entry: AuditEntry) -> str:
        return kind_in_words(entry.kind)

    @admin.display(description=_("who"))
    def who(self, entry: AuditEntry) -> str:
        return entry.staff_name or "–"

    @admin.display(description=_("object"))
    def object_shown(self, entry: AuditEntry) -> str:
        return f"{object_in_words(entry.object_kind)} {entry.object_ref}".strip() or "–"

    @admin.display(description=_("details"))
    def more(self, entry: AuditEntry) -> str:
        told = {
            name: ", ".join(map(str, value)) if isinstance(value, list) else value
            for name, value in entry.details.items()
        }
        return "\n".join(f"{name}: {value}" for name, value in told.items()) or "–"
