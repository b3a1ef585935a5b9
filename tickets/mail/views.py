"""The door by which a mail server hands over incoming mail. The staff's pages are in tickets.desk."""

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tickets.mail import as_sent
from tickets.mail.actions import storing
from tickets.mail.doors import LARGEST_MAIL, Envelope
from tickets.models import OriginalMail


@csrf_exempt  # No browser calls this: the caller shows a token and no cookie counts.
@require_POST
def incoming_mail(request: HttpRequest) -> HttpResponse:
    """Store the raw mail in the body: 202 once it is kept, for the worker to read, or why it can't be taken.

    X-Mail-From, X-Rcpt-To (with commas), X-Client-Address and X-Helo are the envelope, where the caller knows it.
    """
    if not settings.INCOMING_MAIL_TOKEN:
        raise Http404
    if not _shows_token(request):
        return _refused(401, "unauthorized", {"WWW-Authenticate": "Bearer"})
    if request.content_type != "message/rfc822":
        return _refused(415, "not_a_mail")
    raw = request.read(LARGEST_MAIL + 1)
    if len(raw) > LARGEST_MAIL:
        return _refused(413, "too_large")
    if not raw.strip():
        return _refused(400, "empty")
    storing.store_email(raw=raw, envelope=_envelope(request))
    return JsonResponse({"outcome": "received"}, status=202)


def _envelope(request: HttpRequest) -> Envelope:
    recipients = request.headers.get("X-Rcpt-To", "").split(",")
    return Envelope(
        door="post",
        sender=request.headers.get("X-Mail-From"),
        recipients=[each.strip() for each in recipients if each.strip()],
        client=request.headers.get("X-Client-Address", ""),
        helo=request.headers.get("X-Helo", ""),
    )


def _shows_token(request: HttpRequest) -> bool:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and constant_time_compare(token.strip(), settings.INCOMING_MAIL_TOKEN)


def _refused(status: int, error: str, headers: dict[str, str] | None = None) -> JsonResponse:
    return JsonResponse({"error": error}, status=status, headers=headers)


@require_safe
def mail_picture(request: HttpRequest, token: str) -> HttpResponse:
    """A picture that came with a mail, for whoever was given its address: the frame with the mail has no cookie."""
    try:
        number, place = as_sent.read(token)
    except signing.BadSignature as error:
        raise Http404 from error
    # Asked again: since it was signed the mail may have been read once more, and the scanner have objected.
    raw = OriginalMail.objects.filter(pk=number).shown_as_sent().first_raw()
    picture = as_sent.picture_in(raw, place) if raw is not None else None
    if picture is None:
        raise Http404
    response = HttpResponse(picture.content, content_type=picture.kind.content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    # The frame is of no origin at all.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
