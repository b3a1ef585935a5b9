"""What is asked of PostgreSQL to count a day: each statement reads what happened on it, by an index. Values only.

Reports under the law are in none of them.
"""

# ruff: noqa: S608  the statements are put together of what stands here

from tickets.reporting.spread import AGES, STEPS

_FINISHED = "('closed', 'solved')"
# What a ticket is counted under; team and agent are those of the row, where nothing else says whose it was.
_OF_TICKET = """coalesce(k.team_id, 0) AS team, coalesce(k.assignee_id, 0) AS agent, coalesce(p.slug, '') AS topic,
    k.locale, left(coalesce(k.identity->>'plan', ''), 40) AS plan"""
_FROM_TICKET = "(tickets_ticket k LEFT JOIN tickets_topic p ON p.id = k.topic_id)"
_DIMENSIONS = "team, agent, topic, locale, plan"
# The steps of status that ended or resumed the work on a ticket.
_TURNS = f"""
turns AS MATERIALIZED (
    SELECT e.ticket_id, e.created_at AS at, e.arguments->>'after' IN {_FINISHED} AS ends
    FROM tickets_ticketevent e
    WHERE e.kind = 'status' AND e.created_at >= %(since)s AND e.created_at < %(until)s
        AND (e.arguments->>'after' IN {_FINISHED}) <> (e.arguments->>'before' IN {_FINISHED})
)"""

# One line a fact: whose, what, how much of it.
_FACTS = (
    f"""
    SELECT {_OF_TICKET}, 'opened', 1 FROM {_FROM_TICKET}
    WHERE k.created_at >= %(since)s AND k.created_at < %(until)s AND k.rule <> 'compliance'""",
    f"""
    SELECT {_OF_TICKET}, CASE WHEN t.ends THEN 'solved' ELSE 'reopened' END, 1
    FROM turns t JOIN {_FROM_TICKET} ON k.id = t.ticket_id WHERE k.rule <> 'compliance'""",
    f"""
    SELECT {_OF_TICKET}, 'replies_to_solved', (
        SELECT count(*) FROM tickets_message m
        WHERE m.ticket_id = k.id AND m.kind = 'reply' AND m.created_at <= t.at
    )
    FROM turns t JOIN {_FROM_TICKET} ON k.id = t.ticket_id WHERE t.ends AND k.rule <> 'compliance'""",
    f"""
    SELECT {_OF_TICKET.replace("k.assignee_id", "m.author_id")}, 'replies', 1
    FROM tickets_message m JOIN {_FROM_TICKET} ON k.id = m.ticket_id
    WHERE k.rule <> 'compliance'
        AND m.kind = 'reply' AND m.created_at >= %(since)s AND m.created_at < %(until)s""",
    f"""
    SELECT {_OF_TICKET.replace("k.assignee_id", "r.agent_id").replace("k.team_id", "r.team_id")},
        CASE r.score WHEN 'good' THEN 'rated_good' ELSE 'rated_bad' END, 1
    FROM tickets_rating r JOIN {_FROM_TICKET} ON k.id = r.ticket_id
    WHERE k.rule <> 'compliance'
        AND r.score <> '' AND r.rated_at >= %(since)s AND r.rated_at < %(until)s""",
)
# Clocks of what was promised that ended on the day; only where such clocks are kept.
_PROMISES = f"""
    SELECT {_OF_TICKET}, CASE WHEN s.met THEN 'kept' ELSE 'missed' END, 1
    FROM tickets_slaresult s JOIN {_FROM_TICKET} ON k.id = s.ticket_id
    WHERE k.rule <> 'compliance' AND s.ended_at >= %(since)s AND s.ended_at < %(until)s"""
_COUNTED = (
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
    """Fills DayFigures of a day."""
    facts = [*_FACTS, *([_PROMISES] if with_promises else [])]
    sums = ", ".join(f"coalesce(sum(amount) FILTER (WHERE what = '{name}'), 0)" for name in _COUNTED)
    return f"""
WITH {_TURNS}, facts (team, agent, topic, locale, plan, what, amount) AS ({" UNION ALL ".join(facts)})
INSERT INTO tickets_dayfigures (day, {_DIMENSIONS}, {", ".join(_COUNTED)})
SELECT %(day)s, {_DIMENSIONS}, {sums} FROM facts GROUP BY {_DIMENSIONS}"""


# As `spread.step_of` says it.
_STEP = f"least({STEPS - 1}, floor(4 * log(2, greatest(extract(epoch FROM took) / 60, 1)::numeric) + 1e-9))"
_AGE = f"width_bucket(extract(epoch FROM took)::float8 / 86400, ARRAY[{', '.join(map(str, AGES[1:]))}]::float8[])"


def _spread(measure: str, step: str, rows: str, *, also: str = "") -> str:
    return f"""
WITH {also} rows AS ({rows})
INSERT INTO tickets_daytimes (day, measure, {_DIMENSIONS}, step, tickets)
SELECT %(day)s, '{measure}', {_DIMENSIONS}, {step} AS step, count(*) FROM rows GROUP BY {_DIMENSIONS}, {step}"""


TIMES = (
    _spread(
        "first_reply",
        _STEP,
        f"""SELECT {_OF_TICKET}, k.first_replied_at - k.created_at AS took FROM {_FROM_TICKET}
        WHERE k.first_replied_at >= %(since)s AND k.first_replied_at < %(until)s AND k.rule <> 'compliance'""",
    ),
    _spread(
        "solved",
        _STEP,
        f"""SELECT {_OF_TICKET}, t.at - k.created_at AS took FROM turns t JOIN {_FROM_TICKET} ON k.id = t.ticket_id
        WHERE t.ends AND k.rule <> 'compliance'""",
        also=f"{_TURNS}, ",
    ),
)
# Those that were open when the day ended, which for today is now: what is open and didn't move since, and what moved
# since and was open before the first of these moves.
BACKLOG = _spread(
    "backlog",
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
