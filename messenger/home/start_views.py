"""Beginning a conversation: what was typed is kept, and goes on to the first step that needs something more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Visitor
from accounts.visits import ensure_visitor, remember, visitor_of
from messenger.conversations import actions, limits
from messenger.conversations.forms import StartForm, TopicForm
from messenger.conversations.handed_back import handed_back
from messenger.conversations.refusals import too_often
from messenger.conversations.screens import show_stage
from messenger.home.greeting import draft_of, home_context, ways_in
from messenger.leaving import destination
from messenger.models import Conversation, Topic
from messenger.pages import messenger_page, show
from web.actions import take
from web.limits import TooOftenError
from web.network import networks_of
from web.problems import wait
from web.submissions import submission_of
from web.zones import zone_of


@messenger_page
@require_POST
def start(request: HttpRequest, locale: str) -> HttpResponse:
    """Keep what was typed in a conversation that isn't sent yet, and go to its next step."""
    visitor = visitor_of(request)
    form = StartForm(request.POST)
    if not form.is_valid():
        return _at_home(request, visitor, locale, form, status=422)
    if "to" in request.POST:
        return _leave(request, visitor, locale, form)
    try:
        take(limits.claims("start", visitor, networks_of(request)), now=timezone.now())
    except TooOftenError as refused:
        return wait(_at_home(request, visitor, locale, form, refusal=too_often(refused), status=429), refused)
    # Which of the ways in is asked first, on a page of its own; what was typed waits meanwhile.
    asks_first = request.POST.get("about") == "cant_log_in" and bool(ways_in(visitor))
    if asks_first and not any(form.draft().values()):
        return redirect("cant_log_in", locale)
    visitor, token = ensure_visitor(request)
    row = actions.start(
        visitor=visitor,
        locale=locale,
        text=form.cleaned_data["text"],
        topic=_chosen(request),
        typed=form.typed(),
        zone=zone_of(request.POST),
        submission=None if asks_first else submission_of(request.POST),
        now=timezone.now(),
    )
    response = redirect("cant_log_in", locale) if asks_first else _further(request, visitor, row, locale)
    remember(response, token)
    return response


def _leave(request: HttpRequest, visitor: Visitor | None, locale: str, form: StartForm) -> HttpResponse:
    """Away by a link, without scripts: what was typed waits for the next time, sent to nobody."""
    response = redirect(destination(request.POST, reverse("messenger", args=[locale])))
    text, draft = form.cleaned_data["text"], draft_of(visitor)
    given = {request.POST.get("given", ""), draft.text if draft else ""}
    if text in {*given, ""} and not any(form.typed().values()):
        return response
    try:
        take(limits.claims("press", visitor, networks_of(request)), now=timezone.now())
    except TooOftenError as refused:
        return wait(_at_home(request, visitor, locale, form, refusal=too_often(refused), status=429), refused)
    visitor, token = ensure_visitor(request)
    chosen, typed = _chosen(request), form.typed()
    actions.start(visitor=visitor, locale=locale, text=text, topic=chosen, typed=typed, now=timezone.now())
    remember(response, token)
    return response


def _further(request: HttpRequest, visitor: Visitor, row: Conversation, locale: str) -> HttpResponse:
    """To the conversation, past every step that needs nothing of the person."""
    try:
        actions.go_on(conversation=row, visitor=visitor, networks=networks_of(request), now=timezone.now())
    except TooOftenError as refused:
        return wait(show_stage(request, visitor, row, status=429, notice=too_often(refused)), refused)
    return redirect("conversation", locale, row.reference)


def _chosen(request: HttpRequest) -> Topic | None:
    """The topic that was pressed; the picker asks for another where it isn't one of theirs (any more), and says so."""
    form = TopicForm(request.POST)
    return Topic.objects.filter(slug=form.cleaned_data["topic"]).first() if form.is_valid() else None


def _at_home(
    request: HttpRequest, visitor: Visitor | None, locale: str, form: StartForm, *, status: int, refusal: str = ""
) -> HttpResponse:
    """Home again, with everything that was typed."""
    kept = {"handed_back": handed_back(request.POST), "typed_topic": request.POST.get("topic", "")}
    context = home_context(request, visitor, locale, form, refusal=refusal, **kept)
    return show(request, "home", context, status=status)
