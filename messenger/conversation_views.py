"""One conversation: its page by stage, and the verbs that move it. Decides nothing; `actions` and `flow` do."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Visitor
from accounts.visits import visitor_of
from messenger import actions, handover
from messenger.access import topics_for
from messenger.flow import FlowRefusedError, Refusal, Stage
from messenger.forms import DetailsForm, MessageForm
from messenger.models import Conversation
from messenger.pages import messenger_page, show
from messenger.screens import chat_context, show_stage

type ConversationView = Callable[[HttpRequest, Visitor, Conversation], HttpResponse]


def own_conversation(view: ConversationView) -> Callable[..., HttpResponse]:
    """Fetches the conversation if it is the visitor's own (else 404), and shows a refusal with its reason (409)."""

    @messenger_page
    @wraps(view)
    def wrapped(request: HttpRequest, locale: str, reference: str) -> HttpResponse:
        visitor = visitor_of(request)
        rows = Conversation.objects.visible_to(visitor).select_related("topic")
        conversation = rows.filter(reference=reference).first()
        if visitor is None or conversation is None:
            raise Http404
        try:
            return view(request, visitor, conversation)
        except FlowRefusedError as refused:
            _keep_typed_text(request, visitor, conversation)
            return show_stage(request, visitor, rows.get(pk=conversation.pk), status=409, refusal=refused.refusal)

    return wrapped


def _keep_typed_text(request: HttpRequest, visitor: Visitor, row: Conversation) -> None:
    """What a refusal stopped from being sent waits in the composer; a card number isn't kept."""
    form = MessageForm(request.POST)
    if "text" in request.POST and form.is_valid():
        actions.keep_unsent(conversation=row, visitor=visitor, text=form.cleaned_data["text"], now=timezone.now())


@require_safe
@own_conversation
def conversation(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """The conversation at its present step."""
    return show_stage(request, visitor, row)


@require_safe
@own_conversation
def thread(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """The thread alone, for the page that waits for an answer."""
    return show(request, "chat", {"conversation": row, **chat_context(visitor, row)}, fragment="thread")


def verb(change: ConversationView) -> Callable[..., HttpResponse]:
    """A POST that changes the conversation and then shows where it stands."""
    return require_POST(own_conversation(change))


def _onward(row: Conversation) -> HttpResponse:
    return redirect("conversation", row.locale, row.reference)


@verb
def agree(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Consent to what happens with the text."""
    locale = getattr(request, "LANGUAGE_CODE", row.locale)
    return _onward(actions.agree(conversation=row, visitor=visitor, locale=locale, now=timezone.now()))


@verb
def choose_topic(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Pick the topic."""
    topic = topics_for(visitor).filter(slug=request.POST.get("topic", "")).first()
    if topic is None:
        return show_stage(request, visitor, row, status=422, refusal=Refusal.TOPIC_NOT_YOURS)
    return _onward(actions.choose_topic(conversation=row, visitor=visitor, topic=topic, now=timezone.now()))


@verb
def change_topic(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Back to the picker."""
    return _onward(actions.change_topic(conversation=row, visitor=visitor, now=timezone.now()))


@verb
def give_details(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Send the first message with the topic's details."""
    if row.topic is None or row.stage != Stage.DETAILS:
        raise FlowRefusedError(Refusal.WRONG_STEP)
    form = DetailsForm(request.POST, topic=row.topic)
    if not form.is_valid():
        return show_stage(request, visitor, row, status=422, form=form)
    text = form.cleaned_data["text"]
    now = timezone.now()
    return _onward(actions.give_details(conversation=row, visitor=visitor, text=text, rows=form.rows(), now=now))


@verb
def ask(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Another message: to Fin, or to the team once the conversation is a ticket."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return show_stage(request, visitor, row, status=422, form=form)
    write = handover.write_to_ticket if row.stage == Stage.HANDED_OVER else actions.ask
    return _onward(write(conversation=row, visitor=visitor, text=form.cleaned_data["text"], now=timezone.now()))


@verb
def solved(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Fin's answer helped."""
    return _onward(actions.mark_solved(conversation=row, visitor=visitor, now=timezone.now()))


@verb
def not_solved(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Fin's answer didn't help."""
    return _onward(actions.mark_not_solved(conversation=row, visitor=visitor, now=timezone.now()))


@verb
def self_service_tried(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """The self-service way didn't work."""
    return _onward(actions.mark_self_service_tried(conversation=row, visitor=visitor, now=timezone.now()))


@verb
def hand_over(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Forward the conversation to the Product Support team."""
    return _onward(handover.hand_over(conversation=row, visitor=visitor, now=timezone.now()))


@verb
def delete(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Delete the conversation."""
    actions.delete(conversation=row, visitor=visitor)
    return redirect("conversations", row.locale)


@require_safe
@own_conversation
def transcript(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """The whole conversation as a text file."""
    text = render_to_string("messenger/transcript.txt", {"conversation": row, **chat_context(visitor, row)})
    disposition = f'attachment; filename="conversation-{row.reference}.txt"'
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": disposition})
