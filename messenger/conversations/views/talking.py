"""The conversation itself: its page by stage, its thread, and what is said and pressed in it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.models import Visitor
from messenger.access import support_of
from messenger.conversations import actions
from messenger.conversations.actions import handover
from messenger.conversations.files import Picker
from messenger.conversations.flow import Stage
from messenger.conversations.forms import ForWhomForm, KeptForm, MessageForm
from messenger.conversations.handed_back import is_keepable
from messenger.conversations.pulse import Pulse, pulse_of
from messenger.conversations.screens import show_stage
from messenger.conversations.talk import chat_context
from messenger.conversations.views.filing import taken
from messenger.conversations.views.own import (
    ConversationView,
    onward,
    own_conversation,
    typed_form,
    verb,
    watched_conversation,
)
from messenger.leaving import destination
from messenger.models import Conversation
from messenger.pages import show
from web.mail_languages import names
from web.network import networks_of
from web.submissions import submission_of
from web.uploads import takes_files


@require_safe
@own_conversation
def conversation(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """The conversation at its present step. Who opens it sees what the team answered; a closed frame sees nothing."""
    pulse = pulse_of(row, timezone.now())
    page = show_stage(request, visitor, row)
    if "X-Unseen" not in request.headers:
        _saw(visitor, row, pulse)
    return page


@require_safe
@watched_conversation
def thread(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """The thread alone, for a page that is open; 204 while it looks as it did at the mark `since`.

    With `seen` the page says that somebody has it before them.
    """
    pulse = pulse_of(row, timezone.now())
    if request.GET.get("since") == pulse.mark:
        page = HttpResponse(status=204)
    else:
        # A way back from here leads to the whole page.
        here = reverse("conversation", args=[get_language(), row.reference])
        context = {"visitor": visitor, "conversation": row, "here": here, **chat_context(visitor, row)}
        page = show(request, "chat", context, fragment="thread")
    if "seen" in request.GET:
        _saw(visitor, row, pulse)
    return page


def _saw(visitor: Visitor, row: Conversation, pulse: Pulse) -> None:
    if pulse.answered_at is not None and pulse.answered_at > row.seen_at:
        actions.see(conversation=row, visitor=visitor, until=pulse.answered_at)


def _to_latest(row: Conversation) -> HttpResponse:
    """To the conversation, at what was said or done last: without scripts that is what one comes back to."""
    return redirect(reverse("conversation", args=[get_language(), row.reference], fragment="latest"))


def _typed_email(request: HttpRequest) -> str:
    """The address for an answer, which is typed above the composer."""
    email = request.POST.get("contact_email", "")
    return email if is_keepable(email) else ""


def beside_the_composer(change: ConversationView) -> Callable[..., HttpResponse]:
    """A verb whose button submits the composer, too: text and files wait there, sent to nobody."""

    @wraps(change)
    def keeping(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
        form = MessageForm(request.POST)
        typed = request.POST.get("text", "").strip()
        form.refused_files = taken(request, visitor, row)
        for_whom = _kept_for_whom(request, visitor, row)
        if (typed and not form.is_valid()) or form.refused_files:
            return show_stage(request, visitor, row, status=422, form=form, more=for_whom)
        answer = change(request, visitor, row)
        text = form.cleaned_data["text"] if typed else ""
        email = _typed_email(request)
        if "text" in request.POST and (email or text != row.unsent):
            actions.keep_composer(conversation=row, visitor=visitor, text=text, email=email, now=timezone.now())
        return answer

    return takes_files(verb(keeping))


def _kept_for_whom(request: HttpRequest, visitor: Visitor, row: Conversation) -> dict[str, Any]:
    """Keeps for whom somebody writes, where the screen asked; the form as it was filled in, for this screen again."""
    if "written_for" not in request.POST or not support_of(visitor, row.topic_kind).on_behalf.open:
        return {}
    form = ForWhomForm(request.POST, own=visitor.email)
    if form.is_valid():
        handover.keep_for_whom(conversation=row, visitor=visitor, member=form.member(), now=timezone.now())
    return {"for_whom": form}


@takes_files
@verb
def ask(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Another message: to Fin, or to the team once the conversation is a ticket."""
    form = MessageForm(request.POST)
    form.refused_files = taken(request, visitor, row)
    for_whom = _kept_for_whom(request, visitor, row)
    # People can do with a picture alone; Fin needs words.
    form.fields["text"].required = row.stage != Stage.HANDED_OVER or not Picker(row).waiting
    if not form.is_valid() or form.refused_files:
        return show_stage(request, visitor, row, status=422, form=form, more=for_whom)
    text, now = form.cleaned_data["text"], timezone.now()
    send = handover.write_to_ticket if row.stage == Stage.HANDED_OVER else actions.ask
    said = {"text": text, "submission": submission_of(request.POST)}
    row = send(conversation=row, visitor=visitor, networks=networks_of(request), now=now, **said)
    if row.stage == Stage.DETAILS:
        return _further(request, visitor, row)
    return _to_latest(row)


@beside_the_composer
def ask_again(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Let Fin try once more after its answer failed or didn't come."""
    networks = networks_of(request)
    return _to_latest(actions.ask_again(conversation=row, visitor=visitor, networks=networks, now=timezone.now()))


@beside_the_composer
def solved(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Fin's answer helped."""
    return _to_latest(actions.mark_solved(conversation=row, visitor=visitor, now=timezone.now()))


@beside_the_composer
def not_solved(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Fin's answer didn't help. The way onward takes the focus, and so comes into view."""
    return onward(actions.mark_not_solved(conversation=row, visitor=visitor, now=timezone.now()))


@beside_the_composer
def self_service_tried(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """The self-service way didn't work."""
    return _further(
        request, visitor, actions.mark_self_service_tried(conversation=row, visitor=visitor, now=timezone.now())
    )


@verb
def ask_fin_first(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Past the steps that come before Fin, with a question."""
    return _further(request, visitor, actions.ask_fin_first(conversation=row, visitor=visitor, now=timezone.now()))


def _further(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """What was typed is sent where the topic asks for nothing more."""
    networks = networks_of(request)
    return onward(actions.go_on(conversation=row, visitor=visitor, networks=networks, now=timezone.now()))


@beside_the_composer
def hand_over(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Forward the conversation to the Product Support team."""
    for_whom = _kept_for_whom(request, visitor, row)
    if for_whom and for_whom["for_whom"].errors:
        return show_stage(request, visitor, row, status=422, form=KeptForm(request.POST), more=for_whom)
    row.refresh_from_db()
    networks = networks_of(request)
    return _to_latest(handover.hand_over(conversation=row, visitor=visitor, networks=networks, now=timezone.now()))


@beside_the_composer
def mail_language(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Have the team's emails in another language; the page stays in its own."""
    locale = request.POST.get("locale", "")
    if locale not in names():
        return onward(row)
    handover.choose_mail_language(conversation=row, visitor=visitor, locale=locale, now=timezone.now())
    page = [get_language(), row.reference]
    return redirect(reverse("conversation", args=page, query={"mails": locale}, fragment="mails"))


@takes_files
@verb
def leave(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Away by a link, without scripts: what stands in the fields and files is kept, sent to nobody."""
    form = KeptForm(request.POST)
    form.refused_files = taken(request, visitor, row)
    if not form.is_valid() or form.refused_files:
        return show_stage(request, visitor, row, status=422, form=typed_form(request, visitor, row))
    if row.stage == Stage.DETAILS:
        actions.keep_unsent(conversation=row, visitor=visitor, now=timezone.now(), **form.draft())
    else:
        _kept_for_whom(request, visitor, row)
        kept = {"text": form.cleaned_data["text"], "email": _typed_email(request)}
        actions.keep_composer(conversation=row, visitor=visitor, now=timezone.now(), **kept)
    return redirect(destination(request.POST, reverse("messenger", args=[get_language()])))


@verb
def delete(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Delete the conversation; the list says so."""
    actions.delete(conversation=row, visitor=visitor)
    return redirect(reverse("conversations", args=[get_language()], query={"deleted": "1"}))
