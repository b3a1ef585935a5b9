"""The conversation as a file."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.models import Visitor
from messenger.conversations.downloads import key_for, visitor_with
from messenger.conversations.screens import show_missing
from messenger.conversations.talk import chat_context
from messenger.conversations.views.own import own_conversation
from messenger.models import Conversation
from messenger.pages import messenger_page


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
