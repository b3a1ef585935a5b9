"""The mail that tells somebody of the staff what concerns them. Of customers’ words it has subject lines alone."""

from email.headerregistry import Address
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from accounts.models import User
from tickets.models import Notification
from tickets.notifying.words import sentence
from tickets.unsubscribing.links import What, headers_for
from web.mail_languages import frame
from web.masked_words import in_words


def about(person: User, rows: list[Notification], *, more: int) -> EmailMultiAlternatives:
    """All of these in one mail, oldest first, each with its link; `more` are left to the list in the desk."""
    locale = person.own.language or settings.LANGUAGE_CODE
    with translation.override(locale):
        context = {
            "name": person.get_short_name() or person.get_username(),
            "lines": [(sentence(row), _named(row), _due(row, person), _address(row)) for row in rows],
            "more": more,
            "list": settings.SITE_URL + reverse("admin:tickets_notifications"),
            "choices": settings.SITE_URL + reverse("admin:tickets_notification_choices"),
            **frame(locale),
        }
        letter = EmailMultiAlternatives(
            subject=_subject(rows, len(rows) + more),
            body=render_to_string("emails/notifications.txt", context),
            from_email=str(Address(gettext("Product Support team"), addr_spec=settings.SUPPORT_ADDRESS)),
            to=[person.email],
            headers={
                "Message-ID": f"<staff.{uuid4().hex}@{settings.MAIL_DOMAIN}>",
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
                **headers_for(What.NOTIFICATIONS, str(person.pk), locale),
            },
        )
        letter.attach_alternative(render_to_string("emails/notifications.html", context), "text/html")
        return letter


def _subject(rows: list[Notification], count: int) -> str:
    if count == 1:
        return f"[{rows[0].ticket.reference}] {sentence(rows[0])}"
    return ngettext("%(count)s thing for you in the desk", "%(count)s things for you in the desk", count) % {
        "count": count
    }


def _named(row: Notification) -> str:
    """The reference and the subject line, in one line."""
    return " ".join(f"{row.ticket.reference} {in_words(row.ticket.subject)}".split())


def _due(row: Notification, person: User) -> str:
    """By the clock of whoever reads it, which the mail names: it may be read anywhere."""
    if row.due_at is None:
        return ""
    zone = person.own.zone or timezone.get_default_timezone()
    at = date_format(row.due_at.astimezone(zone), "DATETIME_FORMAT")
    return gettext("Due: %(time)s (%(zone)s)") % {"time": at, "zone": zone}


def _address(row: Notification) -> str:
    return settings.SITE_URL + reverse("admin:tickets_ticket_change", args=[row.ticket.reference])
