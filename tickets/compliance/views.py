"""The public forms, the case number at once, and the way back to a case. Nobody is asked who they are."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, cast
from uuid import UUID, uuid4

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tickets.case_page.people import token_for
from tickets.compliance import actions
from tickets.compliance.actions import Given
from tickets.compliance.forms import TRAP, FollowUpForm, ReportForm
from tickets.compliance.keywords import make_keyword, opens
from tickets.compliance.laws import LAWS, Law
from tickets.compliance.suspicion import suspicions
from tickets.files.kinds import ACCEPT
from tickets.files.refusals import limits_in_words, words_of
from tickets.models import StoredFile, Ticket
from web.actions import take
from web.addresses import alternates, head
from web.limits import TooOftenError, claims, when_again
from web.masked_words import told
from web.network import networks_of
from web.origin import same_origin_required
from web.problems import wait
from web.submissions import submission_of
from web.uploads import takes_files

# So long the page with the number shows it again, for who comes back to the tab.
SHOWN_FOR = timedelta(days=1)
_MADE = Signer(salt="tickets.compliance")


def public[V: Callable[..., HttpResponse]](view: V) -> V:
    """Open to everyone, by a post of our own page; each page has a name of its own, so none is kept."""

    @csrf_exempt  # There is no session: the origin is looked at.
    @never_cache
    @same_origin_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return cast(V, wrapped)


@takes_files
@public
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, locale: str, law: str) -> HttpResponse:
    """The form of one law, and its number when it was sent; whatever is wrong, all that was typed comes back."""
    chosen = LAWS.get(law)
    if chosen is None:
        raise Http404
    if request.method != "POST":
        return _show(request, chosen, ReportForm(law=law), uuid4())
    submission, now = submission_of(request.POST) or uuid4(), timezone.now()
    form, networks = ReportForm(request.POST, law=law), networks_of(request)
    try:
        uploads = request.FILES.getlist("files")
        refused = actions.take_in(submission=submission, uploads=uploads, networks=networks, now=now)
        if key := request.POST.get("remove"):
            actions.remove(submission=submission, key=key)
            return _show(request, chosen, form, submission, refusals=_in_words(refused), quiet=True)
        if refused or not form.is_valid():
            return _show(request, chosen, form, submission, refusals=_in_words(refused), status=422)
        given = _given(form)
        name = actions.name_of(submission, given)
        if actions.find(name) is None:
            take(claims("report", networks=networks, address=given.email.lower()), now=now)
    except TooOftenError as error:
        words = when_again(error, after=_("Many reports came from here in a short time. Yours is still here."))
        return wait(_show(request, chosen, form, submission, refusals=[words], status=429), error)
    marks = suspicions(trap=request.POST.get(TRAP, ""), seconds=_seconds_since(request.POST.get("made", ""), now))
    actions.report(given=given, submission=submission, locale=locale, suspicions=marks, now=now)
    return redirect("report_received", locale, name)


@public
@require_safe
def received(request: HttpRequest, locale: str, name: UUID) -> HttpResponse:
    """The number of the case and how to follow it, for a day."""
    found = actions.find(name)
    if found is None or timezone.now() - found.ticket.created_at > SHOWN_FOR:
        return redirect("report_follow_up", locale)
    ticket = found.ticket
    has_address = bool(ticket.requester_email)
    context = {
        "ticket": ticket,
        "report": found,
        "law": LAWS[found.kind.law],
        "keyword": "" if has_address else _keyword(ticket),
        "case": "" if has_address else reverse("case", args=[locale, token_for(ticket, "")]),
        "hidden": told(kind for masked in ticket.messages.values_list("masked", flat=True) for kind in masked),
        "alternates": alternates(lambda code: reverse("report_received", args=[code, name])),
    }
    return _private(render(request, "reports/received.html", context))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, locale: str) -> HttpResponse:
    """To the page of a case, for who has its number and keyword."""
    if request.method != "POST":
        return _show_follow_up(request, FollowUpForm())
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return _show_follow_up(request, form, status=422)
    try:
        take(claims("follow_up", networks=networks_of(request)), now=timezone.now())
    except TooOftenError as error:
        words = when_again(error, after=_("That was tried many times in a short time."))
        return wait(_show_follow_up(request, form, words, status=429), error)
    ticket = _opened(form.cleaned_data["reference"], form.cleaned_data["keyword"])
    if ticket is None:
        return _show_follow_up(request, form, _("No case has this number and this keyword."), status=422)
    return redirect("case", locale, token_for(ticket, ""))


def _in_words(refused: Sequence[Any]) -> list[str]:
    """Why files weren't kept, a sentence each."""
    return [words_of(each) for each in refused]


def _show(
    request: HttpRequest,
    law: Law,
    form: ReportForm,
    submission: UUID,
    *,
    refusals: Sequence[str] = (),
    quiet: bool = False,
    status: int = 200,
) -> HttpResponse:
    if quiet:  # A file was taken out; nothing was sent that could be wrong.
        form = ReportForm(law=law.slug, initial=_as_typed(request))
    pages = alternates(lambda code: reverse("report", args=[code, law.slug]))
    pages_by_code = {code: path for code, _name, path in pages}
    context: dict[str, Any] = {
        "law": law,
        "form": form,
        "kinds": list(form.fields["kind"].queryset),  # type: ignore[attr-defined]
        "chosen": form["kind"].value(),
        "trap": TRAP,
        "made": request.POST.get("made") or _MADE.sign(str(int(timezone.now().timestamp()))),
        "submission": submission.hex,
        "waiting": StoredFile.objects.waiting_for(actions.holder_of(submission)),
        "accept": ACCEPT,
        "limits": limits_in_words(),
        "refusals": refusals,
        "alternates": pages,
        "head": head(pages_by_code[str(request.LANGUAGE_CODE)], pages_by_code),
    }
    return render(request, "reports/form.html", context, status=status)


def _show_follow_up(request: HttpRequest, form: FollowUpForm, refusal: str = "", *, status: int = 200) -> HttpResponse:
    pages = alternates(lambda code: reverse("report_follow_up", args=[code]))
    context = {"form": form, "refusal": refusal, "alternates": pages}
    return render(request, "reports/follow_up.html", context, status=status)


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a key for a day: nobody is told of it, and no index keeps it."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def _as_typed(request: HttpRequest) -> dict[str, Any]:
    return {name: value for name, value in request.POST.items() if name not in {"remove", "submission", "made"}}


def _given(form: ReportForm) -> Given:
    typed = form.cleaned_data
    return Given(
        kind=typed["kind"],
        words=typed["words"],
        place=typed["place"],
        name=typed["name"],
        email=typed["email"],
        authority=typed["authority"] if typed["is_authority"] else "",
        good_faith=bool(typed.get("good_faith")),
    )


def _seconds_since(made: str, now: datetime) -> float | None:
    """How long ago the page was made, by its own signed word; None when it isn't ours."""
    try:
        return now.timestamp() - int(_MADE.unsign(made))
    except (BadSignature, ValueError):
        return None


def _keyword(ticket: Ticket) -> str:
    return make_keyword(ticket.reference, epoch=ticket.case_epoch, key=settings.SECRET_KEY)


def _opened(reference: str, keyword: str) -> Ticket | None:
    """The case that number and keyword open: one whose writer gave no address. Any other has its links in mails."""
    ticket = Ticket.objects.reports().filter(reference=reference, requester_email="").first()
    if ticket is None:
        return None
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return ticket if opens(keyword, reference, epoch=ticket.case_epoch, keys=keys) else None
