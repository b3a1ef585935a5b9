"""What a conversation shows at each stage. Reads only; the domain gate comes before every screen that could send."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from accounts.entitlements import Need, TopicKind
from accounts.models import Domain, Visitor
from messenger.access import asker, support_of, topics_for
from messenger.conversations import flow
from messenger.conversations.actions.consenting import version_for
from messenger.conversations.files import Picker
from messenger.conversations.flow import Refusal, Stage
from messenger.conversations.forms import DetailsForm, StartForm
from messenger.conversations.handed_back import handed_back
from messenger.conversations.refusals import REFUSALS, no_longer_yours
from messenger.conversations.self_service import article_of
from messenger.conversations.talk import chat_context
from messenger.embedding.codes import code_for
from messenger.models import CONSENT_VERSION, Consent, Conversation, Topic
from messenger.naming import named, reason_of
from messenger.pages import is_embedded, return_path, show
from web.secrets import kinds_of

# A topic is chosen here, and not sent yet.
_WITH_TOPIC = {Stage.TOPIC, Stage.STEPS, Stage.DETAILS}


def show_stage(
    request: HttpRequest,
    visitor: Visitor,
    row: Conversation,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    notice: str = "",
    form: Any = None,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """The screen for the conversation's stage; the domain gate comes before every one that could send something."""
    lost = row.topic if row.stage in _WITH_TOPIC and row.topic and not asker(visitor).may_pick(row.topic) else None
    if lost and refusal in {None, Refusal.TOPIC_NOT_YOURS}:
        refusal, notice = None, notice or no_longer_yours(lost)
    if not flow.is_known(row.stage) and refusal is None and not notice:
        refusal = Refusal.UNKNOWN_STEP
    in_steps = row.stage == Stage.STEPS and row.topic is not None and lost is None
    in_details = row.stage == Stage.DETAILS and row.topic is not None and lost is None
    context: dict[str, Any] = {
        "visitor": visitor,
        "conversation": row,
        "refusal": named(REFUSALS[refusal]) if refusal else notice,
        "renew_at": visitor.domain if refusal == Refusal.RIGHTS_TOO_OLD else None,
        "next": _way_back(request, row.reference, visitor),
        "typed_words": request.POST.get("text", ""),
        # The details have a form of their own, which holds them.
        "handed_back": [] if in_details else handed_back(request.POST),
        "files": Picker(row),
        "masked": kinds_of(row.unsent or row.text, *row.details.get("typed", {}).values()),
    }
    gate = flow.gate(support_of(visitor, row.topic_kind))
    stopped = refusal == Refusal.SUCCESSOR_SIGN_IN or row.stage not in {Stage.RESOLVED, Stage.HANDED_OVER}
    if not gate.open and stopped:
        context["handed_back"] = handed_back(request.POST)
        return show(request, "gate", {**context, **gate_context(visitor, gate.successor)}, status=status)
    if row.stage == Stage.DRAFT:
        version = version_for(visitor)
        agreed = Consent.objects.of(visitor).filter(version__in={CONSENT_VERSION, version}).exists()
        context |= {"consent_version": version, "agreed": agreed}
        return show(request, "consent", context, status=status)
    if in_steps and row.topic is not None:
        return show(request, "steps", {**context, **steps_context(visitor, row.topic)}, status=status)
    if row.stage in _WITH_TOPIC and not in_details:
        about_login = request.GET.get("about") == "cant_log_in"
        return show(request, "topic", {**context, **topic_context(visitor, about_login=about_login)}, status=status)
    if in_details and row.topic is not None:
        form = form or DetailsForm(topic=row.topic, visitor=visitor, initial={**_known(visitor, row), **_drafted(row)})
        return show(request, "details", {**context, "form": form}, status=status)
    return show(request, "chat", {**context, **chat_context(visitor, row, form), **(more or {})}, status=status)


def show_missing(request: HttpRequest, reference: str) -> HttpResponse:
    """404, alike for what isn't there and what isn't this visitor's; text that was typed is handed back."""
    fields = handed_back(request.POST)
    form = StartForm(request.POST if "text" in request.POST or fields else None)
    context = {"form": form, "handed_back": fields, "reference": reference, "next": _way_back(request, reference)}
    context["typed_topic"] = request.POST.get("topic", "")
    return show(request, "missing", context, status=404)


def _way_back(request: HttpRequest, reference: str, visitor: Visitor | None = None) -> str:
    """Where a sign-in comes back to: the page the panel was opened on, with the conversation in it, or its own page.

    From inside a legacy domain's page it is the page that lets the visit there go on.
    """
    if visitor and visitor.domain and visitor.domain.is_legacy and is_embedded(request):
        return reverse("hand_back", args=[get_language(), reference], query={"code": code_for(visitor)})
    source = return_path(request)
    return f"{source}#messenger-{reference}" if source else reverse("conversation", args=[get_language(), reference])


def gate_context(visitor: Visitor, successor: str) -> dict[str, Any]:
    """Where somebody is logged in, and where they have to."""
    return {
        "domain": visitor.domain,
        "successor": Domain.objects.filter(host=successor).first(),
    }


def topic_context(visitor: Visitor, *, about_login: bool) -> dict[str, Any]:
    """What the picker offers; `about_login`: the ways in alone."""
    topics = topics_for(visitor)
    cant_log_in = [topic for topic in topics if topic.kind == TopicKind.CANT_LOG_IN]
    return {
        "topics": [topic for topic in topics if topic.kind != TopicKind.CANT_LOG_IN],
        "cant_log_in_topics": cant_log_in,
        "about_login": bool(cant_log_in) and about_login,
    }


def steps_context(visitor: Visitor, topic: Topic) -> dict[str, Any]:
    """What there is to try, and the reason where the rule wants it tried."""
    support = support_of(visitor, TopicKind(topic.kind))
    by_rule = support.human.need == Need.SELF_SERVICE_FIRST
    return {
        "steps": topic.steps(),
        "article": article_of(topic, get_language() or "en"),
        "reason": reason_of(support) if by_rule else "",
    }


def _known(visitor: Visitor, row: Conversation) -> dict[str, str]:
    """What the details form can fill in from the sign-in; the account that can't be logged in to is another one."""
    if visitor.customer is None:
        return {}
    field = "contact_email" if row.topic_kind == TopicKind.CANT_LOG_IN else "account_email"
    return {f"field_{field}": visitor.email}


def _drafted(row: Conversation) -> dict[str, str]:
    """What was typed into the details before they were sent, perhaps for another topic."""
    fields = {f"field_{key}": value for key, value in row.details.get("typed", {}).items() if value}
    return {"text": row.unsent or row.text, **fields}
