"""What every page of a conversation shares: it is the visitor's own, and a refusal loses nothing that was typed."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from accounts.models import Visitor
from accounts.visits import visitor_of, watcher_of
from messenger.conversations import actions, limits
from messenger.conversations.flow import FlowRefusedError, Stage
from messenger.conversations.forms import DetailsForm, KeptForm, MessageForm
from messenger.conversations.refusals import too_often
from messenger.conversations.screens import show_missing, show_stage
from messenger.models import Conversation
from messenger.pages import messenger_page
from web.actions import take
from web.limits import TooOftenError
from web.network import networks_of
from web.problems import wait

type ConversationView = Callable[[HttpRequest, Visitor, Conversation], HttpResponse]


def own_conversation(view: ConversationView) -> Callable[..., HttpResponse]:
    """Fetches the conversation if it is the visitor's own (else 404), and shows a refusal with its reason (409)."""
    return _own(view, visitor_of)


def watched_conversation(view: ConversationView) -> Callable[..., HttpResponse]:
    """The same for what an open page asks by itself: nobody acts, and no visit is kept alive."""
    return _own(view, watcher_of)


def _own(view: ConversationView, who: Callable[[HttpRequest], Visitor | None]) -> Callable[..., HttpResponse]:
    @messenger_page
    @wraps(view)
    def wrapped(request: HttpRequest, locale: str, reference: str, **_below: str) -> HttpResponse:
        visitor = who(request)
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
    _keep_typed(request, visitor, row)
    row.refresh_from_db(fields=["unsent"])
    form = typed_form(request, visitor, row) if "text" in request.POST else None
    if isinstance(refused, TooOftenError):
        return wait(show_stage(request, visitor, row, status=429, notice=too_often(refused), form=form), refused)
    return show_stage(request, visitor, row, status=409, refusal=refused.refusal, form=form)


def typed_form(request: HttpRequest, visitor: Visitor, row: Conversation) -> DetailsForm | MessageForm:
    """What was typed, in the form that the stage has."""
    if row.stage == Stage.DETAILS and row.topic is not None:
        return DetailsForm(request.POST, topic=row.topic, visitor=visitor)
    return MessageForm(request.POST)


def _keep_typed(request: HttpRequest, visitor: Visitor, row: Conversation) -> None:
    """What a refusal stopped from being sent waits where it is typed."""
    form = KeptForm(request.POST)
    if form.is_valid() and any(form.draft().values()):
        actions.keep_unsent(conversation=row, visitor=visitor, now=timezone.now(), **form.draft())


def verb(change: ConversationView) -> Callable[..., HttpResponse]:
    """A POST that changes the conversation and then shows where it stands."""

    @wraps(change)
    def counted(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
        take(limits.claims("press", visitor, networks_of(request)), now=timezone.now())
        return change(request, visitor, row)

    return require_POST(own_conversation(counted))


def onward(row: Conversation) -> HttpResponse:
    """To the conversation, in the language of the page that the person is on."""
    return redirect("conversation", get_language(), row.reference)
