"""Days are counted here, from the rows of conversations, answers and tickets; nothing else writes the counts."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from messenger.fin.report.days import due
from messenger.fin.report.models import FinArticleDay, FinCounted, FinDay
from messenger.models import Conversation
from tickets.models import Ticket
from web.days import bounds

# So many in one run, so that a long past doesn't keep a worker from other work; the next run goes on.
_AT_ONCE = 100

# What began on the day, and what became of it. A conversation of which nothing was sent never began.
_CASES = """
begun AS (
    SELECT c.id, c.locale, c.ticket_id, coalesce(t.slug, '') AS topic
    FROM messenger_conversation c LEFT JOIN tickets_topic t ON t.id = c.topic_id
    WHERE c.created_at >= %(since)s AND c.created_at < %(until)s
        AND EXISTS (SELECT FROM messenger_message m WHERE m.conversation_id = c.id)
), answers AS (
    SELECT b.id AS conversation, a.*
    FROM begun b JOIN messenger_message m ON m.conversation_id = b.id JOIN messenger_finanswer a ON a.message_id = m.id
), last AS (
    SELECT DISTINCT ON (conversation) conversation, locale, rule, outcome
    FROM answers ORDER BY conversation, decision = 'words', id DESC
), cases AS (
    SELECT b.id, b.topic, coalesce(l.locale, b.locale) AS locale, coalesce(l.rule, k.rule, '') AS rule,
        l.conversation IS NOT NULL AS involved, coalesce(l.outcome, '') AS outcome,
        l.conversation IS NOT NULL AND (b.ticket_id IS NOT NULL OR EXISTS (
            SELECT FROM messenger_packet p WHERE p.conversation_id = b.id AND p.ticket_id IS NOT NULL
        )) AS handed_over
    FROM begun b LEFT JOIN last l ON l.conversation = b.id LEFT JOIN tickets_ticket k ON k.id = b.ticket_id
)"""

_COUNT_DAY = f"""
WITH {_CASES}, done AS (
    SELECT conversation,
        count(*) FILTER (WHERE decision = 'quote') AS quote, count(*) FILTER (WHERE decision = 'reach') AS reach,
        count(*) FILTER (WHERE decision = 'clarify') AS clarify,
        count(*) FILTER (WHERE decision = 'nothing') AS nothing,
        count(*) FILTER (WHERE decision = 'onward') AS onward, count(*) FILTER (WHERE decision = 'words') AS words,
        sum(milliseconds) AS milliseconds, count(*) FILTER (WHERE model <> '') AS written,
        sum(tokens) AS tokens, coalesce(sum(micros), 0) AS micros
    FROM answers GROUP BY conversation
)
INSERT INTO messenger_finday (day, locale, topic, rule, conversations, others, involved, confirmed, assumed, unresolved,
    handed_over, quote, reach, clarify, nothing, onward, words, milliseconds, written, tokens, micros)
SELECT %(day)s, locale, topic, rule, count(*), 0, count(*) FILTER (WHERE involved),
    count(*) FILTER (WHERE outcome = 'confirmed'), count(*) FILTER (WHERE outcome = 'assumed'),
    count(*) FILTER (WHERE outcome = 'unresolved'), count(*) FILTER (WHERE handed_over),
    coalesce(sum(quote), 0), coalesce(sum(reach), 0), coalesce(sum(clarify), 0), coalesce(sum(nothing), 0),
    coalesce(sum(onward), 0), coalesce(sum(words), 0), coalesce(sum(milliseconds), 0), coalesce(sum(written), 0),
    coalesce(sum(tokens), 0), coalesce(sum(micros), 0)
FROM cases LEFT JOIN done ON done.conversation = cases.id GROUP BY locale, topic, rule"""  # noqa: S608 (all stands here)

# A ticket from a conversation holds what was said in it.
_ADD_OTHERS = """
INSERT INTO messenger_finday (day, locale, topic, rule, conversations, others, involved, confirmed, assumed, unresolved,
    handed_over, quote, reach, clarify, nothing, onward, words, milliseconds, written, tokens, micros)
SELECT %(day)s, k.locale, coalesce(t.slug, ''), k.rule, 0, count(*), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
FROM tickets_ticket k LEFT JOIN tickets_topic t ON t.id = k.topic_id
WHERE k.created_at >= %(since)s AND k.created_at < %(until)s AND k.transcript = '[]' AND k.rule <> 'compliance'
    AND k.follows_id IS NULL AND k.root_id IS NULL
GROUP BY k.locale, t.slug, k.rule
ON CONFLICT (day, locale, topic, rule) DO UPDATE SET others = excluded.others"""

_COUNT_ARTICLES = f"""
WITH {_CASES}
INSERT INTO messenger_finarticleday
    (day, locale, topic, rule, number, answers, confirmed, assumed, unresolved, asked_on, handed_over)
SELECT %(day)s, c.locale, c.topic, c.rule, number, count(*), count(*) FILTER (WHERE a.outcome = 'confirmed'),
    count(*) FILTER (WHERE a.outcome = 'assumed'), count(*) FILTER (WHERE a.outcome = 'unresolved'),
    count(*) FILTER (WHERE a.outcome = 'asked_on'), count(*) FILTER (WHERE c.handed_over)
FROM answers a JOIN cases c ON c.id = a.conversation, unnest(a.articles) AS number
GROUP BY c.locale, c.topic, c.rule, number"""  # noqa: S608 (all stands here)


def count_due(*, now: datetime) -> int:
    """Count the days that are due, the newest first; how many. Two may do so at once, and come to the same."""
    first = _first_day()
    if first is None:
        return 0
    counted = dict(FinCounted.objects.values_list("day", "counted_at"))
    days = [*due(first, now, timezone.get_default_timezone(), counted)][:_AT_ONCE]
    for day in days:
        count_day(day=day, now=now)
    return len(days)


def count_day(*, day: date, now: datetime) -> None:
    """Count what began on this day of the site's clock, in the place of what was counted before."""
    since, until = bounds(day, timezone.get_default_timezone())
    given = {"day": day, "since": since, "until": until}
    with transaction.atomic(), connection.cursor() as cursor:
        # Two workers count one after the other: the row is held until the end.
        FinCounted.objects.update_or_create(day=day, defaults={"counted_at": now})
        FinDay.objects.filter(day=day).delete()
        FinArticleDay.objects.filter(day=day).delete()
        for statement in (_COUNT_DAY, _ADD_OTHERS, _COUNT_ARTICLES):
            cursor.execute(statement, given)


def _first_day() -> date | None:
    """When the first conversation or ticket was made, by the site's clock."""
    found = [rows.aggregate(first=Min("created_at"))["first"] for rows in (Conversation.objects, Ticket.objects)]
    known = [each for each in found if each is not None]
    return timezone.localtime(min(known), timezone.get_default_timezone()).date() if known else None
