"""After signing in at a legacy domain's successor: the visit in the product's page goes on, if its person says so."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actions import HandBackRefusedError, waits_for
from accounts.actions import hand_back as go_on_there
from accounts.models import Visitor
from accounts.sign_in import audit
from accounts.visits import framed_watcher_of, visitor_of
from messenger.access import support_of
from messenger.conversations import flow
from messenger.embedding.codes import visitor_with
from messenger.models import Conversation
from messenger.pages import messenger_page, show


@messenger_page
@require_GET
def gate(request: HttpRequest, locale: str) -> HttpResponse:
    """For the frame that waits: 204 while its gate is closed, and that it is open. Asking keeps no visit alive."""
    visitor = framed_watcher_of(request)
    if visitor is None or not flow.gate(support_of(visitor)).open:
        return HttpResponse(status=204)
    return JsonResponse({"open": True})


@messenger_page
@require_http_methods(["GET", "HEAD", "POST"])
def hand_back(request: HttpRequest, locale: str, reference: str) -> HttpResponse:
    """Asks whether to go on in the other tab, since a link alone must not decide that; a press does it."""
    signed_in, waiting = visitor_of(request), visitor_with(request.GET.get("code", ""))
    if waiting is not None and request.method == "POST" and signed_in is not None:
        try:
            go_on_there(waiting=waiting, signed_in=signed_in, now=timezone.now())
        except HandBackRefusedError:
            audit.note("hand_back", request=request, outcome="refused", reason="not_the_same_person")
        else:
            audit.note("hand_back", request=request, domain=signed_in.domain, customer=signed_in.customer)
            return show(request, "hand_back", {"state": "done", "waiting": waiting, "visitor": signed_in})
    state = _state(waiting, signed_in)
    context = {
        "state": state,
        "waiting": waiting,
        "visitor": signed_in,
        # What was typed is the person's in this tab as well, if it is theirs at all.
        "conversation": Conversation.objects.visible_to(signed_in).filter(reference=reference).first(),
    }
    return show(request, "hand_back", context, status=200 if state in {"ask", "done"} else 409)


def _state(waiting: Visitor | None, signed_in: Visitor | None) -> str:
    """What the page says: it asks, it was done before, or why it can't be."""
    if waiting is None:
        return "over"
    if signed_in is None or signed_in.customer_id != waiting.customer_id:
        return "somebody_else"
    if signed_in.domain_id == waiting.domain_id:
        return "done"
    return "ask" if waits_for(waiting, signed_in, now=timezone.now()) else "over"
