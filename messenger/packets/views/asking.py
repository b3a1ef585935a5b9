"""The member's side: what they pack, what became of it, and that they take it back."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.entitlements import Need
from accounts.models import Visitor
from messenger.access import support_of
from messenger.conversations import actions
from messenger.conversations.files import Picker, of_conversation
from messenger.conversations.refusals import too_often
from messenger.conversations.views.filing import taken
from messenger.conversations.views.own import own_conversation, verb
from messenger.conversations.views.talking import beside_the_composer
from messenger.leaving import destination
from messenger.models import Conversation
from messenger.packets.actions import asking
from messenger.packets.forms import AskForm
from messenger.packets.links import address_of
from messenger.packets.models import Packet, Standing
from messenger.pages import show
from tickets.files.kinds import ACCEPT
from tickets.files.refusals import limits_in_words
from web.limits import TooOftenError
from web.network import networks_of
from web.problems import wait
from web.uploads import takes_files


@require_safe
@own_conversation
def own_packet(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """What goes to the owners or admins, before it does; afterwards how it stands."""
    packet = row.packets.order_by("-pk").first()
    if packet is not None and (packet.standing(timezone.now()) != Standing.REVOKED or "taken" in request.GET):
        again = "again" in request.GET and packet.standing(timezone.now()) in {Standing.EXPIRED, Standing.REVOKED}
        if not again:
            return _show_standing(request, visitor, row, packet)
    asking.check(row, visitor)
    return _show_form(request, visitor, row, AskForm(initial={"text": row.unsent or row.text}))


@beside_the_composer
def pack(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """To the page of the packet; what stands in the composer is kept."""
    return redirect("own_packet", get_language(), row.reference)


@takes_files
@verb
def ask_owner(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Send the link to the owners or admins."""
    form, now = AskForm(request.POST), timezone.now()
    asking.check(row, visitor)
    try:
        refused = taken(request, visitor, row)
        if refused or not form.is_valid():
            return _show_form(request, visitor, row, form, refused=refused, status=422)
        text, networks = form.cleaned_data["text"], networks_of(request)
        asking.ask(conversation=row, visitor=visitor, text=text, networks=networks, now=now)
    except TooOftenError as error:
        return wait(_show_form(request, visitor, row, form, refused=[too_often(error)], status=429), error)
    return _to(row, "asked")


@takes_files
@verb
def leave(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Away by a link, without scripts: words that were typed and files are kept, sent to nobody."""
    form = AskForm(request.POST)
    asking.check(row, visitor)
    refused = taken(request, visitor, row)
    if not form.may_lack_words() or refused:
        return _show_form(request, visitor, row, form, refused=refused, status=422)
    text = form.cleaned_data["text"]
    # The question's own words stood there before.
    if text != (row.unsent or row.text):
        actions.keep_composer(conversation=row, visitor=visitor, text=text, now=timezone.now())
    return redirect(destination({"to": request.POST.get("to", "")}, reverse("messenger", args=[get_language()])))


@verb
def take_back(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Let the link open nothing any more."""
    asking.take_back(conversation=row, visitor=visitor, now=timezone.now())
    return _to(row, "taken")


def _to(row: Conversation, done: str) -> HttpResponse:
    return redirect(reverse("own_packet", args=[get_language(), row.reference], query={done: "1"}))


def _show_form(
    request: HttpRequest,
    visitor: Visitor,
    row: Conversation,
    form: AskForm,
    *,
    refused: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        **_shared(visitor, row),
        "form": form,
        "refused_files": refused,
        "going": [*of_conversation(row), *Picker(row).waiting],
        "leave_at": reverse("leave_own_packet", args=[get_language(), row.reference]),
        "accept": ACCEPT,
        "limits": limits_in_words(),
    }
    return show(request, "ask_owner", context, status=status)


def _show_standing(request: HttpRequest, visitor: Visitor, row: Conversation, packet: Packet) -> HttpResponse:
    context = {
        **_shared(visitor, row),
        "packet": packet,
        "standing": packet.standing(timezone.now()),
        "link": address_of(packet, get_language() or row.locale),
    }
    return show(request, "own_packet", context)


def _shared(visitor: Visitor, row: Conversation) -> dict[str, object]:
    needs_admin = support_of(visitor, row.topic_kind).human.need == Need.ASK_ADMIN
    return {"visitor": visitor, "conversation": row, "needs_admin": needs_admin}
