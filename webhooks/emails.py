"""The mail to whoever made an endpoint that was switched off."""

from email.headerregistry import Address
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext

from web.mail_languages import frame
from webhooks.models import Endpoint


def tell_owner(endpoint_id: int) -> bool:
    """Send it, in the language of the reader; not where they are gone, or where it is on again. Whether it was sent.

    Raises OSError when the mail server doesn't take it.
    """
    stopped = Endpoint.objects.select_related("owner").filter(pk=endpoint_id, is_on=False).exclude(stopped_because="")
    endpoint = stopped.first()
    if endpoint is None or endpoint.owner is None or not (endpoint.owner.email and endpoint.owner.is_active):
        return False
    letter_about(endpoint).send(using="default")
    return True


def letter_about(endpoint: Endpoint) -> EmailMultiAlternatives:
    """That it was switched off, why, and where it is switched on again; of an endpoint with an owner."""
    owner = endpoint.owner
    if owner is None:
        raise ValueError(endpoint)
    locale = owner.own.language or settings.LANGUAGE_CODE
    with translation.override(locale):
        context = {
            "name": owner.get_short_name() or owner.get_username(),
            "endpoint": endpoint.name,
            "reason": capfirst(str(endpoint.get_stopped_because_display())),
            "address": settings.SITE_URL + reverse("admin:webhooks_endpoint_change", args=[endpoint.pk]),
            **frame(locale),
        }
        letter = EmailMultiAlternatives(
            subject=gettext("The webhook endpoint “%(name)s” was switched off") % {"name": endpoint.name},
            body=render_to_string("emails/webhook_stopped.txt", context),
            from_email=str(Address(gettext("Product Support team"), addr_spec=settings.SUPPORT_ADDRESS)),
            to=[owner.email],
            headers={
                "Message-ID": f"<staff.{uuid4().hex}@{settings.MAIL_DOMAIN}>",
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )
        letter.attach_alternative(render_to_string("emails/webhook_stopped.html", context), "text/html")
        return letter
