"""The door for a mail provider that posts what comes in its own form: `/mail/provider/<its name>`.

The library reads each provider's form and checks its signature; a password of ours in the address is asked of all.
"""

import warnings
from typing import Any

from anymail.exceptions import AnymailInsecureWebhookWarning, AnymailWebhookValidationFailure
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tickets.mail.actions import storing
from tickets.mail.doors import Envelope

# By the name in the address; the class that reads what the provider posts.
PROVIDERS = {
    "brevo": "brevo.BrevoInboundWebhookView",
    "mailersend": "mailersend.MailerSendInboundWebhookView",
    "mailgun": "mailgun.MailgunInboundWebhookView",
    "mailgun-mime": "mailgun.MailgunInboundWebhookView",
    "mailjet": "mailjet.MailjetInboundWebhookView",
    "mailtrap": "mailtrap.MailtrapInboundWebhookView",
    "mandrill": "mandrill.MandrillCombinedWebhookView",
    "postal": "postal.PostalInboundWebhookView",
    "postmark": "postmark.PostmarkInboundWebhookView",
    "sendgrid": "sendgrid.SendGridInboundWebhookView",
    "sparkpost": "sparkpost.SparkPostInboundWebhookView",
}


@csrf_exempt  # No browser calls this: the caller shows a password and, where it has one, its signature.
@require_http_methods(["POST", "HEAD"])
def provider_mail(request: HttpRequest, provider: str) -> HttpResponse:
    """Store the mail that the provider posts: 200 once it is kept; 401 for who can't show that they are it.

    Whatever else goes wrong is a 500, after which providers post again.
    """
    if provider not in PROVIDERS or not settings.ANYMAIL["WEBHOOK_SECRET"]:
        raise Http404
    request.upload_handlers = [TemporaryFileUploadHandler(request)]
    view = _view(provider)
    try:
        view.run_validators(request)
    except AnymailWebhookValidationFailure:
        return JsonResponse({"error": "unauthorized"}, status=401, headers={"WWW-Authenticate": "Basic"})
    if request.method == "HEAD":
        return HttpResponse()
    for event in view.parse_events(request):
        message = getattr(event, "message", None)
        if message is not None:
            storing.store_email(raw=message.as_bytes(), envelope=_envelope(provider, message))
    return HttpResponse()


def _view(provider: str) -> AnymailCoreWebhookView:
    made: type[AnymailCoreWebhookView] = import_string(f"anymail.webhooks.{PROVIDERS[provider]}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", AnymailInsecureWebhookWarning)
        # The same password for all, whatever the provider's own check.
        return made()


def _envelope(provider: str, message: Any) -> Envelope:
    recipient = message.envelope_recipient
    return Envelope(door=provider, sender=message.envelope_sender, recipients=[recipient] if recipient else [])
