"""What can be recorded of a ticket besides words: each kind with the arguments it takes. Pure: no Django, no clock."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What happened."""

    STATUS = "status"
    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    TEAM = "team"
    PRIORITY = "priority"
    PROOF_MATCHES = "proof_matches"
    PROOF_DIFFERS = "proof_differs"
    PROOF_UNCHECKED = "proof_unchecked"
    GUARDED = "guarded"
    DISOWNED = "disowned"
    STOP_UNDONE = "stop_undone"
    PARTICIPANT = "participant"
    FOLLOW_UP = "follow_up"
    EMAIL_RETURNED = "email_returned"
    EMAIL_JOINED = "email_joined"
    NUDGE = "nudge"
    CASE_LINKS_REVOKED = "case_links_revoked"
    CASE_LINK_STOPPED = "case_link_stopped"
    CASE_LINK_GIVEN_AGAIN = "case_link_given_again"
    LEGAL_HOLD = "legal_hold"
    LEGAL_HOLD_ENDED = "legal_hold_ended"
    LANGUAGE = "language"
    CLOCK_ANEW = "clock_anew"
    REPLY_TAKEN_BACK = "reply_taken_back"
    REPLY_SCHEDULED = "reply_scheduled"
    REPLY_UNSCHEDULED = "reply_unscheduled"
    REPLY_HELD_BACK = "reply_held_back"
    RATED = "rated"
    SNOOZED = "snoozed"
    WOKEN = "woken"
    TAGGED = "tagged"
    UNTAGGED = "untagged"
    MERGED = "merged"
    MERGED_IN = "merged_in"
    UNMERGED = "unmerged"
    ADDED = "added"
    TAKEN_OFF = "taken_off"
    LET_IN = "let_in"
    REQUESTER = "requester"
    LANGUAGE_CORRECTED = "language_corrected"
    SPLIT_OFF = "split_off"
    SPLIT_FROM = "split_from"
    LINKED = "linked"
    UNLINKED = "unlinked"
    CHILDREN_ANSWERED = "children_answered"
    CHILD_NOT_ANSWERED = "child_not_answered"
    MACRO_SENT = "macro_sent"
    REDACTED = "redacted"
    CLOSING_TOLD = "closing_told"
    SLA_BREACHED = "sla_breached"
    ESCALATED = "escalated"
    EMAIL_UNSENT = "email_unsent"
    MAIL_STOPPED = "mail_stopped"
    MAIL_ALLOWED = "mail_allowed"
    OPENED_FOR = "opened_for"


_BEFORE_AFTER = frozenset({"before", "after"})
# The proof's line by its name, and its label as it was written, should the topic no longer have the field.
_LINE = frozenset({"item", "label"})
ARGUMENTS: Mapping[Kind, frozenset[str]] = {
    Kind.STATUS: _BEFORE_AFTER,
    Kind.ASSIGNED: frozenset({"to"}),
    Kind.UNASSIGNED: frozenset(),
    # The names; "" where there was or is none.
    Kind.TEAM: _BEFORE_AFTER,
    Kind.PRIORITY: _BEFORE_AFTER,
    Kind.PROOF_MATCHES: _LINE,
    Kind.PROOF_DIFFERS: _LINE,
    Kind.PROOF_UNCHECKED: _LINE,
    Kind.GUARDED: frozenset({"deed"}),
    Kind.DISOWNED: frozenset(),
    Kind.STOP_UNDONE: frozenset({"reason"}),
    Kind.PARTICIPANT: frozenset({"email"}),
    Kind.FOLLOW_UP: frozenset({"reference"}),
    Kind.EMAIL_RETURNED: frozenset({"email"}),
    Kind.EMAIL_UNSENT: frozenset({"email"}),
    # The reason is a kind of SuppressedAddress.
    Kind.MAIL_STOPPED: frozenset({"email", "reason"}),
    Kind.MAIL_ALLOWED: frozenset({"email"}),
    Kind.EMAIL_JOINED: frozenset({"sender"}),
    Kind.NUDGE: frozenset({"email"}),
    Kind.CASE_LINKS_REVOKED: frozenset(),
    Kind.CASE_LINK_STOPPED: frozenset({"email"}),
    Kind.CASE_LINK_GIVEN_AGAIN: frozenset({"email"}),
    Kind.LEGAL_HOLD: frozenset(),
    Kind.LEGAL_HOLD_ENDED: frozenset(),
    Kind.LANGUAGE: _BEFORE_AFTER | {"email"},
    Kind.REPLY_TAKEN_BACK: frozenset(),
    # A time in ISO 8601.
    Kind.REPLY_SCHEDULED: frozenset({"at"}),
    Kind.REPLY_UNSCHEDULED: frozenset(),
    # A reason of tickets.replies.scheduling.
    Kind.REPLY_HELD_BACK: frozenset({"reason"}),
    Kind.RATED: frozenset({"score"}),
    # A time in ISO 8601.
    Kind.SNOOZED: frozenset({"until"}),
    Kind.WOKEN: frozenset(),
    Kind.TAGGED: frozenset({"tag"}),
    Kind.UNTAGGED: frozenset({"tag"}),
    Kind.MERGED: frozenset({"reference"}),
    Kind.MERGED_IN: frozenset({"reference"}),
    Kind.UNMERGED: frozenset({"reference"}),
    Kind.ADDED: frozenset({"email", "reason"}),
    Kind.TAKEN_OFF: frozenset({"email", "reason"}),
    # Whom the requester let in, and the requester's own address.
    Kind.LET_IN: frozenset({"email", "by"}),
    # Both are addresses; whose it was is a dash where nobody gave one.
    Kind.REQUESTER: frozenset({"former", "email", "reason"}),
    Kind.LANGUAGE_CORRECTED: _BEFORE_AFTER,
    Kind.SPLIT_OFF: frozenset({"reference"}),
    Kind.SPLIT_FROM: frozenset({"reference"}),
    # What the other ticket is to this one: a relation of tickets.linking.rules.
    Kind.LINKED: frozenset({"reference", "relation"}),
    Kind.UNLINKED: frozenset({"reference", "relation"}),
    Kind.CHILDREN_ANSWERED: frozenset({"count"}),
    # The reason is a key of tickets.refusals.
    Kind.CHILD_NOT_ANSWERED: frozenset({"reference", "reason"}),
    # By an automation; the macro's name.
    Kind.MACRO_SENT: frozenset({"macro"}),
    # "words" or "file".
    Kind.REDACTED: frozenset({"what", "reason"}),
    Kind.CLOSING_TOLD: frozenset({"email", "days"}),
    # The clock by its kind, and a time in ISO 8601.
    Kind.SLA_BREACHED: frozenset({"clock", "due"}),
    # The names of both teams; "" where there was none.
    Kind.ESCALATED: _BEFORE_AFTER,
    # By staff or their program; whose ticket it is.
    Kind.OPENED_FOR: frozenset({"email"}),
    # How the clock stood that ended: times in ISO 8601, "" for none.
    Kind.CLOCK_ANEW: frozenset({"since", "acknowledge_by", "acknowledged_at", "decide_by", "decided_at"}),
}


class EventArgumentsError(ValueError):
    """An event with arguments that its kind doesn't take, or without one that it needs: a mistake in our code."""


def checked(kind: str, arguments: Mapping[str, str]) -> dict[str, str]:
    """The arguments as a row keeps them; raises EventArgumentsError, or ValueError for a kind that isn't one."""
    wanted = ARGUMENTS[Kind(kind)]
    if set(arguments) != wanted:
        raise EventArgumentsError(f"{kind} takes {sorted(wanted)}, not {sorted(arguments)}.")
    return {name: str(value) for name, value in arguments.items()}
