"""What somebody asked on a ticket, in few words, and the signs of it. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpcenter.search import encoder
from helpcenter.search.terms import query_terms
from messenger.agents import signs
from tickets.models import Message, Ticket

# Letters of what somebody wrote that say what it is about.
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Signed:
    """The signs of a question; `meaning` is None without the encoder, or in a language that it doesn't know."""

    space: str
    meaning: str | None
    words: str | None


def questions(tickets: Sequence[Ticket]) -> dict[int, str]:
    """By its key what each ticket asks: its subject, the first words to Fin, and the first message."""
    first = Message.objects.filter(ticket__in=tickets, kind=Message.Kind.CUSTOMER).order_by("ticket", "pk")
    said = dict(first.distinct("ticket").values_list("ticket", "body"))
    return {ticket.pk: _asked(ticket, said) for ticket in tickets}


def question(ticket: Ticket) -> str:
    """What one ticket asks."""
    return questions([ticket])[ticket.pk]


def sign(texts: Sequence[str], locales: Sequence[str]) -> list[Signed]:
    """The signs of each text, which is in the language at the same place."""
    known = [at for at, locale in enumerate(locales) if encoder.knows(locale) and texts[at].strip()]
    vectors = encoder.encode([texts[at] for at in known]) if known else None
    meanings = {} if vectors is None else dict(zip(known, map(signs.of_vector, vectors), strict=True))
    return [
        Signed(
            space=encoder.VERSION if at in meanings else "",
            meaning=meanings.get(at),
            words=signs.of_words(query_terms(text, locale)),
        )
        for at, (text, locale) in enumerate(zip(texts, locales, strict=True))
    ]


def _asked(ticket: Ticket, said: Mapping[int, str]) -> str:
    turns = (str(turn.get("text", "")) for turn in ticket.transcript if turn.get("author") != "fin")
    parts = dict.fromkeys(part.strip() for part in (ticket.subject, next(turns, ""), said.get(ticket.pk, "")))
    # A subject that is the beginning of the message says it twice.
    whole = [part for part in parts if part and not any(other != part and other.startswith(part) for other in parts)]
    return "\n".join(whole)[:LONGEST]
