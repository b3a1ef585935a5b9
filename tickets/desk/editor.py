"""What the reply editor shows. Reads only."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from accounts.models import User
from tickets import forms
from tickets.macros.filling import Filled
from tickets.macros.forms import sent_with
from tickets.models import Macro, Ticket

# A list that one reads; more are found by typing.
MOST_MACROS = 300


@dataclass(frozen=True, slots=True)
class With:
    """A macro that the text was written with, and what sending it does besides."""

    number: int
    name: str
    words: str


def context(
    request: HttpRequest, ticket: Ticket, form: forms.WriteForm | None, *, version: Any, latest: Any, **more: Any
) -> dict[str, Any]:
    """Everything the editor's template reads. `version` and `latest` say which state of the ticket the writer sees."""
    form = form or forms.WriteForm(initial={"mode": "reply"})
    author = request.user
    if not isinstance(author, User):
        return {"form": form}
    used = sent_with(form.data.getlist("macro"), author) if isinstance(form.data, QueryDict) else []
    ends = [macro.then for macro in used if macro.then]
    return {
        "ticket": ticket,
        "form": form,
        "version": version,
        "latest": latest,
        "may_change": author.has_perm("tickets.change_ticket"),
        "macros": list(Macro.objects.usable_by(author).most_used_first()[:MOST_MACROS]),
        "with_macros": [With(macro.pk, macro.name, _effects(macro)) for macro in used],
        "solves_first": bool(ends and ends[-1] == Macro.Then.SOLVED),
        **more,
    }


def language_note(filled: Filled, ticket: Ticket) -> str:
    """That a macro isn't in the person's language, or ""."""
    if filled.is_wanted:
        return ""
    names = dict(settings.LANGUAGES)
    if not filled.locale:
        return gettext("This macro has no text yet.")
    return gettext("It has no text in %(wanted)s: this is %(given)s.") % {
        "wanted": names.get(ticket.locale, ticket.locale),
        "given": names.get(filled.locale, filled.locale),
    }


def _effects(macro: Macro) -> str:
    """What sending does to the ticket besides, in words."""
    parts = []
    if macro.team is not None:
        parts.append(gettext("team %(name)s") % {"name": macro.team.name})
    if macro.priority is not None:
        parts.append(gettext("priority %(name)s") % {"name": macro.get_priority_display()})
    return ", ".join(parts)
