"""What became of an answer: what the person said of it, or what their silence counts for.

Pure: no Django, no database, no clock.
"""

from enum import StrEnum

from messenger.fin.deciding import Decision


class Outcome(StrEnum):
    """What became of one answer. What nobody said is never mixed with what somebody did."""

    # Nothing said, and not yet quiet for long enough to count.
    OPEN = ""
    CONFIRMED = "confirmed"
    # Answered, and left without a word: no yes, no no, no further question, no ticket.
    ASSUMED = "assumed"
    UNRESOLVED = "unresolved"
    # Something more was asked, so that this answer wasn't the last; the last one's outcome is the conversation's.
    ASKED_ON = "asked_on"


# What silence may take back again, and a word of the person's may always.
UNSAID = (Outcome.OPEN, Outcome.ASSUMED)
# Who leaves after one of these was answered; after any other, Fin had nothing for them.
_ANSWERS = (Decision.QUOTE, Decision.REACH)


def after_silence(decision: str, *, is_last: bool, went_to_people: bool, said_yes: bool) -> Outcome:
    """What an answer counts for of which nothing was said for long enough.

    `is_last`: nothing was asked after it. `went_to_people`: a ticket was opened, or somebody asked to open one.
    """
    if not is_last:
        return Outcome.ASKED_ON
    if went_to_people:
        return Outcome.UNRESOLVED
    if said_yes:
        return Outcome.CONFIRMED
    return Outcome.ASSUMED if decision in _ANSWERS else Outcome.UNRESOLVED
