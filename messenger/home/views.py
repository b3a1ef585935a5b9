"""Pages of the messenger that belong to no conversation: an article, the list, what one may reach, what is new."""

from urllib.parse import parse_qs, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from accounts.visits import visitor_of, watcher_of
from helpcenter.actions import note_opened
from helpcenter.models import Translation
from messenger.conversations.forms import StartForm
from messenger.conversations.listing import listed
from messenger.conversations.unread import unread_of
from messenger.home.greeting import draft_of, home_context, ways_in
from messenger.home.reach import reach_context
from messenger.home.search_views import PLACE
from messenger.links import inside
from messenger.pages import came_from, messenger_page, show


@messenger_page
@require_safe
def messenger(request: HttpRequest, locale: str) -> HttpResponse:
    """Home: who one is, search, the running conversation, a message to Fin, articles, further ways."""
    return show(request, "home", home_context(request, visitor_of(request), locale, StartForm()))


@messenger_page
@require_safe
def cant_log_in(request: HttpRequest, locale: str) -> HttpResponse:
    """The topics for who can't log in to an account; home where staff have switched all of them off."""
    visitor = visitor_of(request)
    topics = ways_in(visitor)
    if not topics:
        return redirect("messenger", locale)
    return show(request, "cant_log_in", {"visitor": visitor, "topics": topics, "draft": draft_of(visitor)})


@messenger_page
@require_safe
def messenger_article(request: HttpRequest, locale: str, number: int) -> HttpResponse:
    """An article inside the messenger; its links to other articles stay inside, and all lead back to the same place."""
    translation = Translation.objects.translation_for(number, locale)
    if translation is None:
        raise Http404
    began = came_from(request)
    _note_opened(began, locale, number)
    body = inside(translation.body_html, began)
    return show(request, "article", {"translation": translation, "body": body})


def _note_opened(began: str, locale: str, number: int) -> None:
    """Whoever comes from results has opened one of them."""
    address = urlsplit(began)
    if address.path == reverse("messenger_search", args=[locale]):
        query = parse_qs(address.query).get("q", [""])[0]
        note_opened(query=query, locale=locale, place=PLACE, number=number, day=timezone.now().date())


@messenger_page
@require_safe
def conversations(request: HttpRequest, locale: str) -> HttpResponse:
    """The person's conversations, those with something unread first."""
    visitor = visitor_of(request)
    return show(request, "conversations", {"visitor": visitor, "conversations": listed(visitor)})


@messenger_page
@require_GET
def reach(request: HttpRequest, locale: str) -> HttpResponse:
    """What support the person can get, and which rule says so."""
    return show(request, "reach", reach_context(visitor_of(request)))


@messenger_page
@require_GET
def news(request: HttpRequest, locale: str) -> HttpResponse:
    """How many conversations have an unread answer, or 204 for none; asking is no act and keeps no visit alive."""
    unread = unread_of(watcher_of(request)).count()
    return JsonResponse({"unread": unread}) if unread else HttpResponse(status=204)
