"""A macro's text for one ticket, filled in: in which language it is, and what its variables say. Reads only."""

from dataclasses import dataclass

from django.conf import settings

from accounts.models import User
from tickets.macros import languages, variables
from tickets.macros.variables import Variable
from tickets.models import Macro, Ticket


@dataclass(frozen=True, slots=True)
class Filled:
    """The text, and the language it is in; `is_wanted`: the one that the person reads."""

    body: str
    locale: str
    is_wanted: bool


def filled(macro: Macro, ticket: Ticket, agent: User | None) -> Filled:
    """The macro in the person's language, else in the nearest that it is written in; without an agent, of nobody's."""
    written = macro.written()
    locale = languages.chosen(written, ticket.locale, settings.LANGUAGE_CODE)
    body = variables.filled(written[locale], values(ticket, agent, locale)) if locale else ""
    return Filled(body, locale, locale == ticket.locale)


def values(ticket: Ticket, agent: User | None, locale: str) -> dict[Variable, str]:
    """What each variable says on this ticket, in the words of that language."""
    name = ticket.requester_name
    return {
        Variable.PERSON_NAME: name,
        Variable.PERSON_FIRST_NAME: _first(name),
        Variable.PERSON_EMAIL: ticket.requester_email,
        Variable.TICKET_REFERENCE: ticket.reference,
        Variable.TICKET_SUBJECT: ticket.subject,
        Variable.TICKET_TOPIC: ticket.topic.label(locale) if ticket.topic else ticket.topic_label,
        Variable.TICKET_PLAN: str(ticket.identity.get("plan") or ""),
        Variable.AGENT_NAME: agent.get_full_name() if agent else "",
        Variable.AGENT_FIRST_NAME: agent.first_name if agent else "",
        Variable.TEAM_NAME: ticket.team.name if ticket.team else "",
    }


def _first(name: str) -> str:
    return name.split()[0] if name.split() else ""
