"""The page that a packet's link leads to: an owner or admin reads, changes, adds and sends. Looking changes nothing."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Domain, Visitor
from accounts.speakers import spoken_for
from accounts.visits import ensure_visitor, remember, visitor_of
from messenger.conversations import limits
from messenger.conversations.flow import FlowRefusedError
from messenger.conversations.refusals import REFUSALS, too_often
from messenger.leaving import destination
from messenger.naming import named
from messenger.packets import files
from messenger.packets.actions import sending
from messenger.packets.forms import SendForm
from messenger.packets.links import packet_of, token_for
from messenger.packets.models import Packet, PacketDraft
from messenger.packets.opening import Opened, PacketRefusedError, opened_by
from messenger.pages import is_embedded, messenger_page, show
from tickets.files.addresses import address_of
from tickets.files.kinds import ACCEPT
from tickets.files.refusals import limits_in_words, words_of
from web.actions import take
from web.addresses import alternates
from web.limits import TooOftenError
from web.network import networks_of
from web.problems import wait
from web.uploads import takes_files

type PacketView = Callable[[HttpRequest, Packet], HttpResponse]

_STATUS = {Opened.ELSEWHERE: 403, Opened.NOT_AN_OWNER: 403}
_STATUS |= dict.fromkeys((Opened.SENT, Opened.REVOKED, Opened.EXPIRED), 410)


def packet_page(view: PacketView) -> Callable[..., HttpResponse]:
    """Fetches what the link is for, or says that it is for nothing (404), with what was typed."""

    @messenger_page
    @wraps(view)
    def wrapped(request: HttpRequest, locale: str, token: str, **_below: str) -> HttpResponse:
        row = packet_of(token)
        if row is None:
            context = {"opened": "unknown", "typed": _typed(request), "alternates": _in_languages(token)}
            response = show(request, "packet", context, status=404)
        else:
            response = view(request, row)
        # Nobody else hears of the address. `no-referrer` would take the origin from our own forms, too.
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    return wrapped


@require_safe
@packet_page
def packet(request: HttpRequest, row: Packet) -> HttpResponse:
    """What the member asks, for who can send it on; for anybody else why it isn't theirs to."""
    return _show(request, row, visitor_of(request))


@takes_files
@require_POST
@packet_page
def send_packet(request: HttpRequest, row: Packet) -> HttpResponse:
    """Send it on to the Product Support team. Whatever is in the way, what was typed stays."""
    visitor, form, now = visitor_of(request), SendForm(request.POST), timezone.now()
    opened = opened_by(visitor, row, now)
    if visitor is None or opened != Opened.READABLE:
        return _kept(request, row, visitor, form)
    try:
        take(limits.claims("press", visitor, networks_of(request)), now=now)
        refused = _take_in(request, row, visitor)
        if refused or not form.is_valid():
            return _show(request, row, visitor, form=form, refusals=refused, status=422)
        sending.send_on(packet=row, visitor=visitor, networks=networks_of(request), now=now, **form.cleaned_data)
    except PacketRefusedError:
        row.refresh_from_db()
        return _kept(request, row, visitor, form)
    except FlowRefusedError as error:
        _keep(row, visitor, form)
        words = [named(REFUSALS[error.refusal])]
        return _show(request, row, visitor, form=form, refusals=words, renew_at=visitor.domain, status=409)
    except TooOftenError as error:
        _keep(row, visitor, form)
        return wait(_show(request, row, visitor, form=form, refusals=[too_often(error)], status=429), error)
    return redirect("packet", get_language(), token_for(row))


@takes_files
@require_POST
@packet_page
def remove_from_packet(request: HttpRequest, row: Packet) -> HttpResponse:
    """Take out a file that was added; the text beside it, and other files, came along and stay."""
    visitor, form = visitor_of(request), SendForm(request.POST)
    if visitor is None or opened_by(visitor, row, timezone.now()) != Opened.READABLE:
        return _kept(request, row, visitor, form)
    sending.remove(packet=row, visitor=visitor, key=request.POST.get("file", ""))
    _keep(row, visitor, form)
    try:
        refused = _take_in(request, row, visitor)
    except TooOftenError as error:
        return wait(_show(request, row, visitor, form=form, refusals=[too_often(error)], status=429), error)
    typed = SendForm(initial=_typed(request))
    return _show(request, row, visitor, form=typed, refusals=refused, status=422 if refused else 200)


@takes_files
@require_POST
@packet_page
def leave(request: HttpRequest, row: Packet) -> HttpResponse:
    """Away by a link, without scripts: what was typed and picked waits for whoever did, sent to nobody."""
    visitor, form = visitor_of(request), SendForm(request.POST)
    if visitor is None or opened_by(visitor, row, timezone.now()) != Opened.READABLE:
        return _kept(request, row, visitor, form)
    is_right = form.may_lack_words()
    _keep(row, visitor, form)
    try:
        refused = _take_in(request, row, visitor)
    except TooOftenError as error:
        return wait(_show(request, row, visitor, form=form, refusals=[too_often(error)], status=429), error)
    if refused or not is_right:
        return _show(request, row, visitor, form=form, refusals=refused, status=422)
    return redirect(destination({"to": request.POST.get("to", "")}, reverse("messenger", args=[get_language()])))


@require_safe
@packet_page
def packet_file(request: HttpRequest, row: Packet) -> HttpResponse:
    """To an address of the file that holds for some minutes."""
    visitor, key = visitor_of(request), request.resolver_match.kwargs["key"] if request.resolver_match else ""
    readable = visitor is not None and opened_by(visitor, row, timezone.now()) == Opened.READABLE
    found = files.find(row, visitor, str(key)) if visitor is not None and readable else None
    if found is None:
        return redirect("packet", get_language(), token_for(row))
    return redirect(address_of(found))


def _kept(request: HttpRequest, row: Packet, visitor: Visitor | None, form: SendForm) -> HttpResponse:
    """Why it can't be sent, with what was typed; who still may log in finds it there afterwards."""
    token = None
    opened = opened_by(visitor, row, timezone.now())
    if opened in {Opened.SIGN_IN, Opened.OLD_DOMAIN, Opened.ELSEWHERE} and not is_embedded(request):
        visitor, token = ensure_visitor(request)
        _keep(row, visitor, form)
    response = _show(request, row, visitor, typed=_typed(request), status=409)
    remember(response, token)
    return response


def _keep(row: Packet, visitor: Visitor, form: SendForm) -> None:
    sending.keep(packet=row, visitor=visitor, **form.typed())


def _show(
    request: HttpRequest,
    row: Packet,
    visitor: Visitor | None,
    *,
    form: SendForm | None = None,
    typed: Mapping[str, str] | None = None,
    refusals: Sequence[str] = (),
    renew_at: Domain | None = None,
    status: int = 0,
) -> HttpResponse:
    opened, token = opened_by(visitor, row, timezone.now()), token_for(row)
    page = reverse("packet", args=[get_language(), token])
    context: dict[str, Any] = {
        "visitor": visitor,
        "opened": opened,
        "for_admins": row.for_admins,
        "typed": typed,
        "token": token,
        "next": page,
        "here": page,
        "alternates": _in_languages(token),
        "login": row.organisation.domain.successor or row.organisation.domain,
        "refusals": refusals,
        "renew_at": renew_at,
        "leave_at": reverse("leave_packet", args=[get_language(), token]),
    }
    if opened == Opened.READABLE and visitor is not None:
        context |= _readable(row, visitor, form)
    if opened == Opened.SENT:
        context |= _sent(row, visitor)
        if context.get("by_me") and request.method == "GET":
            status = 200
    return show(request, "packet", context, status=status or _STATUS.get(opened, 200))


def _readable(row: Packet, visitor: Visitor, form: SendForm | None) -> dict[str, Any]:
    drafts = PacketDraft.objects.filter(packet=row)
    mine = drafts.filter(visitor=visitor) | drafts.filter(visitor__customer=visitor.customer_id)
    draft = mine.order_by("-pk").first()
    initial = {"text": draft.text, "added": draft.added} if draft else {"text": row.text}
    return {
        "packet": row,
        "asked": row.conversation.details.get("rows", []),
        "form": form or SendForm(initial=initial),
        "files": files.packed(row),
        "waiting": files.waiting(row, visitor),
        "accept": ACCEPT,
        "limits": limits_in_words(),
    }


def _sent(row: Packet, visitor: Visitor | None) -> dict[str, Any]:
    """What the owners of the organisation may know of what was sent; anybody else learns no more than that it was."""
    own = spoken_for(visitor)
    if own is None or own.pk != row.organisation_id or visitor is None:
        return {}
    ticket = row.ticket
    by_me = ticket is not None and ticket.customer_id == visitor.customer_id
    return {
        "packet": row,
        "ticket": ticket,
        "by_me": by_me,
    }


def _take_in(request: HttpRequest, row: Packet, visitor: Visitor) -> list[str]:
    """Keeps the files of the form until it is sent; why some weren't kept, a sentence each."""
    uploads, networks = request.FILES.getlist("files"), networks_of(request)
    refused = sending.take_in(packet=row, visitor=visitor, uploads=uploads, networks=networks, now=timezone.now())
    return [words_of(each) for each in refused]


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST[name].strip() for name in ("text", "added") if request.POST.get(name, "").strip()}


def _in_languages(token: str) -> list[tuple[str, str, str]]:
    return alternates(lambda code: reverse("packet", args=[code, token]))
