"""Builds the mail with a code, in the conversation's language: the code, and nothing that anybody typed."""

from email.headerregistry import Address
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from messenger.conversations.contact_codes import HOLDS_FOR, ContactCode
from web.mail_languages import frame


def code_mail(row: ContactCode, code: str) -> EmailMultiAlternatives:
    """The mail for this code; the same for every address, whatever we know of it."""
    locale = row.conversation.mails_in
    with translation.override(locale):
        context = {
            "code": code,
            "minutes": int(HOLDS_FOR.total_seconds() // 60),
            **frame(locale),
        }
        mail = EmailMultiAlternatives(
            subject=gettext("%(code)s is your code for the help center") % {"code": code},
            body=render_to_string("emails/code.txt", context),
            from_email=str(Address(gettext("Product Support team"), addr_spec=settings.SUPPORT_ADDRESS)),
            to=[row.email],
            headers={
                "Message-ID": f"<code.{uuid4().hex}@{settings.MAIL_DOMAIN}>",
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )
        mail.attach_alternative(render_to_string("emails/code.html", context), "text/html")
    return mail
