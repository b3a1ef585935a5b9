"""Outgoing mail for staff: what was sent, what wasn't and why, and sending it again."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from tickets import actions
from tickets.actions import suppressing
from tickets.desk.menus import NarrowedList
from tickets.desk.selection import choose
from tickets.desk.site import staff_page
from tickets.finding import find_outgoing
from tickets.models import OutgoingEmail
from tickets.refusals import TicketRefusedError
from web.lists import CappedPaginator


class UnsentFilter(admin.SimpleListFilter):
    """What reached nobody and waits for somebody to look at it."""

    title, parameter_name = _("needs a look"), "unsent"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Not sent, and not put aside"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[OutgoingEmail]) -> QuerySet[OutgoingEmail]:
        unsent = {"status__in": OutgoingEmail.DEAD, "put_aside_at": None}
        return queryset.filter(**unsent) if self.value() == "yes" else queryset


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(admin.ModelAdmin[OutgoingEmail]):
    list_display = ("subject", "to_email", "kind", "status_chip", "why", "attempts", "created_at")
    list_filter = (UnsentFilter, "status", "kind", "created_at")
    list_select_related = ("ticket",)
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ("created_at",)
    # The words go to tickets.finding; naming a field here makes the box appear.
    search_fields = ("to_email",)
    actions = ("send_again", "put_aside")
    fields = (
        *("subject", "to_email", "kind", "status_chip", "attempts", "last_error", "ticket_link"),
        *("created_at", "sent_at", "returned_at", "body", "mail_id", "in_reply_to", "references", "reply_to"),
    )
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutgoingEmail]:
        """Lists leave the texts in the database."""
        one = request.resolver_match is not None and "object_id" in request.resolver_match.kwargs
        return OutgoingEmail.objects.visible_to(request.user).defer(
            *(() if one else ("body", "body_html", "references"))
        )

    def get_urls(self) -> list[URLPattern]:
        return [path("<int:pk>/retry/", retry, name="tickets_outgoingemail_retry"), *super().get_urls()]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NarrowedList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[OutgoingEmail], search_term: str
    ) -> tuple[QuerySet[OutgoingEmail], bool]:
        return queryset.filter(pk__in=find_outgoing(search_term)) if search_term.strip() else queryset, False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        page = {"title": _("Outgoing emails"), "is_nav_sidebar_enabled": False, **(extra_context or {})}
        return super().changelist_view(request, page)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # A record of what was sent: there is nothing to save.
        no_buttons = {"show_save": False, "show_save_and_continue": False}
        return super().change_view(request, object_id, form_url, {**no_buttons, **(extra_context or {})})

    @admin.display(description=_("status"), ordering="status")
    def status_chip(self, email: OutgoingEmail) -> SafeString:
        tone, words = str(email.status), email.get_status_display()
        if email.status == OutgoingEmail.Status.SENDING:
            tone = "queued"
        if email.status == OutgoingEmail.Status.SUPPRESSED:
            tone = OutgoingEmail.Status.FAILED
        if email.returned_at is not None:
            tone, words = OutgoingEmail.Status.FAILED, gettext("came back")
        return format_html('<span class="chip" data-tone="{}">{}</span>', tone, words)

    @admin.display(description=_("reason"), empty_value="")
    def why(self, email: OutgoingEmail) -> str:
        return Truncator(email.last_error).chars(120) if email.status != OutgoingEmail.Status.SENT else ""

    @admin.display(description=_("ticket"))
    def ticket_link(self, email: OutgoingEmail) -> SafeString:
        address = reverse("admin:tickets_ticket_change", args=[email.ticket.reference])
        return format_html('<a href="{}">{}</a>', address, email.ticket.reference)

    @admin.action(description=_("Send the selected emails again"), permissions=["change"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutgoingEmail]) -> None:
        chosen = choose(queryset)
        actions.retry_emails(numbers=chosen.numbers)
        self.message_user(request, gettext("Queued. Emails that didn’t fail stay as they are."))
        chosen.tell_of_the_rest(request)

    @admin.action(description=_("Put the selected emails aside"), permissions=["change"])
    def put_aside(self, request: HttpRequest, queryset: QuerySet[OutgoingEmail]) -> None:
        chosen = choose(queryset)
        suppressing.put_aside(numbers=chosen.numbers)
        self.message_user(request, gettext("Put aside. They stay here, and need no look any more."))
        chosen.tell_of_the_rest(request)


@staff_page("tickets.change_outgoingemail")
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue one email again and go back to its ticket."""
    email = get_object_or_404(OutgoingEmail.objects.visible_to(request.user).select_related("ticket"), pk=pk)
    try:
        actions.retry_email(email=email)
    except TicketRefusedError as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, gettext("Queued to be sent again."))
    return redirect("admin:tickets_ticket_change", email.ticket.reference)
