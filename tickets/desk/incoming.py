"""Incoming mail for staff: what joined, what is in quarantine or unreadable, the raw text, and what to do with it."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import BinaryField, QuerySet
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.staff.record import note, note_openings
from tickets import actions, forms
from tickets.case_page.people import people_of
from tickets.desk import as_sent
from tickets.desk.menus import NarrowedList
from tickets.desk.one_ticket import me
from tickets.desk.saved import saved_tabs
from tickets.desk.selection import choose
from tickets.desk.site import page_context, staff_page
from tickets.desk.standard_views import tabs_from
from tickets.finding import find_incoming
from tickets.mail import charsets, packed, parsing
from tickets.mail.actions import storing
from tickets.models import IncomingEmail, OriginalMail
from tickets.new_mail import hand_actions
from tickets.refusals import TicketRefusedError
from web.lists import CappedPaginator
from web.secrets import mask

# Enough to judge a mail by; the whole of it is one click away as a file.
_RAW_SHOWN = 20_000


@admin.register(IncomingEmail)
class IncomingEmailAdmin(admin.ModelAdmin[IncomingEmail]):
    list_display = ("title", "sender_email", "outcome_chip", "reason", "ticket_link", "received_at")
    list_display_links = None
    list_filter = ("outcome", "reason", "received_at")
    list_select_related = ("ticket",)
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ("received_at",)
    # The words go to tickets.finding; naming a field here makes the box appear.
    search_fields = ("sender_email",)
    actions = ("discard", "read_again")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[IncomingEmail]:
        return IncomingEmail.objects.visible_to(request.user).defer("text", "quoted", "attachments")

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("<int:pk>/change/", mail, name="tickets_incomingemail_change"),
            path("<int:pk>/as-sent/", as_sent.as_sent, name="tickets_incomingemail_as_sent"),
            path("<int:pk>/as-sent/body/", as_sent.as_sent_body, name="tickets_incomingemail_as_sent_body"),
            path("<int:pk>/raw/", raw, name="tickets_incomingemail_raw"),
            path("<int:pk>/attachments/<int:index>/", attachment, name="tickets_incomingemail_attachment"),
            path("<int:pk>/join/", join, name="tickets_incomingemail_join"),
            path("<int:pk>/open/", open_ticket, name="tickets_incomingemail_open"),
            path("<int:pk>/same-person/", same_person, name="tickets_incomingemail_same_person"),
            path("<int:pk>/discard/", discard, name="tickets_incomingemail_discard"),
            path("<int:pk>/read/", read_again, name="tickets_incomingemail_read"),
        ]
        return own + [url for url in super().get_urls() if url.name == "tickets_incomingemail_changelist"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NarrowedList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[IncomingEmail], search_term: str
    ) -> tuple[QuerySet[IncomingEmail], bool]:
        return queryset.filter(pk__in=find_incoming(search_term)) if search_term.strip() else queryset, False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        page = {"title": _("Incoming emails"), "is_nav_sidebar_enabled": False}
        if request.user.has_perm("tickets.view_ticket"):
            # The quarantine stands beside the queue's views, and so they stand above it.
            page["tabs"] = tabs_from(f"{request.path}?{request.GET.urlencode()}", request.user)
            page["saved_tabs"] = saved_tabs(request, reverse("admin:tickets_ticket_changelist"))
        return super().changelist_view(request, {**page, **(extra_context or {})})

    @admin.display(description=_("subject line"), ordering="subject")
    def title(self, email: IncomingEmail) -> SafeString:
        address = reverse("admin:tickets_incomingemail_change", args=[email.pk])
        return format_html('<a class="desk-subject" href="{}">{}</a>', address, _title(email))

    @admin.display(description=_("outcome"), ordering="outcome")
    def outcome_chip(self, email: IncomingEmail) -> SafeString:
        return format_html('<span class="chip" data-tone="{}">{}</span>', _tone(email), email.get_outcome_display())

    @admin.display(description=_("ticket"), empty_value="")
    def ticket_link(self, email: IncomingEmail) -> SafeString | None:
        if email.ticket is None:
            return None
        address = reverse("admin:tickets_ticket_change", args=[email.ticket.reference])
        return format_html('<a href="{}">{}</a>', address, email.ticket.reference)

    @admin.action(description=_("Discard the selected emails (they stay stored)"), permissions=["change"])
    def discard(self, request: HttpRequest, queryset: QuerySet[IncomingEmail]) -> None:
        chosen = choose(queryset)
        actions.discard_emails(numbers=chosen.numbers)
        self.message_user(request, gettext("Discarded. They stay stored and can still be joined to a ticket."))
        chosen.tell_of_the_rest(request)

    @admin.action(description=_("Read the selected unreadable emails again"), permissions=["change"])
    def read_again(self, request: HttpRequest, queryset: QuerySet[IncomingEmail]) -> None:
        chosen = choose(queryset)
        storing.read_again_all(numbers=chosen.numbers)
        self.message_user(request, gettext("Queued to be read again. Emails that could be read stay as they are."))
        chosen.tell_of_the_rest(request)


@staff_page("tickets.view_incomingemail")
@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: what it says, what became of it and why."""
    email = _email(request, pk)
    note_openings("raw_mail_shown", request, about=email)
    return _page(request, email, forms.JoinForm(), 200)


@staff_page("tickets.view_incomingemail")
@require_safe
def raw(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail byte for byte, as a file."""
    if refused := _withheld(request, pk):
        return refused
    original = _original(request, pk)
    note("raw_mail_downloaded", request, about=_email(request, pk))
    return _file(original, f"mail-{pk}.eml")


@staff_page("tickets.view_incomingemail")
@require_safe
def attachment(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    """One file that came with the mail, only ever as a download."""
    if refused := _withheld(request, pk):
        return refused
    found = parsing.attachment(_original(request, pk), index)
    if found is None:
        raise Http404
    name, content = found
    note("raw_mail_downloaded", request, about=_email(request, pk), details={"part": index})
    return _file(content, name)


@staff_page("tickets.change_incomingemail")
@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the mail on the ticket whose reference was typed."""
    email = _email(request, pk)
    form = forms.JoinForm(request.POST, reader=request.user)
    if not form.is_valid():
        return _page(request, email, form, 422)
    ticket = form.cleaned_data["reference"]
    try:
        message = actions.join_email(incoming=email, ticket=ticket, author=request.user)  # type: ignore[arg-type]
    except TicketRefusedError as refusal:
        return _page(request, _email(request, pk), form, 409, refusal=refusal.text)
    return redirect("admin:tickets_ticket_change", message.ticket.reference)


@staff_page("tickets.change_incomingemail")
@require_POST
def open_ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a ticket of the mail, whatever its sender may."""
    email = _email(request, pk)
    try:
        ticket = hand_actions.open_by_hand(incoming=email, author=me(request), now=timezone.now())
    except TicketRefusedError as refusal:
        return _page(request, _email(request, pk), forms.JoinForm(), 409, refusal=refusal.text)
    return redirect("admin:tickets_ticket_change", ticket.reference)


@staff_page("tickets.change_incomingemail")
@require_POST
def same_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who of the mail's ticket wrote it: it joins, and so does what they write from there henceforth."""
    person = request.POST.get("person", "")
    try:
        message = hand_actions.same_person(
            incoming=_email(request, pk), person=person, author=me(request), now=timezone.now()
        )
    except TicketRefusedError as refusal:
        return _page(request, _email(request, pk), forms.JoinForm(), 409, refusal=refusal.text)
    note("sender_alias_confirmed", request, about=_email(request, pk))
    return redirect("admin:tickets_ticket_change", message.ticket.reference)


@staff_page("tickets.change_incomingemail")
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the mail out of the quarantine."""
    try:
        actions.discard_email(incoming=_email(request, pk))
    except TicketRefusedError as refusal:
        return _page(request, _email(request, pk), forms.JoinForm(), 409, refusal=refusal.text)
    messages.success(request, gettext("Discarded. It stays stored and can still be joined to a ticket."))
    return redirect("admin:tickets_incomingemail_changelist")


@staff_page("tickets.change_incomingemail")
@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the worker try once more to read a mail that it couldn't read."""
    try:
        storing.read_again(incoming=_email(request, pk))
    except TicketRefusedError as refusal:
        return _page(request, _email(request, pk), forms.JoinForm(), 409, refusal=refusal.text)
    messages.success(request, gettext("Queued to be read again."))
    return redirect("admin:tickets_incomingemail_change", pk)


def _email(request: HttpRequest, pk: int) -> IncomingEmail:
    return get_object_or_404(IncomingEmail.objects.visible_to(request.user).select_related("ticket"), pk=pk)


def _withheld(request: HttpRequest, pk: int) -> HttpResponse | None:
    """The page that says why nothing of the mail is handed out as a file, where the scanner objected to it."""
    email = _email(request, pk)
    if not email.threat:
        return None
    words = gettext("Files of this mail aren’t handed out: the virus scanner objects to it.")
    return _page(request, email, forms.JoinForm(), 403, refusal=words)


def _original(request: HttpRequest, pk: int) -> bytes:
    mails = IncomingEmail.objects.visible_to(request.user)
    return get_object_or_404(OriginalMail, pk=pk, incoming__in=mails).raw


def _title(email: IncomingEmail) -> str:
    if email.outcome in {IncomingEmail.Outcome.RECEIVED, IncomingEmail.Outcome.UNREADABLE}:
        return email.subject or gettext("(not read)")
    return email.subject or gettext("(no subject)")


def _tone(email: IncomingEmail) -> str:
    """The colour that other chips of the desk have for the same."""
    return {"received": "queued", "unreadable": "failed"}.get(email.outcome, email.outcome)


def _page(
    request: HttpRequest, email: IncomingEmail, form: forms.JoinForm, code: int, *, refusal: str = ""
) -> HttpResponse:
    kept = _beginning(email)
    beginning = kept or b""
    context = page_context(
        request,
        title=_title(email),
        email=email,
        tone=_tone(email),
        # One that couldn't be read is stored as it came.
        raw_text=mask(charsets.decode(beginning[:_RAW_SHOWN], "utf-8")).text,
        is_cut=len(beginning) > _RAW_SHOWN,
        has_original=kept is not None,
        form=form,
        people=people_of(email.ticket) if email.ticket and email.sender_email else [],
        refusal=refusal,
        may_change=request.user.has_perm("tickets.change_incomingemail"),
    )
    return render(request, "tickets/incoming_mail.html", context, status=code)


def _beginning(email: IncomingEmail) -> bytes | None:
    """What is shown of the raw mail, and a byte more where there is more; None once it was deleted."""
    # That alone leaves the database. What can't be packed grows a little.
    cut = Substr("content", 1, _RAW_SHOWN + 1_000, output_field=BinaryField())
    found = OriginalMail.objects.filter(pk=email.pk).values_list(cut, "is_packed").first()
    if found is None:
        return None
    content = bytes(found[0])
    return packed.beginning(content, _RAW_SHOWN + 1) if found[1] else content[: _RAW_SHOWN + 1]


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
