"""The case page and what can be done on it, for whoever comes by the link of their mails. Looking changes nothing."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tickets.case_page import actions, files, people, standing
from tickets.case_page.forms import MessageForm
from tickets.case_page.people import CaseLinkError, Person
from tickets.files.addresses import address_of
from tickets.files.refusals import words_of
from tickets.models import Ticket
from tickets.people.actions import let_in as let_somebody_in
from tickets.refusals import TicketRefusedError
from web.actions import take
from web.addresses import alternates
from web.limits import Claim, TooOftenError, claims, when_again
from web.mail_languages import page_language
from web.network import networks_of
from web.origin import same_origin_required
from web.problems import too_often, wait
from web.submissions import submission_of
from web.uploads import takes_files

type CaseView = Callable[[HttpRequest, Ticket, Person], HttpResponse]


def case_page(view: CaseView) -> Callable[..., HttpResponse]:
    """Fetches what the link opens, for this person, or says that it opens nothing; kept by no cache and no index."""

    @csrf_exempt  # No cookie counts here: the link does.
    @never_cache
    @same_origin_required
    @wraps(view)
    def wrapped(request: HttpRequest, locale: str, token: str, **_below: str) -> HttpResponse:
        try:
            take(claims("case", networks=networks_of(request)), now=timezone.now())
            ticket, person = people.open_link(token, now=timezone.now())
            response = view(request, ticket, person)
        except CaseLinkError as error:
            response = _gone(request, token, status=410 if error.was_ours else 404)
        except TooOftenError as refused:
            text = _("This page was asked for many times in a short time.")
            page = reverse("case", args=[locale, token])
            response = too_often(request, refused, text=text, again=page, back=f"/{locale}/")
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        # The address is a key, so nobody hears of it. `no-referrer` would take the origin from our own forms, too.
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    return wrapped


@case_page
@require_safe
def case(request: HttpRequest, ticket: Ticket, person: Person) -> HttpResponse:
    """How the case stands."""
    return _show(request, ticket, person)


@takes_files
@case_page
@require_POST
def write(request: HttpRequest, ticket: Ticket, person: Person) -> HttpResponse:
    """Add a message with its files; whatever is wrong, they come back with the page."""
    form, now = MessageForm(request.POST), timezone.now()
    try:
        take(_claims_of(request, ticket, person), now=now)
        refused = _take_in(request, ticket, person)
    except TooOftenError as error:
        return _held_back(request, ticket, person, form, error)
    # A picture may say it all.
    form = MessageForm(request.POST, required=not files.waiting_for(ticket, person))
    if refused or not form.is_valid():
        return _show(request, ticket, person, form=form, refusals=refused, status=422)
    text, submission = form.cleaned_data["text"], submission_of(request.POST)
    message = actions.write(ticket=ticket, person=person, body=text, submission=submission, now=now)
    # What was written on a closed ticket has opened another one.
    target = message.ticket if message.ticket.may_write(person.email) else ticket
    return _back(request, target, person, done="sent")


@takes_files
@case_page
@require_POST
def remove(request: HttpRequest, ticket: Ticket, person: Person) -> HttpResponse:
    """Take out a file that wasn't sent yet; the text beside it, and other files, came along and stay."""
    actions.remove(ticket=ticket, person=person, key=request.POST.get("file", ""))
    return _again(request, ticket, person)


@case_page
@require_safe
def file(request: HttpRequest, ticket: Ticket, person: Person) -> HttpResponse:
    """To an address of the file that holds for some minutes."""
    key = str(request.resolver_match.kwargs["key"]) if request.resolver_match else ""
    found = files.find(ticket, key)
    if found is None:
        return redirect("case", request.LANGUAGE_CODE, people.token_for(ticket, person.email))
    return redirect(address_of(found))


@takes_files
@case_page
@require_POST
def look(request: HttpRequest, ticket: Ticket, person: Person) -> HttpResponse:
    """Show what was said, with what was typed meanwhile."""
    return _again(request, ticket, person)


@takes_files
@case_page
@require_POST
def nudge(request: HttpRequest, ticket: Ticket, person: Person) -> HttpResponse:
    """Say that one is still waiting. Twice is as good as once: the page says since when we know."""
    try:
        take(_claims_of(request, ticket, person), now=timezone.now())
        actions.nudge(ticket=ticket, person=person, now=timezone.now())
    except TooOftenError as error:
        return _held_back(request, ticket, person, _begun(request), error)
    except TicketRefusedError:
        return _again(request, ticket, person)
    return _again(request, ticket, person, done="nudged")


@takes_files
@case_page
@require_POST
def language(request: HttpRequest, ticket: Ticket, person: Person) -> HttpResponse:
    """Have emails about the case in another language; the page goes on in it, too, where the site has it."""
    locale = request.POST.get("locale", "")
    try:
        take(_claims_of(request, ticket, person), now=timezone.now())
        row = actions.choose_language(ticket=ticket, person=person, locale=locale, now=timezone.now())
    except TooOftenError as error:
        return _held_back(request, ticket, person, _begun(request), error)
    except TicketRefusedError:
        return _again(request, ticket, person)
    page = locale if locale == page_language(locale) else get_language() or locale
    with override(page):
        return _again(request, row, person, done="language", locale=page)


@takes_files
@case_page
@require_POST
def let_in(request: HttpRequest, ticket: Ticket, person: Person) -> HttpResponse:
    """Let somebody in who was in copy of the requester's mail."""
    try:
        take(_claims_of(request, ticket, person), now=timezone.now())
        let_somebody_in(ticket=ticket, person=person, email=request.POST.get("email", ""), now=timezone.now())
    except TooOftenError as error:
        return _held_back(request, ticket, person, _begun(request), error)
    except TicketRefusedError:
        return _again(request, ticket, person)
    return _again(request, ticket, person, done="let_in")


@case_page
@require_POST
def stop(request: HttpRequest, ticket: Ticket, person: Person) -> HttpResponse:
    """Let the link open nothing any more, because the case is somebody else's."""
    take(_claims_of(request, ticket, person), now=timezone.now())
    actions.stop_link(ticket=ticket, person=person, now=timezone.now())
    return _gone(request, people.token_for(ticket, person.email), status=200, stopped=True)


def _show(
    request: HttpRequest,
    ticket: Ticket,
    person: Person,
    *,
    form: MessageForm | None = None,
    refusals: Sequence[str] = (),
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    token, query = people.token_for(ticket, person.email), request.GET
    context: dict[str, Any] = {
        **standing.context(ticket, person, wants_words="show" in query, now=timezone.now()),
        "token": token,
        "query": "?show=1" if "show" in query else "",
        "form": form or MessageForm(),
        "refusals": refusals,
        "done": query.get("done", "") if request.method == "GET" else done,
        "is_elsewhere": query.get("messenger") == "elsewhere",
        "submission": uuid4().hex,
        "alternates": _in_languages(token),
    }
    return render(request, "case/case.html", context, status=status)


def _held_back(
    request: HttpRequest, ticket: Ticket, person: Person, form: MessageForm, error: TooOftenError
) -> HttpResponse:
    """The page with what was typed, and when it may be sent."""
    words = when_again(error, after=_("You have sent many messages in a short time."))
    return wait(_show(request, ticket, person, form=form, refusals=[words], status=429), error)


def _gone(request: HttpRequest, token: str, *, status: int, stopped: bool = False) -> HttpResponse:
    """One page for all that a link no longer opens or never opened: it says how to go on, and nothing of any ticket."""
    context = {"stopped": stopped, "alternates": _in_languages(token)}
    return render(request, "case/gone.html", context, status=status)


def _in_languages(token: str) -> list[tuple[str, str, str]]:
    return alternates(lambda code: reverse("case", args=[code, token]))


def _back(request: HttpRequest, ticket: Ticket, person: Person, *, done: str = "", locale: str = "") -> HttpResponse:
    """To the page again, with what the person had chosen to see; in the language of this page unless told."""
    query = {name: value for name, value in (("show", request.GET.get("show")), ("done", done)) if value}
    page = [locale or request.LANGUAGE_CODE, people.token_for(ticket, person.email)]
    address = reverse("case", args=page, query=query)
    return redirect(address)


def _again(request: HttpRequest, ticket: Ticket, person: Person, *, done: str = "", locale: str = "") -> HttpResponse:
    """To the page again; a message that was begun comes back with it, and its files wait."""
    try:
        refused = _take_in(request, ticket, person)
    except TooOftenError as error:
        return _held_back(request, ticket, person, _begun(request), error)
    if not refused and not request.POST.get("text", "").strip():
        return _back(request, ticket, person, done=done, locale=locale)
    form, status = _begun(request), 422 if refused else 200
    return _show(request, ticket, person, form=form, refusals=refused, done=done, status=status)


def _begun(request: HttpRequest) -> MessageForm:
    return MessageForm(initial={"text": request.POST.get("text", "")})


def _take_in(request: HttpRequest, ticket: Ticket, person: Person) -> list[str]:
    """Keeps the files of the form until they are sent; why some weren't kept, a sentence each."""
    uploads, networks = request.FILES.getlist("files"), networks_of(request)
    refused = actions.take_in(ticket=ticket, person=person, uploads=uploads, networks=networks, now=timezone.now())
    return [words_of(each) for each in refused]


def _claims_of(request: HttpRequest, ticket: Ticket, person: Person) -> list[Claim]:
    return claims("case_write", networks=networks_of(request), link=people.link_of(ticket, person))
