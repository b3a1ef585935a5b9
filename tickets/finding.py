"""Which tickets somebody means by some words: by everything written on them, or by how an address begins."""

from django.db import connection, transaction
from django.db.models.functions import Lower

from tickets import search_terms
from tickets.models import IncomingEmail, OutgoingEmail, Ticket, TicketTerms
from web.newest import containing

# So many of the newest are shown; whoever finds more adds a word.
MOST_FOUND = 500
# Here a search begins; a common word fills the list from them alone.
_NEWEST = 10_000
# Of a word that stands on more old tickets than this, the index gives a part: no search reads a million rows.
_ENOUGH = 20_000
# So many mails that joined no ticket are looked through by their subjects.
_NEWEST_APART = 2_000


def find(words: str) -> list[int]:
    """The keys of the tickets that say all of this, newest first and at most MOST_FOUND."""
    found = _by_terms(search_terms.wanted(words))
    if len(found) < MOST_FOUND:
        found = sorted({*found, *_by_address(words.strip())}, reverse=True)[:MOST_FOUND]
    return found


def saying(tickets: list[int], words: str) -> list[int]:
    """Those of these few tickets that say all of this."""
    wanted = search_terms.wanted(words)
    if not wanted:
        return []
    rows = TicketTerms.objects.filter(ticket_id__in=tickets, terms__contains=wanted)
    return list(rows.order_by("-ticket_id").values_list("ticket_id", flat=True))


def with_phrase(tickets: list[int], phrase: str) -> list[int]:
    """Those of these few tickets where it stands just so, in the subject or in a message, in whatever case."""
    pattern = f"%{connection.ops.prep_for_like_query(phrase)}%"
    with connection.cursor() as cursor:
        # Ticket by ticket: asked for all at once, the planner may read every message there is.
        cursor.execute(
            "SELECT key FROM unnest(%s::bigint[]) AS wanted (key) WHERE EXISTS (SELECT FROM tickets_ticket"
            " WHERE id = key AND subject ILIKE %s) OR EXISTS (SELECT FROM tickets_message"
            " WHERE ticket_id = key AND body ILIKE %s OFFSET 0)",
            [tickets, pattern, pattern],
        )
        found = {key for (key,) in cursor.fetchall()}
    return [key for key in tickets if key in found]


def find_from(who: str) -> list[int]:
    """The keys of tickets whose requester's address begins so, or whose name has these words."""
    found = _by_address(who)
    if "@" in who or len(found) == MOST_FOUND:
        return found
    named = Ticket.objects.filter(pk__in=_by_terms(search_terms.wanted(who)))
    for word in who.split():
        named = named.filter(requester_name__icontains=word)
    return sorted({*found, *named.values_list("pk", flat=True)}, reverse=True)[:MOST_FOUND]


def find_to(address: str) -> list[int]:
    """The keys of tickets of which mail went to an address that begins so."""
    if len(address) < 2:
        return []
    to = OutgoingEmail.objects.order_by().annotate(address=Lower("to_email"))
    sent = to.filter(address__startswith=address.lower()).values_list("ticket_id", flat=True)[: 4 * MOST_FOUND]
    return sorted(set(sent), reverse=True)[:MOST_FOUND]


def find_outgoing(words: str) -> list[int]:
    """The keys of the emails that went to an address like this, have this Message-ID, or are of a ticket found so."""
    word = words.strip()
    to = OutgoingEmail.objects.order_by().annotate(address=Lower("to_email"))
    to = to.filter(address__startswith=word.lower())
    found = [
        to.values_list("pk", flat=True)[:MOST_FOUND] if len(word) > 1 else (),
        OutgoingEmail.objects.filter(mail_id=word).values_list("pk", flat=True),
        OutgoingEmail.objects.filter(ticket__in=find(words)).values_list("pk", flat=True)[: 4 * MOST_FOUND],
    ]
    return list({key for keys in found for key in keys})


def find_incoming(words: str) -> list[int]:
    """The same for what came in; the subjects of the newest mails without a ticket are looked through as well."""
    word = words.strip()
    sent = (
        IncomingEmail.objects.annotate(address=Lower("sender_email"))
        .filter(address__startswith=word.lower())
        .order_by()
    )
    apart = IncomingEmail.objects.filter(ticket=None).order_by("-received_at", "-pk")[:_NEWEST_APART]
    found = [
        sent.values_list("pk", flat=True)[:MOST_FOUND] if len(word) > 1 else (),
        IncomingEmail.objects.filter(mail_id=word).values_list("pk", flat=True),
        IncomingEmail.objects.filter(ticket__in=find(words)).values_list("pk", flat=True)[: 4 * MOST_FOUND],
        containing(apart, "subject", word),
    ]
    return list({key for keys in found for key in keys})


def _by_terms(wanted: list[int]) -> list[int]:
    """Among the newest tickets, then among as many more as the list should need, and so on: few rows are read."""
    if not wanted:
        return []
    newest = TicketTerms.objects.order_by("-ticket_id").values_list("ticket_id", flat=True)
    last, reach = newest.first() or 0, _NEWEST
    while True:
        found = list(newest.filter(ticket_id__gt=last - reach, terms__contains=wanted)[:MOST_FOUND])
        if len(found) == MOST_FOUND or reach >= last:
            return found
        reach *= 2 * MOST_FOUND // len(found) if found else last
        if reach > last // 2:
            return _in_all(wanted)


def _in_all(wanted: list[int]) -> list[int]:
    """From the index alone: without OFFSET the planner may walk the whole table by key for the sake of the order."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL gin_fuzzy_search_limit = %s", [_ENOUGH])
        cursor.execute(
            "SELECT ticket_id FROM (SELECT ticket_id FROM tickets_ticketterms WHERE terms @> %s::integer[] OFFSET 0)"
            " AS found ORDER BY ticket_id DESC LIMIT %s",
            [wanted, MOST_FOUND],
        )
        return [key for (key,) in cursor.fetchall()]


def _by_address(word: str) -> list[int]:
    if " " in word or len(word) < 2:
        return []
    people = Ticket.objects.annotate(address=Lower("requester_email")).filter(address__startswith=word.lower())
    return list(people.values_list("pk", flat=True)[:MOST_FOUND])
