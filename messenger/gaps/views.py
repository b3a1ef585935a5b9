"""What staff do with a gap: write an article about it, put it aside or take it back. And an article from a ticket."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.models import User
from helpcenter.admin import TranslationAdmin
from helpcenter.models import Article, Translation
from helpcenter.models.articles import LONGEST_QUESTION, MOST_QUESTIONS
from messenger.agents.actions import note_origin
from messenger.gaps import actions, reading
from messenger.gaps.models import Gap, GapQuestion
from messenger.gaps.wording import beginning, impersonal
from tickets.desk.site import staff_page
from tickets.models import Message, Ticket
from tickets.references import PATTERN

WRITE = "helpcenter.add_translation"
# Of a ticket's messages the first say what is asked; the others answer.
_OF_A_TICKET = 3


@require_POST
@staff_page("messenger.change_gap")
def gather(request: HttpRequest) -> HttpResponse:
    """Have a worker look again."""
    actions.line_up()
    messages.success(request, gettext("A worker looks again. It takes some seconds: load the page again then."))
    return redirect("admin:messenger_gap_changelist")


@require_POST
@staff_page("messenger.change_gap")
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a gap aside."""
    gap = get_object_or_404(Gap, pk=pk)
    actions.dismiss(gap=gap, staff=_me(request), now=timezone.now())
    messages.success(request, gettext("Put aside, with what is asked like it from now on."))
    return _back(request)


@require_POST
@staff_page("messenger.change_gap")
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a gap back that was put aside."""
    actions.restore(gap=get_object_or_404(Gap, pk=pk))
    messages.success(request, gettext("It is open again."))
    return _back(request)


@staff_page(WRITE)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a new text that begins with the questions of a gap; once it is saved, the gap knows it."""
    if not request.user.has_perm("messenger.view_gap"):
        raise Http404
    gap = get_object_or_404(reading.with_questions(Gap.objects.all(), MOST_QUESTIONS), pk=pk)
    # An article is in one language, and so are its questions: in that of most of them, of those that the site has.
    locale = next((each for each in gap.locales if each in dict(settings.LANGUAGES)), "")
    asked = [each for row in reading.shown([gap], locale) for each in (row.first, *row.others)]
    texts = [each.text for each in asked if each.locale == locale] or [each.text for each in asked]
    return _form(request, locale, texts, (), partial(_note, gap))


@staff_page(WRITE)
def write_from_ticket(request: HttpRequest, reference: str) -> HttpResponse:
    """The same from what a customer asked on a ticket."""
    if not PATTERN.fullmatch(reference) or not request.user.has_perm("tickets.view_ticket"):
        raise Http404
    ticket = get_object_or_404(Ticket.objects.visible_to(request.user), reference=reference)
    asked = [str(turn.get("text", "")) for turn in ticket.transcript if turn.get("author") != "fin"]
    said = ticket.messages.filter(kind=Message.Kind.CUSTOMER).order_by("pk").values_list("body", flat=True)
    names, texts = _names(ticket), [*asked, *said[:_OF_A_TICKET]][:_OF_A_TICKET]
    # What solved it is where the text begins; what was noted inside stays there.
    replies = ticket.messages.filter(kind=Message.Kind.REPLY).visible_to_customer().order_by("-pk")
    body = impersonal(replies.values_list("body", flat=True).first() or "", names)
    return _form(request, ticket.locale, texts, names, partial(_note_origin, ticket), body)


@staff_page("helpcenter.add_phrasing")
def teach(request: HttpRequest, pk: int) -> HttpResponse:
    """The form that teaches Fin one of a gap's questions, with the nearest article; nothing is stored before."""
    if not request.user.has_perm("messenger.view_gap"):
        raise Http404
    row = get_object_or_404(GapQuestion.objects.select_related("gap", "answer", "phrase"), pk=pk)
    begin = beginning([row.text], names=(), longest=LONGEST_QUESTION, most=1)
    nearest = row.gap.nearest or {}
    article = Article.objects.filter(number=nearest.get("number") or 0).first()
    values = {
        "text": begin.questions[0] if begin.questions else begin.title,
        "locale": row.locale,
        "article": article.pk if article else "",
        "anchor": nearest.get("anchor", "") if article else "",
    }
    return redirect(f"{reverse('admin:helpcenter_phrasing_add')}?{urlencode(values)}")


def _form(
    request: HttpRequest,
    locale: str,
    texts: Iterable[str],
    names: Iterable[str],
    written: Callable[[Translation], None],
    body: str = "",
) -> HttpResponse:
    begin = beginning(texts, names=names, longest=LONGEST_QUESTION, most=MOST_QUESTIONS)
    texts_admin = admin.site.get_model_admin(Translation)
    if not isinstance(texts_admin, TranslationAdmin):
        raise Http404
    return texts_admin.add_from(
        request,
        begins_with={
            "locale": locale if locale in dict(settings.LANGUAGES) else get_language(),
            "title": begin.title,
            "slug": slugify(begin.title, allow_unicode=True)[:100].strip("-"),
            "questions": begin.questions,
            "body_markdown": body,
            "updated_at": timezone.localdate(),
        },
        written=written,
        title=_("Write an article about this"),
        from_people=True,
    )


def _names(ticket: Ticket) -> list[str]:
    """What is known of who wrote, and of whoever else is on it."""
    known: list[Any] = [ticket.requester_name, ticket.requester_email.partition("@")[0]]
    known += [ticket.identity.get(each) for each in ("name", "organisation", "organisation_name", "email")]
    known += [ticket.organisation.name if ticket.organisation else ""]
    known += [part for each in ticket.participants.all() for part in (each.name, each.email.partition("@")[0])]
    return [each for each in known if isinstance(each, str) and each]


def _note(gap: Gap, translation: Translation) -> None:
    actions.mark_written(gap=gap, translation=translation, now=timezone.now())


def _note_origin(ticket: Ticket, translation: Translation) -> None:
    note_origin(translation=translation, ticket=ticket, now=timezone.now())


def _back(request: HttpRequest) -> HttpResponse:
    """To the list as it was filtered."""
    there = request.POST.get("next", "")
    own = reverse("admin:messenger_gap_changelist")
    return redirect(there if there.startswith(own) and url_has_allowed_host_and_scheme(there, None) else own)


def _me(request: HttpRequest) -> User:
    if not request.user.is_authenticated:
        raise Http404
    return request.user
