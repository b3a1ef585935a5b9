"""Articles and solved tickets that fit what a ticket asks. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import User
from helpcenter.models import Translation
from messenger.agents import questions, signs
from messenger.agents.models import ArticleOrigin
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
_MOST_WRITTEN = 10


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
    # People write in languages that the site doesn't have.
    read = locale if locale in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    found = retrieve(asked, read, written_in=language_of(asked, locale)) if asked else []
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


def written_from(ticket: Ticket) -> list[Translation]:
    """The texts that were written from this ticket, newest first."""
    keys = (
        ArticleOrigin.objects.filter(ticket=ticket)
        .order_by("-pk")
        .values_list("translation", flat=True)[:_MOST_WRITTEN]
    )
    return list(Translation.objects.without_text().filter(pk__in=list(keys)).order_by("-pk"))


def tickets_behind(translation: Translation, reader: User | AnonymousUser) -> list[Ticket]:
    """The tickets that a text was written from, of those that this member of staff may see."""
    if not reader.has_perm("tickets.view_ticket"):
        return []
    keys = ArticleOrigin.objects.filter(translation=translation).values("ticket")
    return list(Ticket.objects.visible_to(reader).filter(pk__in=keys).order_by("-pk")[:_MOST_WRITTEN])


def _nearest(signed: Signed, but: int) -> list[tuple[int, float]]:
    """The keys of the nearest tickets, each with how alike it is: by meaning and words, else by words alone.

    Every row is compared, which is why the rows are small: 0045-likeness-by-signs.md.
    """
    by_words, by_meaning = "bit_count(words # %s::bit(512))", "bit_count(meaning # %s::bit(512))"
    values: list[str | int | None]
    if signed.meaning is not None:
        shown, chosen = f"{by_meaning}, {by_words}", f"ticket_id <> %s AND space = %s ORDER BY {by_meaning}"
        values = [signed.meaning, signed.words, but, signed.space, signed.meaning]
    elif signed.words is not None:
        shown, chosen = f"NULL, {by_words}", f"ticket_id <> %s ORDER BY {by_words}"
        values = [signed.words, but, signed.words]
    else:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ticket_id, {shown} FROM messenger_likeness WHERE {chosen}, ticket_id DESC LIMIT %s",  # noqa: S608  ours
            [*values, _NEAREST],
        )
        return [(key, signs.together(meaning, words)) for key, meaning, words in cursor.fetchall()]


def _titles(numbers: list[int], locale: str) -> dict[int, str]:
    rows = Translation.objects.published().filter(article__number__in=numbers, locale=locale)
    return dict(rows.values_list("article__number", "title"))


def _last_replies(tickets: list[int]) -> dict[int, str]:
    rows = Message.objects.filter(ticket__in=tickets, kind=Message.Kind.REPLY).visible_to_customer()
    last = rows.order_by("ticket", "-pk").distinct("ticket").values_list("ticket", "body")
    return {ticket: body[:_REPLY_BEGINS] for ticket, body in last}
