"""The conversation itself: its page by stage, its thread, and what is said and pressed in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.models import Visitor
from messenger.conversations import actions
from messenger.conversations.actions import handover
from messenger.conversations.flow import Stage
from messenger.conversations.forms import MessageForm
from messenger.conversations.screens import show_stage
from messenger.conversations.talk import chat_context
from messenger.conversations.views.own import onward, own_conversation, verb
from messenger.models import Conversation
from messenger.pages import show
from web.network import networks_of
from web.submissions import submission_of


@require_safe
@own_conversation
def conversation(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """The conversation at its present step."""
    return show_stage(request, visitor, row)


@require_safe
@own_conversation
def thread(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """The thread alone, for the page that waits for an answer."""
    context = {"visitor": visitor, "conversation": row, **chat_context(visitor, row)}
    return show(request, "chat", context, fragment="thread")


@verb
def ask(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Another message: to Fin, or to the team once the conversation is a ticket."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return show_stage(request, visitor, row, status=422, form=form)
    text, now = form.cleaned_data["text"], timezone.now()
    send = handover.write_to_ticket if row.stage == Stage.HANDED_OVER else actions.ask
    said = {"text": text, "submission": submission_of(request.POST)}
    return onward(send(conversation=row, visitor=visitor, networks=networks_of(request), now=now, **said))


@verb
def ask_again(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Let Fin try once more after its answer failed or didn't come."""
    networks = networks_of(request)
    return onward(actions.ask_again(conversation=row, visitor=visitor, networks=networks, now=timezone.now()))


@verb
def solved(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Fin's answer helped."""
    return onward(actions.mark_solved(conversation=row, visitor=visitor, now=timezone.now()))


@verb
def not_solved(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Fin's answer didn't help."""
    return onward(actions.mark_not_solved(conversation=row, visitor=visitor, now=timezone.now()))


@verb
def self_service_tried(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """The self-service way didn't work."""
    return onward(actions.mark_self_service_tried(conversation=row, visitor=visitor, now=timezone.now()))


@verb
def hand_over(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Forward the conversation to the Product Support team."""
    networks = networks_of(request)
    return onward(handover.hand_over(conversation=row, visitor=visitor, networks=networks, now=timezone.now()))


@verb
def delete(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Delete the conversation."""
    actions.delete(conversation=row, visitor=visitor)
    return redirect("conversations", get_language())
