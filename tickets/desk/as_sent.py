"""A mail as it was sent, for staff: a page with a frame, and in it the mail's HTML under a policy of its own."""

from secrets import token_urlsafe

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from tickets.desk.site import page_context, staff_page
from tickets.mail import as_sent as mails
from tickets.mail.shown_html import Shown
from tickets.models import IncomingEmail, OriginalMail

# A frame of another origin than ours, without scripts, forms or a way up; links open windows that aren't sandboxed.
_SANDBOX = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; base-uri 'none'; form-action 'none'"
)
# Mails are made for white paper. Behind each link stands where it leads.
_LOOKS = """
body { margin: 0.75rem; background: #fff; color: #222; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
img { max-width: 100%; height: auto; }
a[href]::after { content: " [" attr(href) "]"; color: #555; font-size: 0.8em; }
summary { min-height: 40px; color: #555; cursor: pointer; }
"""


@staff_page("tickets.view_incomingemail")
@require_safe
def as_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """What there is to know of the mail's HTML, and the frame that has it."""
    remote = "pictures" in request.GET
    page = _shown(request, pk, remote=remote)
    context = page_context(request, number=pk, page=page, remote=remote, has_remote=bool(page and page.has_remote))
    return render(request, "tickets/as_sent.html", context)


@staff_page("tickets.view_incomingemail")
@require_safe
def as_sent_body(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail's HTML, cleaned; with pictures from elsewhere only where they were asked for."""
    remote = "pictures" in request.GET
    page = _shown(request, pk, remote=remote)
    if page is None:
        raise Http404
    nonce = token_urlsafe(16)
    # Rules are made of names and values from closed lists, without "<" (tickets.mail.shown_html).
    sheet = format_html('<style nonce="{}">{}</style>', nonce, mark_safe("\n".join([_LOOKS, *page.rules])))  # noqa: S308
    context = {"page": page, "sheet": sheet, "title": gettext("The mail as it was sent"), "lang": get_language()}
    response = render(request, "tickets/as_sent_body.html", context)
    elsewhere = " https: http:" if remote else ""
    response.headers["Content-Security-Policy"] = (
        f"{_SANDBOX}; style-src 'nonce-{nonce}'; img-src 'self'{elsewhere}; frame-ancestors 'self'"
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    add_never_cache_headers(response)
    return response


def _shown(request: HttpRequest, pk: int, *, remote: bool) -> Shown | None:
    """The HTML of a mail that was read; what wasn't still has what is hidden otherwise."""
    mails_seen = IncomingEmail.objects.visible_to(request.user)
    original = get_object_or_404(OriginalMail.objects.shown_as_sent(), pk=pk, incoming__in=mails_seen)
    return mails.html_of(original.raw, pk, remote=remote)
