"""The Enterprise support form and what stands after it was sent. Whoever may not send it keeps what they typed."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Visitor
from accounts.visits import ensure_visitor, remember, visitor_of
from tickets.case_page.people import token_for
from tickets.enterprise import actions, draft_actions
from tickets.enterprise.access import support_of
from tickets.enterprise.actions import FormClosedError, Given, RightsTooOldError
from tickets.enterprise.forms import EnterpriseForm
from tickets.enterprise.screens import Trouble, show_closed, show_form, typed_in, who_of
from tickets.enterprise.title import TITLE
from tickets.files.refusals import words_of
from tickets.models import RequestDraft
from web.addresses import alternates
from web.limits import TooOftenError, when_again
from web.masked_words import told
from web.network import networks_of
from web.origin import same_origin_required
from web.problems import wait
from web.submissions import submission_of
from web.uploads import takes_files
from web.zones import zone_of

_SOMEBODY_ELSE = gettext_lazy(
    "You are logged in as somebody else now. Look at the name above, and send it again if it is right."
)
_CONFIRM = gettext_lazy("It has been a while since your plan and role were confirmed. Nothing was sent yet.")


def own_page[V: Callable[..., HttpResponse]](view: V) -> V:
    """For a page that is each person's own: kept by nobody, indexed by nobody, changed only from our own pages."""

    @csrf_exempt  # The origin is looked at instead, as in the messenger.
    @never_cache
    @same_origin_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return cast(V, wrapped)


@takes_files
@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def enterprise_form(request: HttpRequest, locale: str) -> HttpResponse:
    """The form, for who may send it; to anybody else why not, and what they can do."""
    visitor = visitor_of(request)
    if request.method != "POST":
        return _look(request, visitor)
    submission, now = submission_of(request.POST) or uuid4(), timezone.now()
    if "discard" in request.POST:
        if visitor is not None:
            draft_actions.discard(visitor=visitor, submission=submission)
        return redirect("enterprise_form", locale)
    support = support_of(visitor)
    if visitor is None or not support.enterprise_form.open:
        return _keep(request, submission, now)
    return _send(request, visitor, submission, now, locale)


@own_page
@require_safe
def received(request: HttpRequest, locale: str, name: UUID) -> HttpResponse:
    """The reference of what was sent, for who sent it."""
    visitor, found = visitor_of(request), actions.find(name)
    if visitor is None or found is None or found.ticket.customer_id != visitor.customer_id:
        raise Http404
    ticket = found.ticket
    hidden = [kind for masked in ticket.messages.values_list("masked", flat=True) for kind in masked]
    context = {
        "title": TITLE,
        "ticket": ticket,
        "case": reverse("case", args=[locale, token_for(ticket, ticket.requester_email)]),
        "hidden": told(hidden),
        "alternates": alternates(lambda code: reverse("enterprise_received", args=[code, name])),
    }
    return render(request, "enterprise/received.html", context)


def _look(request: HttpRequest, visitor: Visitor | None) -> HttpResponse:
    """The page as it is opened: with the draft that its address names, else with the newest one."""
    draft = _draft(visitor, request.GET.get("draft", ""))
    support = support_of(visitor)
    if visitor is None or not support.enterprise_form.open:
        typed, submission = (draft.typed, draft.submission) if draft else (None, None)
        return show_closed(request, visitor, support, typed=typed, submission=submission)
    form = EnterpriseForm(initial=draft.typed if draft else {})
    return show_form(request, visitor, form, draft.submission if draft else uuid4(), kept=draft is not None)


def _draft(visitor: Visitor | None, named: str) -> RequestDraft | None:
    drafts = RequestDraft.objects.visible_to(visitor)
    submission = submission_of({"submission": named})
    return (drafts.filter(submission=submission).first() if submission else None) or drafts.first()


def _keep(request: HttpRequest, submission: UUID, now: datetime) -> HttpResponse:
    """The words and files of somebody who may not send them as they are, kept for the login that lets them."""
    typed, kept, token, refusals = typed_in(request.POST), False, None, []
    visitor = visitor_of(request)
    try:
        draft_actions.begin(visitor=visitor, networks=networks_of(request), now=now)
        visitor, token = (visitor, None) if visitor else ensure_visitor(request)
        kept = draft_actions.keep(visitor=visitor, submission=submission, typed=typed, now=now)
        refusals = _take_in(request, visitor, submission, now)
        actions.remove(submission=submission, key=request.POST.get("remove", ""))
    except TooOftenError as error:
        refusals = [when_again(error, after=_("A lot was sent from here in a short time."))]
    response = show_closed(
        request, visitor, support_of(visitor), typed=typed, submission=submission, kept=kept, refusals=refusals
    )
    remember(response, token)
    return response


def _send(request: HttpRequest, visitor: Visitor, submission: UUID, now: datetime, locale: str) -> HttpResponse:
    """What was typed as a ticket; whatever is wrong, all of it comes back with the page."""
    form, typed = EnterpriseForm(request.POST), typed_in(request.POST)
    try:
        refused = _take_in(request, visitor, submission, now)
        if key := request.POST.get("remove"):
            actions.remove(submission=submission, key=key)
            # A file was taken out; nothing was sent that could be wrong.
            form, trouble = EnterpriseForm(initial=typed), Trouble(refused)
        elif refused or not form.is_valid():
            trouble = Trouble(refused, 422)
        elif request.POST.get("who", "") not in {"", who_of(visitor)}:
            trouble = Trouble([_SOMEBODY_ELSE], 409)
        else:
            zone = zone_of(request.POST)
            sent = actions.send(
                visitor=visitor, given=_given(form), submission=submission, locale=locale, zone=zone, now=now
            )
            return redirect("enterprise_received", locale, sent.name)
    except FormClosedError:
        return _keep(request, submission, now)
    except RightsTooOldError:
        trouble = Trouble([_CONFIRM], 409, renew_at=visitor.domain)
    except TooOftenError as error:
        words = when_again(error, after=_("Many requests were sent in a short time. Yours is still here."))
        return wait(show_form(request, visitor, form, submission, Trouble([words], 429)), error)
    kept = draft_actions.keep(visitor=visitor, submission=submission, typed=typed, now=now)
    return show_form(request, visitor, form, submission, trouble, kept=kept)


def _take_in(request: HttpRequest, visitor: Visitor | None, submission: UUID, now: datetime) -> list[str]:
    """Keeps the files of the form until it is sent; why some weren't kept, a sentence each."""
    refused = actions.take_in(
        visitor=visitor,
        submission=submission,
        uploads=request.FILES.getlist("files"),
        networks=networks_of(request),
        now=now,
    )
    return [words_of(each) for each in refused]


def _given(form: EnterpriseForm) -> Given:
    return Given(**{**form.cleaned_data, "products": tuple(form.cleaned_data["products"])})
