"""Pages of the messenger that belong to no conversation: home, search, an article, the list, what one may reach."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.entitlements import TopicKind
from accounts.reasons import reason_text
from accounts.visits import ensure_visitor, remember, visitor_of
from helpcenter.models import Translation
from helpcenter.search.finding import search
from messenger.access import support_of
from messenger.conversations import actions, flow, limits
from messenger.conversations.forms import StartForm
from messenger.conversations.refusals import too_often
from messenger.conversations.unread import unread_of
from messenger.models import Conversation
from messenger.pages import messenger_page, show
from web.actions import take
from web.limits import TooOftenError, claims
from web.network import networks_of
from web.problems import wait

_ARTICLE_LINK = re.compile(r'href="/([a-z-]+)/articles/(\d+)(?:-[^"#]*)?(#[^"]*)?"')


def _home_context(request: HttpRequest, form: StartForm) -> dict[str, object]:
    visitor = visitor_of(request)
    recent = Conversation.objects.visible_to(visitor).started().newest_first().first()
    return {
        "visitor": visitor,
        "form": form,
        "recent": recent,
        "has_conversations": recent is not None,
        "unread": unread_of(visitor).count(),
        "gate": flow.gate(support_of(visitor)),
    }


@messenger_page
@require_safe
def messenger(request: HttpRequest, locale: str) -> HttpResponse:
    """Home: greeting, search, a message to Fin, the person's conversations."""
    return show(request, "home", _home_context(request, StartForm()))


@messenger_page
@require_POST
def start(request: HttpRequest, locale: str) -> HttpResponse:
    """Keep what was typed in a conversation that isn't sent yet, and go to its next step."""
    form = StartForm(request.POST)
    if not form.is_valid():
        return show(request, "home", _home_context(request, form), status=422)
    try:
        take(limits.claims("start", visitor_of(request), networks_of(request)), now=timezone.now())
    except TooOftenError as refused:
        context = {**_home_context(request, form), "refusal": too_often(refused)}
        return wait(show(request, "home", context, status=429), refused)
    visitor, token = ensure_visitor(request)
    conversation = actions.start(visitor=visitor, locale=locale, text=form.cleaned_data["text"], now=timezone.now())
    response = redirect("conversation", locale, conversation.reference)
    if token:
        remember(response, token)
    return response


@messenger_page
@require_safe
def messenger_search(request: HttpRequest, locale: str) -> HttpResponse:
    """Search results inside the messenger; open to everyone in every state."""
    query = request.GET.get("q", "").strip()[:200]
    if not query:
        return show(request, "search")
    try:
        take(claims("search", networks=networks_of(request)), now=timezone.now())
    except TooOftenError as refused:
        return wait(show(request, "search", {"query": query, "refusal": too_often(refused)}, status=429), refused)
    return show(request, "search", {"query": query, "hits": search(query, locale, limit=8)})


@messenger_page
@require_safe
def messenger_article(request: HttpRequest, locale: str, number: int) -> HttpResponse:
    """An article inside the messenger; its links to other articles stay inside."""
    translation = Translation.objects.translation_for(number, locale)
    if translation is None:
        raise Http404
    body = _ARTICLE_LINK.sub(r'href="/\1/messenger/articles/\2\3"', translation.body_html)
    return show(request, "article", {"translation": translation, "body": body})


@messenger_page
@require_safe
def conversations(request: HttpRequest, locale: str) -> HttpResponse:
    """The person's conversations, newest first."""
    visitor = visitor_of(request)
    rows = Conversation.objects.visible_to(visitor).started().newest_first().select_related("topic")
    return show(request, "conversations", {"visitor": visitor, "conversations": rows.with_ticket_reference()[:100]})


@messenger_page
@require_GET
def reach(request: HttpRequest, locale: str) -> HttpResponse:
    """What the person may reach, and which rule says so."""
    visitor = visitor_of(request)
    support = support_of(visitor)
    locked_out = support_of(None, TopicKind.CANT_LOG_IN)
    return show(
        request,
        "reach",
        {
            "visitor": visitor,
            "support": support,
            "reason": reason_text(support),
            "locked_out_reason": reason_text(locked_out),
        },
    )
