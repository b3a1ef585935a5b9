"""The very mail, before it is sent: what the editor has becomes the draft, and the draft is shown as its mail."""

from secrets import token_urlsafe

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from tickets import forms
from tickets.desk.enclosing import editor_form, taken_in
from tickets.desk.one_ticket import me, ticket_of, whole_page
from tickets.desk.site import page_context, staff_page
from tickets.macros.forms import sent_with
from tickets.mail import emails
from tickets.mail.framed import framed
from tickets.refusals import TicketRefusedError
from tickets.replies import actions
from tickets.replies.actions.previewing import preview


@editor_form
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep what is in the editor, and show its mail."""
    row, author = ticket_of(request, reference), me(request)
    form, refused = forms.DraftForm(request.POST), taken_in(request, row)
    if refused or not form.is_valid():
        return whole_page(request, row, 422, form=forms.WriteForm(request.POST), refused_files=refused, keeps=True)
    actions.keep_draft(
        ticket=row,
        author=author,
        body=form.cleaned_data["body"],
        is_note=form.cleaned_data["mode"] == "note",
        macros=[macro.pk for macro in sent_with(request.POST.getlist("macro"), author)],
        translation=form.translated,
        now=timezone.now(),
    )
    return redirect("admin:tickets_ticket_previewed", row.reference)


@staff_page("tickets.change_ticket")
@require_safe
def previewed(request: HttpRequest, reference: str) -> HttpResponse:
    """Whom it goes to, its subject, its files and its text, and the frame with its HTML."""
    row = ticket_of(request, reference)
    try:
        shown = preview(ticket=row, author=me(request), now=timezone.now())
    except TicketRefusedError as refusal:
        return render(
            request, "tickets/preview.html", page_context(request, ticket=row, refusal=refusal.text), status=409
        )
    first = shown.mails[0] if shown.mails else None
    context = page_context(request, ticket=row, shown=shown, first=first, others=shown.mails[1:])
    context["sender"] = emails.sender_of(row) if first else ""
    return render(request, "tickets/preview.html", context)


@staff_page("tickets.change_ticket")
@require_safe
def previewed_html(request: HttpRequest, reference: str) -> HttpResponse:
    """The HTML of the mail, as it will be."""
    row = ticket_of(request, reference)
    try:
        mails = preview(ticket=row, author=me(request), now=timezone.now()).mails
    except TicketRefusedError as refusal:
        raise Http404 from refusal
    if not mails:
        raise Http404
    nonce = token_urlsafe(16)
    place = reverse("admin:tickets_ticket_enclosed", args=[row.reference, "KEY"]).replace("KEY", "{}")
    response = HttpResponse(framed(mails[0].body_html, nonce=nonce, picture=place))
    response.headers["Content-Security-Policy"] = (
        f"sandbox allow-same-origin; default-src 'none'; style-src 'nonce-{nonce}'; img-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'"
    )
    add_never_cache_headers(response)
    return response
