"""The mail to somebody of the staff when how they sign in was changed: by them, or by whoever has their password."""

from email.headerregistry import Address
from enum import StrEnum
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class What(StrEnum):
    """What was changed."""

    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    CODES_MADE = "codes_made"
    CODE_USED = "code_used"
    RESET = "reset"
    COMPANY_LOGIN_JOINED = "company_login_joined"


_SENTENCES = {
    What.APP_ADDED: _("An authenticator app was set up for your login."),
    What.APP_REMOVED: _("The authenticator app was removed from your login."),
    What.PASSKEY_ADDED: _("A passkey was added to your login."),
    What.PASSKEY_REMOVED: _("A passkey was removed from your login."),
    What.CODES_MADE: _("New recovery codes were made for your login. Those before open nothing any more."),
    What.CODE_USED: _("One of your recovery codes was used to log in."),
    What.RESET: _("An admin removed the second step of your login: authenticator app, passkeys and recovery codes."),
    What.COMPANY_LOGIN_JOINED: _("Your user was joined to your company’s login, which opens the desk from now on."),
}


def sign_in_changed(user: User, what: What) -> EmailMessage:
    """What was changed, and what to do if it wasn't they who did it."""
    with translation.override(user.own.language or settings.LANGUAGE_CODE):
        return EmailMessage(
            subject=gettext("Your login to the desk was changed"),
            body=render_to_string(
                "emails/sign_in_changed.txt",
                {
                    "name": user.get_short_name() or user.get_username(),
                    "sentence": _SENTENCES[what],
                    "link": settings.SITE_URL + reverse("admin:own_sign_in"),
                },
            ),
            from_email=str(Address(gettext("Product Support team"), addr_spec=settings.SUPPORT_ADDRESS)),
            to=[user.email],
            headers={
                "Message-ID": f"<sign-in.{uuid4().hex}@{settings.MAIL_DOMAIN}>",
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )
