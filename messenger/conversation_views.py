"""One conversation: its page by stage, and the verbs that move it. Decides nothing; `actions` and `flow` do."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Domain, Visitor
from accounts.reasons import reason_text
from accounts.visits import visitor_of
from messenger import actions, flow, handover
from messenger.access import support_of, topics_for
from messenger.flow import FlowRefusedError, Refusal, Stage
from messenger.forms import DetailsForm, MessageForm
from messenger.models import CONSENT_VERSION, Conversation
from messenger.pages import messenger_page, return_path, show
from messenger.refusals import REFUSALS
from messenger.threads import thread as thread_of
from messenger.threads import ticket_of

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
            return _screen(request, visitor, rows.get(pk=conversation.pk), status=409, refusal=refused.refusal)

    return wrapped


def _keep_typed_text(request: HttpRequest, visitor: Visitor, row: Conversation) -> None:
    """What a refusal stopped from being sent waits in the composer; a card number isn't kept."""
    form = MessageForm(request.POST)
    if "text" in request.POST and form.is_valid():
        actions.keep_unsent(conversation=row, visitor=visitor, text=form.cleaned_data["text"], now=timezone.now())


@own_conversation
def conversation(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """The conversation at its present step."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    return _screen(request, visitor, row)


def _screen(
    request: HttpRequest,
    visitor: Visitor,
    row: Conversation,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    form: Any = None,
) -> HttpResponse:
    """The screen for the conversation's stage; the domain gate comes before every one that could send something."""
    context: dict[str, Any] = {
        "conversation": row,
        "refusal": REFUSALS[refusal] if refusal else "",
    }
    gate = flow.gate(support_of(visitor, row.topic_kind))
    if not gate.open and row.stage not in {Stage.RESOLVED, Stage.HANDED_OVER}:
        return show(request, "gate", {**context, **_gate_context(request, row, visitor, gate.successor)}, status=status)
    if row.stage == Stage.DRAFT:
        return show(request, "consent", {**context, "consent_version": CONSENT_VERSION}, status=status)
    if row.stage == Stage.TOPIC or (row.stage == Stage.DETAILS and row.topic is None):
        return show(request, "topic", {**context, **_topic_context(request, visitor)}, status=status)
    if row.stage == Stage.DETAILS and row.topic is not None:
        form = form or DetailsForm(topic=row.topic, initial={"text": row.unsent or row.text, **_known(visitor)})
        return show(request, "details", {**context, "form": form}, status=status)
    return show(request, "chat", {**context, **_chat_context(visitor, row, form)}, status=status)


def _gate_context(request: HttpRequest, row: Conversation, visitor: Visitor, successor: str) -> dict[str, Any]:
    source = return_path(request)
    own = f"/{row.locale}/messenger/c/{row.reference}/"
    return {
        "domain": visitor.domain,
        "successor": Domain.objects.filter(host=successor).first(),
        "next": f"{source}#messenger-{row.reference}" if source else own,
    }


def _topic_context(request: HttpRequest, visitor: Visitor) -> dict[str, Any]:
    topics = list(topics_for(visitor))
    cant_log_in = [topic for topic in topics if topic.kind == "cant_log_in"]
    return {
        "topics": [topic for topic in topics if topic.kind != "cant_log_in"],
        "cant_log_in_topics": cant_log_in,
        "about_login": bool(cant_log_in) and request.GET.get("about") == "cant_log_in",
    }


def _known(visitor: Visitor) -> dict[str, str]:
    """What the details form can fill in from the sign-in."""
    return {"field_account_email": visitor.customer.email} if visitor.customer else {}


def _chat_context(visitor: Visitor, row: Conversation, form: Any = None) -> dict[str, Any]:
    support = support_of(visitor, row.topic_kind)
    ticket = ticket_of(row)
    entries = thread_of(row, ticket)
    last = entries[-1] if entries else None
    _name, email = handover.contact_of(row, visitor)
    return {
        "entries": entries,
        "ticket": ticket,
        "pending": any(entry.pending for entry in entries),
        "asking": bool(last and last.author == "fin" and not last.pending and row.stage == Stage.CHAT),
        "onward": flow.way_onward(support, tried_self_service=row.tried_self_service) if row.unsolved else "",
        "support": support,
        "reason": reason_text(support),
        "contact_email": email,
        "form": form or MessageForm(),
    }


@own_conversation
def thread(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """The thread alone, for the page that waits for an answer."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    return show(request, "chat", {"conversation": row, **_chat_context(visitor, row)}, fragment="thread")


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
        return _screen(request, visitor, row, status=422, refusal=Refusal.TOPIC_NOT_YOURS)
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
        return _screen(request, visitor, row, status=422, form=form)
    text = form.cleaned_data["text"]
    now = timezone.now()
    return _onward(actions.give_details(conversation=row, visitor=visitor, text=text, rows=form.rows(), now=now))


@verb
def ask(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Another message: to Fin, or to the team once the conversation is a ticket."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _screen(request, visitor, row, status=422, form=form)
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


@own_conversation
def transcript(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """The whole conversation as a text file."""
    text = render_to_string("messenger/transcript.txt", {"conversation": row, **_chat_context(visitor, row)})
    disposition = f'attachment; filename="conversation-{row.reference}.txt"'
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": disposition})
