"""A translation in the reply editor: what it shows, and why a reply with it isn't sent at once. Reads only."""

from dataclasses import dataclass

from django.utils.translation import gettext

from accounts.models import User
from tickets import forms
from tickets.models import ReplyDraft, Ticket
from tickets.replies.language_names import language
from tickets.replies.translating import Doubt, Translation, accepted, lost


@dataclass(frozen=True, slots=True)
class Shown:
    """The translation beside the words it was made from; `lost` is what it must say and doesn't.

    `accepted` is what the form says of it once its author has read the doubts.
    """

    text: str
    into: str
    of: str
    language: str
    accepted: str
    is_stale: bool
    lost: list[str]


def shown(ticket: Ticket, author: User, form: forms.WriteForm) -> Shown | None:
    """What the editor has of one: as it was sent, else as the draft has it."""
    draft = form.draft
    if form.is_bound:
        form.is_valid()
        if (made := form.translated) is not None:
            return of_words(str(form.data.get("body", "")), made)
        draft = ReplyDraft.objects.filter(ticket=ticket, author=author).first()
    return of_draft(draft)


def of_draft(draft: ReplyDraft | None) -> Shown | None:
    """As the draft has it."""
    if draft is None:
        return None
    return of_words(draft.body, Translation(draft.translation, draft.translated_into, draft.translated_of))


def of_words(words: str, made: Translation) -> Shown | None:
    """As it stands beside these words; None without one."""
    if not made.into:
        return None
    return Shown(
        text=made.text,
        into=made.into,
        of=made.of,
        language=language(made.into),
        accepted=accepted(words, made),
        is_stale=not made.is_of(words),
        lost=lost(words, made.text),
    )


def objection(form: forms.WriteForm) -> str:
    """Why this isn't sent at once, or ""; `form` is valid."""
    doubts = form.doubts
    if Doubt.WAITING in doubts:
        return gettext(
            "Nothing was sent: the translation wasn’t there yet. Look at it first, or do without it, then send again."
        )
    said = {
        Doubt.STALE: gettext("Your own text was changed after it was translated."),
        Doubt.LOST: gettext("Something of your own text is missing from the translation; it is named there."),
    }
    if not doubts:
        return ""
    after = gettext("Nothing was sent. If it is right as it is, send again.")
    return " ".join([*(said[doubt] for doubt in doubts), after])
