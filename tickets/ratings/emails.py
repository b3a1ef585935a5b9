"""The email that asks how our help was, in the ticket's language. Sends nothing, saves nothing."""

from uuid import uuid4

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from tickets.case_page.people import language_of
from tickets.mail import threading
from tickets.models import Message, OutgoingEmail, Rating
from tickets.ratings.links import address_of
from web.mail_languages import frame


def question(rating: Rating, message: Message) -> OutgoingEmail:
    """The unsaved email; an answer to it joins the ticket as any other. `message` is our last answer."""
    ticket = rating.ticket
    locale = language_of(ticket)[0]
    with translation.override(locale):
        link = address_of(rating, locale)
        context = {
            "ticket": ticket,
            "good": f"{link}?score={Rating.Score.GOOD}",
            "bad": f"{link}?score={Rating.Score.BAD}",
            **frame(locale),
        }
        return OutgoingEmail(
            ticket=ticket,
            message=message,
            kind=OutgoingEmail.Kind.RATING,
            to_name=" ".join(ticket.requester_name.split()).replace("=?", "= ?"),
            to_email=rating.email,
            subject=gettext("How was our help with %(reference)s?") % {"reference": ticket.reference},
            body=render_to_string("emails/rating.txt", context),
            body_html=render_to_string("emails/rating.html", context),
            mail_id=f"<rating.{uuid4().hex}@{settings.MAIL_DOMAIN}>",
            reply_to=threading.reply_address(
                ticket.reference, rating.email, key=settings.SECRET_KEY, support_address=settings.SUPPORT_ADDRESS
            ),
        )
