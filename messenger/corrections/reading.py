"""Who was shown what a correction put right: the answers, the old sentences, and what stands there now. Reads only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from helpcenter.models import Correction, Section
from messenger.corrections.comparing import gone, standing
from messenger.corrections.models import Showing, ShownText
from messenger.fin.models import FinAnswer
from messenger.models import Conversation
from tickets.models import Ticket
from tickets.models.tickets import TicketQuerySet
from web.lists import counted

PAGE = 50
# Texts of one article in one language that are compared, those of the newest versions; a text is shown to many.
MOST_COMPARED = 10_000


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer that came from an old text.

    `sentences` are those that don't stand in the corrected version, none where the text isn't known any more; `section`
    is what is under its heading now, None when nothing is. `ticket` is where the conversation goes on.
    """

    key: int
    answer: FinAnswer
    text: ShownText
    sentences: Sequence[str]
    section: Section | None
    conversation: Conversation
    ticket: Ticket | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of them, newest first; `goes_on` is the key after which there are more, or 0."""

    rows: list[Shown]
    goes_on: int


class Overtaken:
    """What earlier versions said that the corrected one doesn't, and the answers that came from it."""

    def __init__(self, correction: Correction) -> None:
        self._of = correction.translation
        stands = standing(correction.text)
        known = ShownText.objects.filter(
            number=self._of.article.number, locale=self._of.locale, version__lt=correction.version
        ).order_by("-version", "-pk")[:MOST_COMPARED]
        self._gone = {row.pk: sentences for row in known if (sentences := gone(row.text, stands)) or not row.text}

    def count(self) -> int:
        """How many answers, as web.lists counts."""
        return counted(self._showings().order_by())

    def page(self, tickets: TicketQuerySet, *, after: int = 0) -> Page:
        """Those behind the one with the key `after`; `tickets` are those that the reader may see."""
        rows = self._showings().select_related("shown", "answer__message__conversation__customer").order_by("-pk")
        found = list((rows.filter(pk__lt=after) if after else rows)[: PAGE + 1])
        here = found[:PAGE]
        sections = self._sections({row.shown.anchor for row in here})
        goes_on = _newest(tickets, (row.answer.message.conversation.ticket_id for row in here))
        return Page(
            [
                Shown(
                    key=row.pk,
                    answer=row.answer,
                    text=row.shown,
                    sentences=self._gone[row.shown_id],
                    section=sections.get(row.shown.anchor),
                    conversation=row.answer.message.conversation,
                    ticket=goes_on.get(row.answer.message.conversation.ticket_id or 0),
                )
                for row in here
            ],
            here[-1].pk if len(found) > PAGE else 0,
        )

    def _showings(self) -> QuerySet[Showing]:
        return Showing.objects.filter(shown__in=list(self._gone))

    def _sections(self, anchors: Iterable[str]) -> dict[str, Section]:
        if self._of.published_at is None:
            return {}
        rows = Section.objects.filter(translation=self._of, anchor__in=list(anchors)).defer("terms")
        return {row.anchor: row for row in rows}


def _newest(tickets: TicketQuerySet, firsts: Iterable[int | None]) -> dict[int, Ticket]:
    """By a first ticket the newest of its chain: a closed one goes on in its follow-up."""
    keys = {key for key in firsts if key}
    rows = tickets.filter(Q(pk__in=keys) | Q(root__in=keys)).order_by("pk") if keys else []
    return {row.root_id or row.pk: row for row in rows}
