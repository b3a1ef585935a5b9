"""The mails about a packet: its link for who can send it on, and for the member what became of it.

Nothing that the member typed is in any of them.
"""

from email.headerregistry import Address
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from messenger.packets.links import address_of
from messenger.packets.models import Packet
from tickets.case_page.people import address_for, language_of
from tickets.models import Participant
from web.mail_languages import frame, mail_language, page_language


def owner_mail(packet: Packet, email: str, locale: str = "") -> EmailMultiAlternatives:
    """The link, for an owner or admin; in their language where it is known, else in the member's."""
    locale = mail_language(locale) if locale else packet.conversation.mails_in
    with translation.override(locale):
        subject = gettext("%(name)s asks you to contact our support for them") % {"name": packet.who}
    return _mail("packet_asks", subject, email, locale, packet=packet, link=address_of(packet, locale))


def sent_mail(packet: Packet) -> EmailMultiAlternatives:
    """That it was sent on, and where the member sees how the case stands."""
    locale, ticket = packet.conversation.mails_in, packet.ticket
    reference, case = (ticket.reference, address_for(ticket, packet.email)) if ticket else ("", "")
    with translation.override(locale):
        subject = gettext("Your question is with our Product Support team")
    return _mail("packet_sent", subject, packet.email, locale, packet=packet, reference=reference, case=case)


def unsent_mail(packet: Packet) -> EmailMultiAlternatives:
    """That nobody has sent it on so far, and what the member can do."""
    locale = packet.conversation.mails_in
    page = settings.SITE_URL + reverse("own_packet", args=[page_language(locale), packet.conversation.reference])
    with translation.override(locale):
        subject = gettext("Nobody has sent your question on yet")
    return _mail("packet_unsent", subject, packet.email, locale, packet=packet, link=page)


def written_for_mail(person: Participant) -> EmailMultiAlternatives:
    """That somebody wrote to the team for this member, and where they see how the case stands."""
    ticket = person.ticket
    locale = language_of(ticket)[0]
    who = " ".join(ticket.requester.split())
    with translation.override(locale):
        subject = gettext("%(name)s has written to our Product Support team for you") % {"name": who}
    context = {"who": who, "ticket": ticket, "case": address_for(ticket, person.email)}
    return _mail("written_for", subject, person.email, locale, **context)


def _mail(template: str, subject: str, email: str, locale: str, **context: Any) -> EmailMultiAlternatives:
    with translation.override(locale):
        context |= frame(locale)
        mail = EmailMultiAlternatives(
            # A name may have been anything once; a header has one line.
            subject=" ".join(subject.split()),
            body=render_to_string(f"emails/{template}.txt", context),
            from_email=str(Address(gettext("Product Support team"), addr_spec=settings.SUPPORT_ADDRESS)),
            to=[email],
            headers={
                "Message-ID": f"<packet.{uuid4().hex}@{settings.MAIL_DOMAIN}>",
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )
        mail.attach_alternative(render_to_string(f"emails/{template}.html", context), "text/html")
    return mail
