"""The email that says under which reference a case goes on, in the language of that person's own ticket.

Sends nothing, saves nothing.
"""

from uuid import uuid4

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from tickets.case_page.people import address_for, language_of
from tickets.mail import threading
from tickets.models import Message, OutgoingEmail, Ticket
from web.mail_languages import frame


def merged(source: Ticket, target: Ticket, message: Message) -> OutgoingEmail:
    """The unsaved email to the source's requester; an answer to it joins the target. It tells nobody's words."""
    locale = language_of(source)[0]
    with translation.override(locale):
        context = {
            "source": source.reference,
            "target": target.reference,
            "case": address_for(target, source.requester_email),
            **frame(locale),
        }
        words = {"source": source.reference, "target": target.reference}
        return OutgoingEmail(
            ticket=target,
            message=message,
            kind=OutgoingEmail.Kind.NOTICE,
            to_email=source.requester_email,
            subject=gettext("%(source)s goes on as %(target)s") % words,
            body=render_to_string("emails/merged.txt", context),
            body_html=render_to_string("emails/merged.html", context),
            mail_id=f"<merged.{uuid4().hex}@{settings.MAIL_DOMAIN}>",
            reply_to=threading.reply_address(
                target.reference,
                source.requester_email,
                key=settings.SECRET_KEY,
                support_address=settings.SUPPORT_ADDRESS,
            ),
        )
