"""Articles and solved tickets that fit what a ticket asks. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import User
from helpcenter.models import Translation
from messenger.agents import questions, signs
from messenger.agents.questions import Signed
from messenger.fin.languages import language_of
from messenger.fin.retrieving import retrieve
from tickets.models import Message, Ticket

MOST_ARTICLES, MOST_TICKETS = 4, 5
# An article that fits less than this, beside the best one, is left out.
_BESIDE_THE_BEST = 0.5
_LEAST_SURE = 0.15
# So many of the nearest are looked at: some may have been opened again, or aren't this person's to see.
_NEAREST = 40
_REPLY_BEGINS = 400


@dataclass(frozen=True, slots=True)
class FittingArticle:
    """An article in the customer's language; `own_title` is its title in the agent's, where that is another."""

    number: int
    title: str
    heading: str
    path: str
    locale: str
    text: str
    own_title: str


@dataclass(frozen=True, slots=True)
class SolvedTicket:
    """A ticket like this one that was solved, and how the last reply on it begins."""

    reference: str
    subject: str
    locale: str
    solved_at: datetime | None
    reply: str
    likeness: float


def fitting_articles(asked: str, locale: str, own: str) -> list[FittingArticle]:
    """Articles that may answer, for a customer who reads `locale`; each once, best first."""
    found = retrieve(asked, locale, written_in=language_of(asked, locale)) if asked else []
    if not found or found[0].certainty < _LEAST_SURE:
        return []
    best = {each.passage.number: each for each in reversed(found) if each.score >= _BESIDE_THE_BEST * found[0].score}
    kept = sorted(best.values(), key=lambda each: -each.score)[:MOST_ARTICLES]
    titles = _titles([each.passage.number for each in kept], own)
    return [
        FittingArticle(
            number=each.passage.number,
            title=each.passage.title,
            heading=each.passage.heading,
            path=each.passage.path,
            locale=each.passage.locale,
            text=each.quote.text or each.passage.text,
            own_title=titles.get(each.passage.number, "") if own != each.passage.locale else "",
        )
        for each in kept
    ]


def similar_tickets(ticket: Ticket, asked: str, reader: User | AnonymousUser) -> list[SolvedTicket]:
    """Solved tickets like this one that this member of staff may see, likest first; no report under the law."""
    signed = questions.sign([asked], [ticket.locale])[0]
    likely = {key: score for key, score in _nearest(signed, ticket.pk) if score}
    rows = Ticket.objects.visible_to(reader).without_reports().finished().filter(pk__in=likely, disowned_at=None)
    kept = sorted(rows, key=lambda row: -likely[row.pk])[:MOST_TICKETS]
    replies = _last_replies([row.pk for row in kept])
    return [
        SolvedTicket(
            row.reference, row.subject, row.locale, row.solved_at, replies.get(row.pk, ""), round(likely[row.pk], 3)
        )
        for row in kept
    ]


def _nearest(signed: Signed, but: int) -> list[tuple[int, float]]:
    """The keys of the nearest tickets, each with how alike it is. What isn't known counts as nothing in common."""
    if signed.words is None and signed.meaning is None:
        return []
    apart = signs.SIZE // 2
    by_words = round(signs.WORDS * 100)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ticket_id, meaning, words FROM ("
            "SELECT ticket_id, bit_count(words # %s::bit(512)) AS words,"
            " CASE WHEN space = %s THEN bit_count(meaning # %s::bit(512)) END AS meaning"
            " FROM messenger_likeness OFFSET 0) AS found WHERE ticket_id <> %s"
            " ORDER BY (100 - %s) * COALESCE(meaning, %s) + %s * COALESCE(words, %s), ticket_id DESC LIMIT %s",
            [signed.words, signed.space, signed.meaning, but, by_words, apart, by_words, apart, _NEAREST],
        )
        return [(key, signs.together(meaning, words)) for key, meaning, words in cursor.fetchall()]


def _titles(numbers: list[int], locale: str) -> dict[int, str]:
    rows = Translation.objects.published().filter(article__number__in=numbers, locale=locale)
    return dict(rows.values_list("article__number", "title"))


def _last_replies(tickets: list[int]) -> dict[int, str]:
    rows = Message.objects.filter(ticket__in=tickets, kind=Message.Kind.REPLY).visible_to_customer()
    last = rows.order_by("ticket", "-pk").distinct("ticket").values_list("ticket", "body")
    return {ticket: body[:_REPLY_BEGINS] for ticket, body in last}
