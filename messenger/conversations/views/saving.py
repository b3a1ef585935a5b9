"""The conversation as a file."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.models import Visitor
from messenger.conversations.downloads import key_for, visitor_with
from messenger.conversations.exports import FORMATS
from messenger.conversations.screens import show_missing
from messenger.conversations.views.own import own_conversation
from messenger.models import Conversation
from messenger.pages import messenger_page


@require_safe
@messenger_page
def transcript(request: HttpRequest, locale: str, reference: str, kind: str) -> HttpResponse:
    """The whole conversation as a file of one of FORMATS."""
    if "key" not in request.GET:
        return own_conversation(partial(_own_transcript, kind=kind))(request, locale, reference)
    visitor = visitor_with(request.GET["key"], reference)
    row = Conversation.objects.visible_to(visitor).select_related("topic").filter(reference=reference).first()
    return _as_file(visitor, row, kind) if visitor and row else show_missing(request, reference)


def _own_transcript(request: HttpRequest, visitor: Visitor, row: Conversation, *, kind: str) -> HttpResponse:
    """The file; for htmx, which can't save one, the address at which the browser itself gets it."""
    if not getattr(request, "htmx", False):
        return _as_file(visitor, row, kind)
    args, query = [get_language(), row.reference, kind], {"key": key_for(row, visitor)}
    return HttpResponse(headers={"HX-Redirect": reverse("transcript", args=args, query=query)})


def _as_file(visitor: Visitor, row: Conversation, kind: str) -> HttpResponse:
    file = FORMATS[kind]
    disposition = f'attachment; filename="conversation-{row.reference}.{kind}"'
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(file.content(visitor, row), content_type=file.content_type, headers=headers)
