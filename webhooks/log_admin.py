"""What endpoints were told, in the admin: newest first, each with what came of it, and sent again on a press."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.staff.record import note
from web.lists import CappedPaginator, KeysetList
from web.read_only import ReadOnlyRows
from webhooks.actions import replaying
from webhooks.kind_words import KINDS
from webhooks.models import Delivery
from webhooks.words import ERRORS

# Who has it sees what everybody's endpoints were told; whoever sets up their own sees that of those.
_SEE_ALL, _OWN = "webhooks.view_delivery", "webhooks.add_endpoint"
_SEND_AGAIN = "webhooks.change_endpoint"
_TONES = {Delivery.State.SENT: "solved", Delivery.State.FAILED: "failed", Delivery.State.WAITING: "pending"}


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyRows, admin.ModelAdmin[Delivery]):
    """A row says that something was told, and never what."""

    list_display = ("happened_at", "endpoint", "kind", "about_what", "state_shown", "came_of_it", "attempts")
    list_select_related = ("endpoint",)
    list_per_page = 50
    fields = (
        *("endpoint", "event", "about_what", "happened_at", "state_shown", "came_of_it"),
        *("attempts", "tried_at", "next_at", "identity"),
    )
    readonly_fields = fields
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-id",)
    sortable_by = ()
    actions = None
    change_form_template = "admin/webhooks/delivery/change_form.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysetList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        rows = super().get_queryset(request).select_related("endpoint")
        return rows if request.user.has_perm(_SEE_ALL) else rows.filter(endpoint__owner=request.user.pk)

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Names of endpoints are for who sees all of them."""
        return ("state", "endpoint") if request.user.has_perm(_SEE_ALL) else ("state",)

    def has_view_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        is_own = obj is None or obj.endpoint.owner_id == request.user.pk
        return super().has_view_permission(request, obj) or (request.user.has_perm(_OWN) and is_own)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        again = self.admin_site.admin_view(self.send_again)
        return [path("<int:pk>/again/", again, name="webhooks_delivery_again"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        may = row is not None and _may_send_again(request, row)
        more = {"may_send_again": may and row is not None and row.state != Delivery.State.WAITING}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def send_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Has it sent once more, with the id that it had."""
        if request.method != "POST" or not self.has_view_permission(request):
            raise Http404
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        if not _may_send_again(request, row):
            raise PermissionDenied
        try:
            if replaying.send_again(row=row, now=timezone.now()):
                note("webhooks_sent_again", request, about=row.endpoint, details={"id": row.message_id})
            messages.success(request, gettext("It is sent again."))
        except replaying.SwitchedOffError:
            messages.error(request, gettext("The endpoint is switched off. Switch it on first."))
        return redirect("admin:webhooks_delivery_change", row.pk)

    @admin.display(description=pgettext_lazy("webhook", "event"))
    def event(self, row: Delivery) -> str:
        words = {str(kind): words for kind, words in KINDS.items()}
        return f"{capfirst(str(words.get(row.kind, row.kind)))} ({row.kind})"

    @admin.display(description=_("ticket"))
    def about_what(self, row: Delivery) -> str:
        if not row.reference:
            return "–"
        address = reverse("admin:tickets_ticket_change", args=[row.reference])
        return format_html('<a href="{}">{}</a>', address, row.reference)

    @admin.display(description=_("status"))
    def state_shown(self, row: Delivery) -> SafeString:
        tone = _TONES.get(Delivery.State(row.state), "")
        return format_html('<span class="chip" data-tone="{}">{}</span>', tone, row.get_state_display())

    @admin.display(description=pgettext_lazy("webhook", "answer"))
    def came_of_it(self, row: Delivery) -> str:
        took = gettext("%(count)s ms") % {"count": row.took_ms} if row.took_ms is not None else ""
        answer = str(row.status_code) if row.status_code else str(ERRORS.get(row.error, row.error))
        return " · ".join(filter(None, [answer, took])) or "–"

    @admin.display(description="webhook-id")
    def identity(self, row: Delivery) -> str:
        return row.message_id


def _may_send_again(request: HttpRequest, row: Delivery) -> bool:
    return row.endpoint.owner_id == request.user.pk or request.user.has_perm(_SEND_AGAIN)
