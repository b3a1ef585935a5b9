"""The door by which a mail provider reports what became of mail that it sent for us: bounces and complaints."""

import json
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

from anymail.exceptions import AnymailError
from anymail.signals import EventType, RejectReason
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tickets.actions import suppressing
from tickets.mail.verdicts import Finding, Verdict, is_gone

# Anymail's views of what each provider posts; they check its signature, or the name and password that it shows.
_VIEWS = {
    "mailgun": "MailgunTrackingWebhookView",
    "postmark": "PostmarkTrackingWebhookView",
    "sendgrid": "SendGridTrackingWebhookView",
    "sparkpost": "SparkPostTrackingWebhookView",
    "brevo": "BrevoTrackingWebhookView",
    "mailjet": "MailjetTrackingWebhookView",
}
# Where providers say what kind of bounce it is, and how they call one that says nothing of the address.
_KINDS = ("Type", "event", "bounce_classification", "type", "hard_bounce")
_SOFT = frozenset({"softbounce", "soft_bounce", "soft", "mailbox unavailable", "false", "technical", "content"})


@csrf_exempt  # No browser calls this: the caller shows a secret and no cookie counts.
@require_http_methods(["POST", "HEAD"])
def mail_events(request: HttpRequest, provider: str) -> HttpResponse:
    """Take in what the provider that we send through reports; 404 for any other, and while no secret is set."""
    if provider != settings.EMAIL_PROVIDER or not _is_guarded():
        raise Http404
    if request.method == "HEAD":  # asked when the address is entered there
        return HttpResponse()
    view: AnymailCoreWebhookView = getattr(import_module(f"anymail.webhooks.{provider}"), _VIEWS[provider])()
    try:
        view.run_validators(request)
    except AnymailError:
        return JsonResponse({"error": "unauthorized"}, status=401)
    try:
        events = list(view.parse_events(request))
    except (AnymailError, ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": "not_events"}, status=400)
    return JsonResponse({"noted": _note(events)})


def _is_guarded() -> bool:
    """Whether anything keeps strangers out: a password, or the key with which Mailgun signs."""
    return bool(settings.ANYMAIL.get("WEBHOOK_SECRET") or settings.ANYMAIL.get("MAILGUN_WEBHOOK_SIGNING_KEY"))


def _note(events: Iterable[Any]) -> int:
    noted = 0
    for event in events:
        mail_id, finding = _mail_id(event), finding_of(event)
        if finding is not None and mail_id and event.recipient:
            noted += suppressing.note_event(
                mail_id=mail_id, address=event.recipient, finding=finding, now=timezone.now()
            )
    return noted


def _mail_id(event: Any) -> str:
    """Our Message-ID of the mail: what we gave along, or what the provider kept."""
    said = event.metadata.get("mail_id") if isinstance(event.metadata, Mapping) else None
    return str(said or event.message_id or "")[:250]


def finding_of(event: Any) -> Finding | None:
    """What an event of Anymail's says of the address; None for what reached somebody, or is still on its way."""
    words = str(event.mta_response or event.description or "")[:500]
    if event.event_type == EventType.COMPLAINED:
        return Finding(Verdict.COMPLAINT, [], [], words)
    if event.event_type not in {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}:
        return None
    is_hard = event.event_type == EventType.BOUNCED and (is_gone(words) or _is_hard(event))
    return Finding(Verdict.HARD_BOUNCE if is_hard else None, [], [], words)


def _is_hard(event: Any) -> bool:
    said = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    # SendGrid calls what is about the mail, and not the address, "blocked".
    is_sendgrids = said.get("event") == said.get("type") == "bounce"
    if event.reject_reason not in {RejectReason.BOUNCED, RejectReason.INVALID} and not is_sendgrids:
        return False
    kinds = {json.dumps(said[name]).strip('"').lower() for name in _KINDS if name in said}
    # SparkPost has classes: 10, 30 and 90 are about the address.
    inner = said.get("msys", {}).get("message_event", {}) if isinstance(said.get("msys"), Mapping) else {}
    return not kinds & _SOFT and str(inner.get("bounce_class", "10")) in {"10", "30", "90"}
