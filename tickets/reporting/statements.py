"""What is asked of PostgreSQL to count days and to sum them up: what happened is read by indexes. Values only.

Reports under the law are in none of them.
"""

# ruff: noqa: S608  the statements are put together of what stands here

from tickets.reporting.schedule import WEEK
from tickets.reporting.slices import kept
from tickets.reporting.spread import AGES, STEPS

_FINISHED = "('closed', 'solved')"
# What a ticket is counted under; team and agent are those of the row, where nothing else says whose it was.
_OF_TICKET = """coalesce(k.team_id, 0) AS team, coalesce(k.assignee_id, 0) AS agent, coalesce(p.slug, '') AS topic,
    k.locale, left(coalesce(k.identity->>'plan', ''), 40) AS plan"""
_FROM_TICKET = "(tickets_ticket k LEFT JOIN tickets_topic p ON p.id = k.topic_id)"
_DIMENSIONS = "team, agent, topic, locale, plan"
# The site's, when `at` was.
_DAY = "(at AT TIME ZONE %(zone)s)::date"
# The steps of status that ended or resumed the work on a ticket.
_TURNS = f"""
turns AS MATERIALIZED (
    SELECT e.ticket_id, e.created_at AS at, e.arguments->>'after' IN {_FINISHED} AS ends
    FROM tickets_ticketevent e
    WHERE e.kind = 'status' AND e.created_at >= %(since)s AND e.created_at < %(until)s
        AND (e.arguments->>'after' IN {_FINISHED}) <> (e.arguments->>'before' IN {_FINISHED})
)"""

# One line a fact: whose, when, what, how much of it.
_FACTS = (
    f"""
    SELECT {_OF_TICKET}, k.created_at, 'opened', 1 FROM {_FROM_TICKET}
    WHERE k.created_at >= %(since)s AND k.created_at < %(until)s AND k.rule <> 'compliance'""",
    f"""
    SELECT {_OF_TICKET}, t.at, CASE WHEN t.ends THEN 'solved' ELSE 'reopened' END, 1
    FROM turns t JOIN {_FROM_TICKET} ON k.id = t.ticket_id WHERE k.rule <> 'compliance'""",
    f"""
    SELECT {_OF_TICKET}, t.at, 'replies_to_solved', (
        SELECT count(*) FROM tickets_message m
        WHERE m.ticket_id = k.id AND m.kind = 'reply' AND m.created_at <= t.at
    )
    FROM turns t JOIN {_FROM_TICKET} ON k.id = t.ticket_id WHERE t.ends AND k.rule <> 'compliance'""",
    f"""
    SELECT {_OF_TICKET.replace("k.assignee_id", "m.author_id")}, m.created_at, 'replies', 1
    FROM tickets_message m JOIN {_FROM_TICKET} ON k.id = m.ticket_id
    WHERE k.rule <> 'compliance'
        AND m.kind = 'reply' AND m.created_at >= %(since)s AND m.created_at < %(until)s""",
    f"""
    SELECT {_OF_TICKET.replace("k.assignee_id", "r.agent_id").replace("k.team_id", "r.team_id")}, r.rated_at,
        CASE r.score WHEN 'good' THEN 'rated_good' ELSE 'rated_bad' END, 1
    FROM tickets_rating r JOIN {_FROM_TICKET} ON k.id = r.ticket_id
    WHERE k.rule <> 'compliance'
        AND r.score <> '' AND r.rated_at >= %(since)s AND r.rated_at < %(until)s""",
)
# Clocks of what was promised that ended on the day; only where such clocks are kept.
_PROMISES = f"""
    SELECT {_OF_TICKET}, s.ended_at, CASE WHEN s.met THEN 'kept' ELSE 'missed' END, 1
    FROM tickets_slaresult s JOIN {_FROM_TICKET} ON k.id = s.ticket_id
    WHERE k.rule <> 'compliance' AND s.ended_at >= %(since)s AND s.ended_at < %(until)s"""
COUNTED = (
    "opened",
    "solved",
    "reopened",
    "replies",
    "replies_to_solved",
    "kept",
    "missed",
    "rated_good",
    "rated_bad",
)


def figures(*, with_promises: bool) -> str:
    """Fills DayFigures of the days."""
    facts = [*_FACTS, *([_PROMISES] if with_promises else [])]
    sums = ", ".join(f"coalesce(sum(amount) FILTER (WHERE what = '{name}'), 0)" for name in COUNTED)
    return f"""
WITH {_TURNS}, facts ({_DIMENSIONS}, at, what, amount) AS ({" UNION ALL ".join(facts)})
INSERT INTO tickets_dayfigures (day, {_DIMENSIONS}, {", ".join(COUNTED)})
SELECT {_DAY} AS day, {_DIMENSIONS}, {sums} FROM facts GROUP BY 1, {_DIMENSIONS}"""


# As `spread.step_of` says it.
_STEP = f"least({STEPS - 1}, floor(4 * log(2, greatest(extract(epoch FROM took) / 60, 1)::numeric) + 1e-9))"
_AGE = f"width_bucket(extract(epoch FROM took)::float8 / 86400, ARRAY[{', '.join(map(str, AGES[1:]))}]::float8[])"


def _spread(measure: str, day: str, step: str, rows: str, *, also: str = "") -> str:
    return f"""
WITH {also} rows AS ({rows})
INSERT INTO tickets_daytimes (day, measure, {_DIMENSIONS}, step, tickets)
SELECT {day} AS day, '{measure}', {_DIMENSIONS}, {step} AS step, count(*) FROM rows GROUP BY 1, {_DIMENSIONS}, {step}"""


TIMES = (
    _spread(
        "first_reply",
        _DAY,
        _STEP,
        f"""SELECT {_OF_TICKET}, k.first_replied_at AS at, k.first_replied_at - k.created_at AS took FROM {_FROM_TICKET}
        WHERE k.first_replied_at >= %(since)s AND k.first_replied_at < %(until)s AND k.rule <> 'compliance'""",
    ),
    _spread(
        "solved",
        _DAY,
        _STEP,
        f"""SELECT {_OF_TICKET}, t.at, t.at - k.created_at AS took
        FROM turns t JOIN {_FROM_TICKET} ON k.id = t.ticket_id
        WHERE t.ends AND k.rule <> 'compliance'""",
        also=f"{_TURNS}, ",
    ),
)
# Those that were open when the day ended, which for today is now: what is open and didn't move since, and what moved
# since and was open before the first of these moves.
BACKLOG = _spread(
    "backlog",
    "%(day)s",
    _AGE,
    f"""SELECT {_OF_TICKET}, least(%(until)s, %(now)s) - k.created_at AS took FROM {_FROM_TICKET}
        WHERE NOT k.status IN {_FINISHED} AND k.created_at < %(until)s AND k.rule <> 'compliance'
            AND NOT EXISTS (SELECT FROM later WHERE later.ticket_id = k.id)
        UNION ALL SELECT {_OF_TICKET}, least(%(until)s, %(now)s) - k.created_at
        FROM later JOIN {_FROM_TICKET} ON k.id = later.ticket_id
        WHERE later.was_open AND k.created_at < %(until)s AND k.rule <> 'compliance'""",
    also=f"""later AS MATERIALIZED (
        SELECT DISTINCT ON (e.ticket_id) e.ticket_id, NOT (e.arguments->>'before' IN {_FINISHED}) AS was_open
        FROM tickets_ticketevent e WHERE e.kind = 'status' AND e.created_at >= %(until)s
        ORDER BY e.ticket_id, e.created_at, e.id
    ), """,
)

# The same for many nights at once, from when each ticket was open: reads all of them, so only where all is counted.
# Until now, of the last one.
_NIGHT = "least((day + 1)::timestamp AT TIME ZONE %(zone)s, %(now)s)"
BACKLOGS = _spread(
    "backlog",
    "day",
    _AGE,
    f"""SELECT {_OF_TICKET}, day, {_NIGHT} - k.created_at AS took
        FROM nights JOIN {_FROM_TICKET} ON k.id = nights.ticket_id
        WHERE k.rule <> 'compliance'""",
    also=f"""{_TURNS}, stood AS (
        SELECT ticket_id, is_open, at, lead(at) OVER (PARTITION BY ticket_id ORDER BY at) AS until FROM (
            SELECT id AS ticket_id, true AS is_open, created_at AS at FROM tickets_ticket
            UNION ALL SELECT ticket_id, NOT ends, at FROM turns
        ) AS steps
    ), nights AS (
        SELECT ticket_id, generate_series(
            {_DAY}::timestamp,
            coalesce((until AT TIME ZONE %(zone)s)::date - 1, (%(now)s AT TIME ZONE %(zone)s)::date)::timestamp,
            '1 day'
        )::date AS day
        FROM stood WHERE is_open
    ), """,
)
_TOLD_APART = """coalesce(team, 0) AS team, coalesce(agent, 0) AS agent, coalesce(topic, '') AS topic,
    coalesce(locale, '') AS locale, coalesce(plan, '') AS plan"""


def sums(days: int) -> str:
    """Fills SpanFigures of days or of weeks, for each slice, from the rows of days: those between two, both whole."""
    begins = "date_trunc('week', day)::date" if days == WEEK else "day"
    apart = f"31 - GROUPING({_DIMENSIONS}) AS of, {_TOLD_APART}"
    slices = ", ".join(f"({', '.join(told_apart)})" for told_apart in kept(days))
    return f"""
WITH counts AS (
    SELECT {begins} AS since, {apart}, {", ".join(f"sum({name}) AS {name}" for name in COUNTED)}
    FROM tickets_dayfigures WHERE day BETWEEN %(since)s AND %(until)s GROUP BY 1, GROUPING SETS ({slices})
), steps AS (
    SELECT {begins} AS since, {apart}, measure, step, sum(tickets) AS tickets
    FROM tickets_daytimes WHERE day BETWEEN %(since)s AND %(until)s AND measure IN ('first_reply', 'solved', 'backlog')
        AND (measure <> 'backlog' OR day = {begins} + {days - 1})
    GROUP BY 1, measure, step, GROUPING SETS ({slices})
), measures AS (
    SELECT since, of, {_DIMENSIONS}, measure, jsonb_object_agg(step, tickets) AS steps FROM steps
    GROUP BY since, of, {_DIMENSIONS}, measure
), times AS (
    SELECT since, of, {_DIMENSIONS}, jsonb_object_agg(measure, steps) AS times FROM measures
    GROUP BY since, of, {_DIMENSIONS}
)
INSERT INTO tickets_spanfigures (days, since, of, {_DIMENSIONS}, {", ".join(COUNTED)}, times)
SELECT {days}, since, of, {_DIMENSIONS}, {", ".join(f"coalesce({name}, 0)" for name in COUNTED)},
    coalesce(times, '{{}}')
FROM counts FULL JOIN times USING (since, of, {_DIMENSIONS})"""
