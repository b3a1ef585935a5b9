"""A ticket's subject as a mail has it: its topic is named in the language of the mail, whatever the page's was."""

from django.utils.translation import gettext, override, pgettext

from tickets.enterprise.title import TITLE
from tickets.models import Report, Ticket
from tickets.subjects import with_topic
from web.mail_languages import names


def subject_in(ticket: Ticket, locale: str) -> str:
    """The subject in this language; without the topic where that has no words in it, and something is left."""
    with override(locale):
        if ticket.topic_label and ticket.is_report:
            return _of_report(ticket, locale)
        between = pgettext("between a topic and what is asked about it", ": ")
        return with_topic(ticket.subject, ticket.topic_label, topic_in(ticket, locale), between)


def topic_in(ticket: Ticket, locale: str) -> str:
    """What the ticket's topic is called in this language; "" where it has no words in it.

    As it was called when the person wrote, else as it is called now: a version of before may lack the language.
    """
    for topic in (ticket.topic_version, ticket.topic):
        if topic is not None and (words := topic.own_label(locale)):
            return words
    return _title_in(locale) if _is_title(ticket.topic_label) else ""


def _of_report(ticket: Ticket, locale: str) -> str:
    """Law and kind as the form has them, which has no pages in other languages."""
    report = Report.objects.select_related("kind").filter(ticket=ticket).first()
    kind = report.kind.own_label(locale) if report is not None else ""
    return f"{report.kind.get_law_display()}: {kind}" if report is not None and kind else gettext("Your report")


def _title_in(locale: str) -> str:
    with override(locale):
        return str(TITLE)


def _is_title(label: str) -> bool:
    return bool(label) and any(label == _title_in(code) for code in names())
