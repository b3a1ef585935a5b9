"""One conversation: its page by stage, and the verbs that move it. Decides nothing; `actions` and `flow` do."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Visitor
from accounts.visits import visitor_of
from messenger.access import topics_for
from messenger.conversations import actions, limits
from messenger.conversations.actions import handover
from messenger.conversations.downloads import key_for, visitor_with
from messenger.conversations.flow import FlowRefusedError, Refusal, Stage
from messenger.conversations.forms import DetailsForm, MessageForm, TopicForm
from messenger.conversations.refusals import too_often
from messenger.conversations.screens import chat_context, show_missing, show_stage
from messenger.models import Conversation
from messenger.pages import messenger_page, show
from web.actions import take
from web.limits import TooOftenError
from web.network import networks_of
from web.problems import wait

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
            return show_missing(request, reference)
        try:
            return _answered(view, request, visitor, conversation)
        except Conversation.DoesNotExist:  # deleted in another tab, this very moment
            return show_missing(request, reference)

    return wrapped


def _answered(
    view: ConversationView, request: HttpRequest, visitor: Visitor, conversation: Conversation
) -> HttpResponse:
    """What the view answers, or why not; raises Conversation.DoesNotExist when it is gone meanwhile."""
    try:
        return view(request, visitor, conversation)
    except (FlowRefusedError, TooOftenError) as refused:
        row = Conversation.objects.visible_to(visitor).select_related("topic").get(pk=conversation.pk)
        return _refused(request, visitor, row, refused)


def _refused(
    request: HttpRequest, visitor: Visitor, row: Conversation, refused: FlowRefusedError | TooOftenError
) -> HttpResponse:
    """Where the conversation stands, why this step isn't possible, and everything that was typed."""
    _keep_typed_text(request, visitor, row)
    row.refresh_from_db(fields=["unsent"])
    form = _typed_form(request, row) if "text" in request.POST else None
    if isinstance(refused, TooOftenError):
        return wait(show_stage(request, visitor, row, status=429, notice=too_often(refused), form=form), refused)
    return show_stage(request, visitor, row, status=409, refusal=refused.refusal, form=form)


def _typed_form(request: HttpRequest, row: Conversation) -> DetailsForm | MessageForm:
    """What was typed, in the form that the stage has."""
    if row.stage == Stage.DETAILS and row.topic is not None:
        return DetailsForm(request.POST, topic=row.topic)
    return MessageForm(request.POST)


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
    context = {"visitor": visitor, "conversation": row, **chat_context(visitor, row)}
    return show(request, "chat", context, fragment="thread")


def verb(change: ConversationView) -> Callable[..., HttpResponse]:
    """A POST that changes the conversation and then shows where it stands."""

    @wraps(change)
    def counted(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
        take(limits.claims("press", visitor, networks_of(request)), now=timezone.now())
        return change(request, visitor, row)

    return require_POST(own_conversation(counted))


def _onward(row: Conversation) -> HttpResponse:
    """To the conversation, in the language of the page that the person is on."""
    return redirect("conversation", get_language(), row.reference)


@verb
def agree(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Consent to what happens with the text."""
    locale = get_language() or row.locale
    return _onward(actions.agree(conversation=row, visitor=visitor, locale=locale, now=timezone.now()))


@verb
def choose_topic(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Pick the topic."""
    form = TopicForm(request.POST)
    topic = topics_for(visitor).filter(slug=form.cleaned_data["topic"]).first() if form.is_valid() else None
    if topic is None:
        return show_stage(request, visitor, row, status=422, refusal=Refusal.TOPIC_NOT_YOURS)
    return _onward(actions.choose_topic(conversation=row, visitor=visitor, topic=topic, now=timezone.now()))


@verb
def change_topic(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Back to the picker, with what stands in the details."""
    if row.topic is None or row.stage != Stage.DETAILS or "text" not in request.POST:
        return _onward(actions.change_topic(conversation=row, visitor=visitor, now=timezone.now()))
    form = DetailsForm(request.POST, topic=row.topic)
    if not form.keepable():
        return show_stage(request, visitor, row, status=422, form=form)
    return _onward(actions.change_topic(conversation=row, visitor=visitor, now=timezone.now(), **_draft(form)))


def _draft(form: DetailsForm) -> dict[str, Any]:
    return {"text": form.cleaned_data.get("text", ""), "typed": form.typed()}


@verb
def give_details(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Send the first message with the topic's details."""
    if row.topic is None or row.stage != Stage.DETAILS:
        raise FlowRefusedError(Refusal.WRONG_STEP)
    form = DetailsForm(request.POST, topic=row.topic)
    if not form.is_valid():
        if form.keepable():
            actions.keep_details(conversation=row, visitor=visitor, now=timezone.now(), **_draft(form))
        return show_stage(request, visitor, row, status=422, form=form)
    return _onward(
        actions.give_details(
            conversation=row,
            visitor=visitor,
            text=form.cleaned_data["text"],
            rows=form.rows(),
            networks=networks_of(request),
            now=timezone.now(),
        )
    )


@verb
def ask(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Another message: to Fin, or to the team once the conversation is a ticket."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return show_stage(request, visitor, row, status=422, form=form)
    text, now = form.cleaned_data["text"], timezone.now()
    send = handover.write_to_ticket if row.stage == Stage.HANDED_OVER else actions.ask
    return _onward(send(conversation=row, visitor=visitor, text=text, networks=networks_of(request), now=now))


@verb
def ask_again(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Let Fin try once more after its answer failed or didn't come."""
    networks = networks_of(request)
    return _onward(actions.ask_again(conversation=row, visitor=visitor, networks=networks, now=timezone.now()))


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
    networks = networks_of(request)
    return _onward(handover.hand_over(conversation=row, visitor=visitor, networks=networks, now=timezone.now()))


@verb
def delete(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Delete the conversation."""
    actions.delete(conversation=row, visitor=visitor)
    return redirect("conversations", get_language())


@own_conversation
def _own_transcript(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """The file; for htmx, which can't save one, the address at which the browser itself gets it."""
    if not getattr(request, "htmx", False):
        return _as_file(visitor, row)
    address = reverse("transcript", args=[get_language(), row.reference], query={"key": key_for(row, visitor)})
    return HttpResponse(headers={"HX-Redirect": address})


@require_safe
@messenger_page
def transcript(request: HttpRequest, locale: str, reference: str) -> HttpResponse:
    """The whole conversation as a text file."""
    if "key" not in request.GET:
        return _own_transcript(request, locale, reference)
    visitor = visitor_with(request.GET["key"], reference)
    row = Conversation.objects.visible_to(visitor).select_related("topic").filter(reference=reference).first()
    return _as_file(visitor, row) if visitor and row else show_missing(request, reference)


def _as_file(visitor: Visitor, row: Conversation) -> HttpResponse:
    context = {"conversation": row, "site_url": settings.SITE_URL, **chat_context(visitor, row)}
    text = render_to_string("messenger/transcript.txt", context)
    disposition = f'attachment; filename="conversation-{row.reference}.txt"'
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": disposition})
