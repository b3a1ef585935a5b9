"""The editor's part that has a reply translated: asked for by a press, made by a worker, then looked for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from messenger.agents import reply_actions
from messenger.agents.refusals import HelpRefusedError, in_words
from tickets import forms
from tickets.desk.enclosing import editor_form, taken_in
from tickets.desk.one_ticket import me, ticket_of, whole_page
from tickets.desk.site import staff_page
from tickets.desk.translating import of_draft
from tickets.macros.forms import sent_with
from tickets.models import ReplyDraft, Ticket
from tickets.replies.actions import keep_draft
from tickets.replies.translating import NONE


@staff_page("tickets.change_ticket")
@require_safe
def translation(request: HttpRequest, reference: str) -> HttpResponse:
    """What is there by now; without a script, the page."""
    return _shown(request, ticket_of(request, reference))


@editor_form
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep what was typed, and have it translated."""
    row = ticket_of(request, reference)
    refused = _kept(request, row, drops=False)
    if refused is not None:
        return refused
    try:
        reply_actions.ask(ticket=row, staff=me(request), own=get_language() or "en", now=timezone.now())
    except HelpRefusedError as refusal:
        words = in_words(refusal.reason)
        if getattr(request, "htmx", False):
            return _shown(request, row, 409, words)
        return whole_page(request, row, 409, form=forms.WriteForm(request.POST), refusal=words, keeps=True)
    return _shown(request, row)


@editor_form
def drop(request: HttpRequest, reference: str) -> HttpResponse:
    """Do without one, waited for or there; the own words stay."""
    row = ticket_of(request, reference)
    refused = _kept(request, row, drops=True)
    if refused is not None:
        return refused
    reply_actions.stop(ticket=row, staff=me(request))
    return _shown(request, row)


def _kept(request: HttpRequest, row: Ticket, *, drops: bool) -> HttpResponse | None:
    """Makes what is in the editor the draft; an answer when it can't be."""
    form, refused = forms.DraftForm(request.POST), taken_in(request, row)
    if refused or not form.is_valid():
        return whole_page(request, row, 422, form=forms.WriteForm(request.POST), refused_files=refused, keeps=True)
    keep_draft(
        ticket=row,
        author=me(request),
        body=form.cleaned_data["body"],
        is_note=form.cleaned_data["mode"] == "note",
        macros=[macro.pk for macro in sent_with(request.POST.getlist("macro"), me(request))],
        translation=NONE if drops else form.translated,
        now=timezone.now(),
    )
    return None


def _shown(request: HttpRequest, row: Ticket, code: int = 200, refusal: str = "") -> HttpResponse:
    if not getattr(request, "htmx", False):
        return redirect(reverse("admin:tickets_ticket_change", args=[row.reference]) + "#translation")
    draft = ReplyDraft.objects.filter(ticket=row, author=me(request)).first()
    known = {"ticket": row, "translation": of_draft(draft), "refusal": refusal, "alone": True}
    return render(request, "admin/messenger/_translating_alone.html", known, status=code)
