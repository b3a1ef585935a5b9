"""The email that says when a pending ticket will be solved, in the ticket's language. Sends nothing, saves nothing."""

from uuid import uuid4

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from tickets.case_page.people import address_for, language_of
from tickets.mail import threading
from tickets.models import Message, OutgoingEmail, Ticket
from web.mail_languages import frame


def notice(ticket: Ticket, message: Message, days: int) -> OutgoingEmail:
    """The unsaved email; an answer to it joins the ticket and stops it. `message` is what was said last."""
    locale = language_of(ticket)[0]
    with translation.override(locale):
        context = {
            "ticket": ticket,
            "days": days,
            "case": address_for(ticket, ticket.requester_email),
            **frame(locale),
        }
        return OutgoingEmail(
            ticket=ticket,
            message=message,
            kind=OutgoingEmail.Kind.CLOSING,
            to_name=" ".join(ticket.requester_name.split()).replace("=?", "= ?"),
            to_email=ticket.requester_email,
            subject=gettext("Do you still need help with %(reference)s?") % {"reference": ticket.reference},
            body=render_to_string("emails/closing.txt", context),
            body_html=render_to_string("emails/closing.html", context),
            mail_id=f"<closing.{uuid4().hex}@{settings.MAIL_DOMAIN}>",
            reply_to=threading.reply_address(
                ticket.reference,
                ticket.requester_email,
                key=settings.SECRET_KEY,
                support_address=settings.SUPPORT_ADDRESS,
            ),
        )
