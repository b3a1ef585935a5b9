"""What the reply editor shows. Reads only."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from tickets import forms, labels
from tickets.desk.translating import shown
from tickets.macros.filling import Filled
from tickets.macros.forms import sent_with
from tickets.models import Macro, ReplyDraft, Ticket
from tickets.replies.files import picker
from tickets.replies.forms import times
from web import mail_languages

# A list that one reads; more are found by typing.
MOST_MACROS = 300
# Whether this member of staff goes on to the next ticket after sending, in the session.
OPENS_NEXT = "desk_opens_next"


@dataclass(frozen=True, slots=True)
class With:
    """A macro that the text was written with, and what sending it does besides."""

    number: int
    name: str
    words: str


def begun(request: HttpRequest, ticket: Ticket) -> forms.WriteForm:
    """The editor as it opens: with the reader's draft, if there is one."""
    opens_next = bool(request.session.get(OPENS_NEXT))
    draft = ReplyDraft.objects.filter(ticket=ticket, author=request.user.pk).first()
    if draft is None:
        return forms.WriteForm(initial={"mode": "reply", "next": opens_next})
    form = forms.WriteForm(
        initial={"mode": "note" if draft.is_note else "reply", "body": draft.body, "next": opens_next}
    )
    form.draft = draft
    return form


def context(
    request: HttpRequest, ticket: Ticket, form: forms.WriteForm, *, version: Any, latest: Any, **more: Any
) -> dict[str, Any]:
    """Everything the editor's template reads. `version` and `latest` say which state of the ticket the writer sees."""
    author = request.user
    if not isinstance(author, User):
        return {"form": form}
    used = sent_with(_macros_of(form), author)
    ends = [macro.then for macro in used if macro.then]
    return {
        "ticket": ticket,
        "language": mail_languages.names().get(ticket.locale, ticket.locale),
        "form": form,
        "draft": form.draft,
        "translation": shown(ticket, author, form),
        "picker": picker(ticket, author),
        "later_times": [(offer, labels.SNOOZES[offer.choice]) for offer in times(timezone.now())],
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
    names = mail_languages.names()
    if not filled.locale:
        return gettext("This macro has no text yet.")
    return gettext("It has no text in %(wanted)s: this is %(given)s.") % {
        "wanted": names.get(ticket.locale, ticket.locale),
        "given": names.get(filled.locale, filled.locale),
    }


def _macros_of(form: forms.WriteForm) -> list[str]:
    """The numbers of the macros that the text was written with."""
    if form.draft is not None:
        return [str(number) for number in form.draft.macros]
    return form.data.getlist("macro") if form.is_bound else []


def _effects(macro: Macro) -> str:
    """What sending does to the ticket besides, in words."""
    parts = []
    if macro.team is not None:
        parts.append(gettext("team %(name)s") % {"name": macro.team.name})
    if macro.priority is not None:
        parts.append(gettext("priority %(name)s") % {"name": macro.get_priority_display()})
    tags = [tag.name for tag in macro.tags.all()]
    if tags:
        parts.append(gettext("tags %(names)s") % {"names": " ".join(tags)})
    return ", ".join(parts)
