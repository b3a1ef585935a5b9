"""The mailbox of everybody who got mail: who, what, and a form to answer as they would."""

from collections import Counter
from pathlib import Path

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from demo.delivery import NotDeliveredError, deliver
from demo.mailbox import Letter, find_letter, letters, quoted, reply_to


class ReplyForm(forms.Form):
    """What the recipient answers."""

    text = forms.CharField(
        label=_("Your reply"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write something first.")},
    )


@never_cache
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """All mail that went out, newest first; ?to= shows one recipient's."""
    everything = list(letters(Path(settings.MAIL_DIR)))
    recipient = request.GET.get("to", "")
    context = {
        "site_url": settings.SITE_URL,
        "recipient": recipient,
        "recipients": sorted(Counter(letter.recipient for letter in everything).items()),
        "letters": [letter for letter in everything if recipient in ("", letter.recipient)],
    }
    return render(request, "demo/mailbox.html", context)


def _letter_or_404(name: str) -> Letter:
    letter = find_letter(Path(settings.MAIL_DIR), name)
    if letter is None:
        raise Http404
    return letter


def _page(
    request: HttpRequest, letter: Letter, form: ReplyForm, *, status: int = 200, failure: str = ""
) -> HttpResponse:
    context = {
        "site_url": settings.SITE_URL,
        "letter": letter,
        "form": form,
        "quoted": quoted(letter),
        "sent": "sent" in request.GET,
        "failure": failure,
    }
    return render(request, "demo/letter.html", context, status=status)


@never_cache
@require_GET
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One message with its headers, and the form to answer it."""
    return _page(request, _letter_or_404(name), ReplyForm())


@never_cache
@require_POST
def reply(request: HttpRequest, name: str) -> HttpResponse:
    """Answers as the recipient, through the help center's door for incoming mail."""
    original = _letter_or_404(name)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, original, form, status=422)
    try:
        deliver(reply_to(original, form.cleaned_data["text"], now=timezone.now()))
    except NotDeliveredError as error:
        return _page(request, original, form, status=502, failure=str(error))
    return HttpResponseRedirect(reverse("demo_letter", args=[name], query={"sent": "1"}))
