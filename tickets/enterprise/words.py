"""What the form's fields and their choices are called, on the form and on the ticket. Words only."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tickets.cases import FieldWords

type Words = dict[str, str | Promise]

# In the order of the form. What happened isn't among them: it is the ticket's first message.
LABELS: Words = {
    "products": _("What is it about?"),
    "impact": _("Who is affected?"),
    "urgency": _("How urgent is it?"),
    "affected": _("Affected members"),
    "began": _("When did it begin?"),
    "steps": _("Steps to see it"),
    "ids": _("Error messages and request IDs"),
}
CHOICES: dict[str, Words] = {
    "products": {
        "web": _("Claude on the web"),
        "desktop": _("Claude desktop app"),
        "mobile": _("Claude mobile app"),
        "claude-code": _("Claude Code"),
        "organization": _("Organization settings: members, roles, seats, single sign-on"),
        "billing": _("Billing and invoices"),
        "other": _("Something else"),
    },
    "impact": {
        "one": _("One person"),
        "several": _("Several people"),
        "everyone": _("Everyone in the organization"),
        "nobody": _("Nobody: it is a question or a wish"),
    },
    "urgency": {
        "stopped": _("Work has stopped"),
        "hindered": _("Work goes on, but with difficulty"),
        "calm": _("There is no hurry"),
    },
}

# Before a field's key on the ticket, so that it is no topic's field.
PREFIX = "enterprise_"


def field_words() -> dict[str, FieldWords]:
    """The words of the fields in the active language, by their keys on the ticket, for who reads one."""
    return {
        PREFIX + key: FieldWords(str(label), {choice: str(words) for choice, words in CHOICES.get(key, {}).items()})
        for key, label in LABELS.items()
    }
