"""The letter to who wrote a mail that opens no ticket: which ways there are. Nothing they typed is in it."""

from email.headerregistry import Address
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from accounts.reasons import REASONS
from tickets.models import IncomingEmail, ReportKind
from web.mail_languages import frame, page_language


def ways_letter(row: IncomingEmail, *, reason: str, locale: str) -> EmailMultiAlternatives:
    """The unsent answer. `reason` is a key of accounts.reasons for whom we know, or ""."""
    with translation.override(locale):
        context = _context(locale) | {"why": REASONS.get(reason, "") if reason else ""}
        mail = EmailMultiAlternatives(
            subject=gettext("How to reach our Product Support team"),
            body=render_to_string("emails/ways.txt", context),
            from_email=str(Address(gettext("Product Support team"), addr_spec=settings.SUPPORT_ADDRESS)),
            to=[row.sender_email],
            headers={
                # The same each time: a second one, after a crash, is known as the first.
                "Message-ID": f"<ways.{row.digest[:32]}@{settings.MAIL_DOMAIN}>",
                # RFC 3834: no machine answers it.
                "Auto-Submitted": "auto-replied",
                "X-Auto-Response-Suppress": "All",
                **({"In-Reply-To": row.mail_id, "References": row.mail_id} if _is_theirs(row) else {}),
            },
        )
        mail.attach_alternative(render_to_string("emails/ways.html", context), "text/html")
    return mail


def _is_theirs(row: IncomingEmail) -> bool:
    """Whether the mail brought its Message-ID, in a form that can stand in a header."""
    return not row.mail_id.endswith("@missing.invalid>") and row.mail_id.isascii() and len(row.mail_id) < 900


def _context(locale: str) -> dict[str, Any]:
    def page(name: str, *arguments: str) -> str:
        return settings.SITE_URL + reverse(name, args=[page_language(locale), *arguments])

    return {
        "messenger": page("messenger"),
        "cant_log_in": page("cant_log_in"),
        "reports": [SimpleNamespace(label=str(law.label), address=page("report", law.value)) for law in ReportKind.Law],
        **frame(locale),
    }
