"""From a case page to its conversation, for the one who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.visits import visitor_of
from messenger.cases.reading import case_of
from messenger.models import Conversation
from messenger.pages import messenger_page
from tickets.case_page.people import CaseLinkError, open_link


@require_safe
@messenger_page
def conversation_of_case(request: HttpRequest, locale: str, token: str) -> HttpResponse:
    """The conversation that the link's ticket began in, or the case that a member's question became.

    Without a login to the sign-in, which comes back to the conversation.
    """
    case = reverse("case", args=[locale, token])
    try:
        ticket, _person = open_link(token, now=timezone.now())
    except CaseLinkError:
        return redirect(case)  # which says what such a link opens
    visitor = visitor_of(request)
    begun_in = Conversation.objects.filter(ticket=ticket.root_id or ticket.pk)
    conversation = begun_in.first()
    if conversation is None and case_of(visitor, ticket.reference) is not None:
        return redirect("case_in_messenger", locale, ticket.reference)
    if conversation is not None and begun_in.visible_to(visitor).exists():
        return redirect("conversation", locale, conversation.reference)
    if conversation is not None and conversation.customer_id is not None and (not visitor or not visitor.customer_id):
        onward = reverse("conversation", args=[locale, conversation.reference])
        return redirect(reverse("sign_in", args=[locale], query={"next": onward}))
    return redirect(f"{case}?messenger=elsewhere")
