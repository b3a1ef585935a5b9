"""Incoming mail for staff: what joined, what is in quarantine, the raw text, and what to do with it."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tickets import actions, forms
from tickets.desk.site import page_context, staff_page
from tickets.mail import bodies, parsing
from tickets.models import IncomingEmail
from tickets.refusals import TicketRefusedError

# Enough to judge a mail by; the whole of it is one click away as a file.
_RAW_SHOWN = 20_000


@admin.register(IncomingEmail)
class IncomingEmailAdmin(admin.ModelAdmin[IncomingEmail]):
    list_display = ("title", "sender_email", "outcome_chip", "reason", "ticket_link", "received_at")
    list_display_links = None
    list_filter = ("outcome", "reason", "received_at")
    list_select_related = ("ticket",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("sender_email", "subject", "mail_id", "ticket__reference")
    actions = ("discard",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[IncomingEmail]:
        return super().get_queryset(request).defer("raw")

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("<int:pk>/change/", mail, name="tickets_incomingemail_change"),
            path("<int:pk>/raw/", raw, name="tickets_incomingemail_raw"),
            path("<int:pk>/attachments/<int:index>/", attachment, name="tickets_incomingemail_attachment"),
            path("<int:pk>/join/", join, name="tickets_incomingemail_join"),
            path("<int:pk>/discard/", discard, name="tickets_incomingemail_discard"),
        ]
        return own + [url for url in super().get_urls() if url.name == "tickets_incomingemail_changelist"]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        page = {"title": _("Incoming emails"), "is_nav_sidebar_enabled": False, **(extra_context or {})}
        return super().changelist_view(request, page)

    @admin.display(description=_("subject line"), ordering="subject")
    def title(self, email: IncomingEmail) -> SafeString:
        address = reverse("admin:tickets_incomingemail_change", args=[email.pk])
        return format_html(
            '<a class="desk-subject" href="{}">{}</a>', address, email.subject or gettext("(no subject)")
        )

    @admin.display(description=_("outcome"), ordering="outcome")
    def outcome_chip(self, email: IncomingEmail) -> SafeString:
        return format_html('<span class="chip" data-tone="{}">{}</span>', email.outcome, email.get_outcome_display())

    @admin.display(description=_("ticket"), empty_value="")
    def ticket_link(self, email: IncomingEmail) -> SafeString | None:
        if email.ticket is None:
            return None
        address = reverse("admin:tickets_ticket_change", args=[email.ticket.reference])
        return format_html('<a href="{}">{}</a>', address, email.ticket.reference)

    @admin.action(description=_("Discard the selected emails (they stay stored)"), permissions=["change"])
    def discard(self, request: HttpRequest, queryset: QuerySet[IncomingEmail]) -> None:
        unjoined = queryset.exclude(outcome=IncomingEmail.Outcome.JOINED)
        for email in unjoined:
            actions.discard_email(incoming=email)
        self.message_user(request, gettext("Discarded. They stay stored and can still be joined to a ticket."))


@staff_page("tickets.view_incomingemail")
@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: what it says, what became of it and why."""
    return _page(request, _email(pk), forms.JoinForm(), 200)


@staff_page("tickets.view_incomingemail")
@require_safe
def raw(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail byte for byte, as a file."""
    return _file(bytes(_email(pk).raw), f"mail-{pk}.eml")


@staff_page("tickets.view_incomingemail")
@require_safe
def attachment(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    """One file that came with the mail, only ever as a download."""
    found = parsing.attachment(bytes(_email(pk).raw), index)
    if found is None:
        raise Http404
    name, content = found
    return _file(content, name)


@staff_page("tickets.change_incomingemail")
@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the mail on the ticket whose reference was typed."""
    email = _email(pk)
    form = forms.JoinForm(request.POST)
    if not form.is_valid():
        return _page(request, email, form, 422)
    ticket = form.cleaned_data["reference"]
    try:
        message = actions.join_email(incoming=email, ticket=ticket, author=request.user)  # type: ignore[arg-type]
    except TicketRefusedError as refusal:
        return _page(request, _email(pk), form, 409, refusal=refusal.text)
    return redirect("admin:tickets_ticket_change", message.ticket.reference)


@staff_page("tickets.change_incomingemail")
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the mail out of the quarantine."""
    try:
        actions.discard_email(incoming=_email(pk))
    except TicketRefusedError as refusal:
        return _page(request, _email(pk), forms.JoinForm(), 409, refusal=refusal.text)
    messages.success(request, gettext("Discarded. It stays stored and can still be joined to a ticket."))
    return redirect("admin:tickets_incomingemail_changelist")


def _email(pk: int) -> IncomingEmail:
    return get_object_or_404(IncomingEmail.objects.select_related("ticket"), pk=pk)


def _page(
    request: HttpRequest, email: IncomingEmail, form: forms.JoinForm, code: int, *, refusal: str = ""
) -> HttpResponse:
    content = bytes(email.raw)
    context = page_context(
        request,
        title=email.subject or gettext("(no subject)"),
        email=email,
        mail=parsing.parse(content),
        raw_text=bodies.decode(content[:_RAW_SHOWN], "utf-8"),
        is_cut=len(content) > _RAW_SHOWN,
        form=form,
        refusal=refusal,
        may_change=request.user.has_perm("tickets.change_incomingemail"),
    )
    return render(request, "tickets/incoming_mail.html", context, status=code)


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
