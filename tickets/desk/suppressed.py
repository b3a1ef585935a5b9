"""Addresses that get no more mail, for staff: the list, what a ticket's page says of its people, and lifting a mark."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.staff.record import note
from tickets.actions import suppressing
from tickets.desk.one_ticket import back, me, ticket_of, whole_page
from tickets.desk.site import staff_page
from tickets.models import SuppressedAddress
from tickets.refusals import TicketRefusedError
from web.lists import CappedPaginator, KeysetList


@admin.register(SuppressedAddress)
class SuppressedAddressAdmin(admin.ModelAdmin[SuppressedAddress]):
    list_display = ("address", "kind", "words", "created_at", "state")
    list_filter = ("kind", ("lifted_at", admin.EmptyFieldListFilter))
    list_select_related = ("lifted_by",)
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ("created_at",)
    search_fields = ("=address",)
    actions = ("allow_mail",)
    fields = ("address", "kind", "words", "created_at", "state")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[SuppressedAddress]:
        return SuppressedAddress.objects.all()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return KeysetList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[SuppressedAddress], search_term: str
    ) -> tuple[QuerySet[SuppressedAddress], bool]:
        return super().get_search_results(request, queryset, search_term.lower())

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        no_buttons = {"show_save": False, "show_save_and_continue": False}
        return super().change_view(request, object_id, form_url, {**no_buttons, **(extra_context or {})})

    @admin.display(description=_("status"))
    def state(self, mark: SuppressedAddress) -> SafeString:
        if mark.lifted_at is None:
            return format_html('<span class="chip" data-tone="failed">{}</span>', gettext("no mail"))
        by = mark.lifted_by.get_full_name() or mark.lifted_by.get_username() if mark.lifted_by else ""
        return format_html('<span class="chip" data-tone="sent">{}</span> {}', gettext("lifted"), by)

    @admin.action(description=_("Let mail go to the selected addresses again"), permissions=["change"])
    def allow_mail(self, request: HttpRequest, queryset: QuerySet[SuppressedAddress]) -> None:
        for mark in queryset.filter(lifted_at=None).order_by("pk")[:200]:
            suppressing.lift(mark=mark, author=me(request), ticket=None, now=timezone.now())
            note("mail_allowed", request, about=mark)
        self.message_user(request, gettext("Mail goes to these addresses again."))


@staff_page("tickets.change_suppressedaddress")
@require_POST
def allow(request: HttpRequest, reference: str) -> HttpResponse:
    """Let mail go again to one of the people on the ticket."""
    row = ticket_of(request, reference)
    people = [row.requester_email, *row.participants.values_list("email", flat=True)]
    number = request.POST.get("mark", "")
    marks = SuppressedAddress.objects.of(people)
    mark = get_object_or_404(marks, pk=int(number) if number.isdecimal() and len(number) < 19 else 0)
    try:
        suppressing.lift(mark=mark, author=me(request), ticket=row, now=timezone.now())
    except TicketRefusedError as refusal:
        return whole_page(request, row, 409, refusal=refusal.text)
    note("mail_allowed", request, about=mark)
    messages.success(
        request,
        gettext("Mail goes to %(email)s again. What came back or was held back can be sent again below.")
        % {"email": mark.address},
    )
    return back(row)
