"""The words for what tickets store as keys: events, rules, moves and identity. Words only."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Domain
from accounts.plan_words import plan_word, role_word
from tickets.cases import TIME_ZONE, FieldWords
from tickets.events import Kind
from tickets.guards import Guarded
from tickets.linking.rules import Relation
from tickets.models import Rating, SuppressedAddress, Ticket
from tickets.models.sla_clocks import ClockKind
from tickets.refusals import REFUSALS
from tickets.replies.scheduling import Hold
from tickets.snoozing import Choice, Offer, offers
from tickets.workflow import Event
from web import mail_languages

type Words = dict[str, str | Promise]

EVENTS: Words = {
    Kind.STATUS: _("Status changed from “%(before)s” to “%(after)s”"),
    Kind.ASSIGNED: _("Assigned to %(to)s"),
    Kind.UNASSIGNED: _("Assigned to nobody"),
    Kind.TEAM: _("Team changed from “%(before)s” to “%(after)s”"),
    Kind.PRIORITY: _("Priority changed from “%(before)s” to “%(after)s”"),
    Kind.PROOF_MATCHES: _("Proof: “%(item)s” matches the account"),
    Kind.PROOF_DIFFERS: _("Proof: “%(item)s” doesn’t match the account"),
    Kind.PROOF_UNCHECKED: _("Proof: “%(item)s” is unchecked again"),
    Kind.GUARDED: _("Done on the account: %(deed)s"),
    Kind.DISOWNED: _("Whoever reads mail at the account’s address says that it wasn’t them, and stopped the case"),
    Kind.STOP_UNDONE: _("The stop was undone: %(reason)s"),
    Kind.PARTICIPANT: _("%(email)s was added to the ticket"),
    Kind.FOLLOW_UP: _("The customer wrote again. It goes on in %(reference)s"),
    Kind.EMAIL_RETURNED: _("The email to %(email)s came back undelivered"),
    Kind.EMAIL_UNSENT: _("The email to %(email)s didn’t go out"),
    Kind.MAIL_STOPPED: _("No more mail goes to %(email)s: %(reason)s"),
    Kind.MAIL_ALLOWED: _("Mail goes to %(email)s again"),
    Kind.EMAIL_JOINED: _("A mail from %(sender)s was joined by hand"),
    Kind.NUDGE: _("%(email)s is still waiting, and says so"),
    Kind.CASE_LINKS_REVOKED: _("Links to the case page were revoked"),
    Kind.CASE_LINK_STOPPED: _("%(email)s says that the case isn’t theirs, and gets no link to its page any more"),
    Kind.CASE_LINK_GIVEN_AGAIN: _("%(email)s gets a link to the case page again; earlier links were revoked"),
    Kind.LEGAL_HOLD: _("Put under a legal hold: nothing deletes it"),
    Kind.LEGAL_HOLD_ENDED: _("The legal hold ended"),
    Kind.LANGUAGE: _("%(email)s wants emails about this in %(after)s, no longer in %(before)s"),
    Kind.REPLY_TAKEN_BACK: _("A reply was taken back before it went out"),
    Kind.REPLY_SCHEDULED: _("A reply was written that leaves %(at)s"),
    Kind.REPLY_UNSCHEDULED: _("A reply that was to leave later was taken back to be edited"),
    Kind.REPLY_HELD_BACK: _("A reply that was to leave now was held back: %(reason)s"),
    Kind.RATED: _("The customer rated our help: %(score)s"),
    Kind.SNOOZED: _("Snoozed until %(until)s, or until an answer"),
    Kind.WOKEN: _("Back from being snoozed"),
    Kind.TAGGED: _("Tagged “%(tag)s”"),
    Kind.UNTAGGED: _("The tag “%(tag)s” was taken off"),
    Kind.MERGED: _("Merged into %(reference)s"),
    Kind.MERGED_IN: _("%(reference)s was merged into this ticket"),
    Kind.UNMERGED: _("The merge with %(reference)s was taken back"),
    Kind.LET_IN: _("%(by)s let %(email)s in, who was in copy of their email"),
    Kind.ADDED: _("%(email)s was added to the ticket: %(reason)s"),
    Kind.TAKEN_OFF: _("%(email)s was taken off the ticket: %(reason)s"),
    Kind.REQUESTER: _("The requester changed from %(former)s to %(email)s: %(reason)s"),
    Kind.LANGUAGE_CORRECTED: _("The language was corrected from %(before)s to %(after)s"),
    Kind.SPLIT_OFF: _("A message became a ticket of its own: %(reference)s"),
    Kind.SPLIT_FROM: _("Split off from %(reference)s"),
    Kind.LINKED: _("Linked with %(reference)s (%(relation)s)"),
    Kind.UNLINKED: _("The link with %(reference)s (%(relation)s) was taken away"),
    Kind.CHILDREN_ANSWERED: _("One reply went to the open tickets below this one: %(count)s"),
    Kind.CHILD_NOT_ANSWERED: _("%(reference)s wasn’t answered with the others: %(reason)s"),
    Kind.MACRO_SENT: _("The macro “%(macro)s” was sent"),
    Kind.CLOSING_TOLD: _("%(email)s was told that this closes in %(days)s days unless they write"),
    Kind.REDACTED: _("Redacted for good (%(what)s): %(reason)s"),
    Kind.SLA_BREACHED: _("Overdue: %(clock)s, which was due %(due)s"),
    Kind.ESCALATED: _("Escalated from “%(before)s” to “%(after)s”"),
    Kind.OPENED_FOR: _("Opened in the name of %(email)s"),
    Kind.CLOCK_ANEW: _(
        "Somebody wrote after the report was solved, so its clock began anew. "
        "What came before was to be decided by: %(decide_by)s; decided: %(decided_at)s"
    ),
}
GUARDED: Words = {
    Guarded.SHOW_LOGIN: _("Login shown"),
    Guarded.CANCEL: _("Subscription canceled"),
    Guarded.CHECK_REFUND: _("Refund checked"),
    Guarded.DELETE: _("Account deleted"),
    Guarded.EXPORT: _("Data exported"),
}
RULES: Words = {
    "individual_paid": _("Claude Pro or Max"),
    "org_owner": _("Owner of a Team organization"),
    "enterprise_owner": _("Owner of an Enterprise organization"),
    "console_admin": _("Console admin"),
    "org_member": _("Team or Enterprise member"),
    "console_member": _("Console member"),
    "designated_contact": _("Named support contact"),
    "free": _("Claude Free"),
    "ended_lately": _("Plan or role ended lately"),
    "plan_shown_wrong": _("Says that plan or role is wrong"),
    "locked_out": _("Can’t log in"),
    "anonymous": _("Not logged in"),
    "legacy_domain": _("Logged in at an old domain"),
    "compliance": _("Report under the law"),
    "imported": _("Moved in from another desk"),
}
RELATIONS: Words = {
    Relation.RELATED: _("related to"),
    Relation.PARENT: _("parent"),
    Relation.CHILD: _("child"),
}
MOVES: Words = {
    Event.REOPEN: _("Set to open"),
    Event.WAIT_FOR_CUSTOMER: _("Set to pending"),
    Event.HOLD: _("Put on hold"),
    Event.SOLVE: _("Solve"),
    # Of its own, as Django calls the way out of a page by the same word.
    Event.CLOSE: pgettext_lazy("a ticket, for good", "Close"),
}
SNOOZES: Words = {
    Choice.LATER: _("Later today"),
    Choice.TOMORROW: _("Tomorrow"),
    Choice.MONDAY: _("On Monday"),
    Choice.WEEK: _("In a week"),
}
HELD_BACK: Words = {
    Hold.CLOSED: _("the ticket is closed"),
    Hold.CUSTOMER_WROTE: _("the customer wrote meanwhile"),
    Hold.ANSWERED: _("another reply went out meanwhile"),
    Hold.AUTHOR_GONE: _("its author may no longer work on the ticket"),
    Hold.REFUSED: _("a rule of the ticket doesn’t let it leave"),
}
IDENTITY: Words = {
    "product": _("Product"),
    "plan": _("Plan"),
    "role": _("Role"),
    "organisation": _("Organization"),
    "support_contact": _("Support contact"),
    "domain": _("Logged in at"),
    "issuer": _("Signed by"),
    "said_at": _("Signed at (UTC)"),
    "subject": _("Account"),
}
# The ticket shows these as the requester already, and their clock.
_SHOWN_AS_REQUESTER = frozenset({"email", "name", TIME_ZONE})


def event_text(event: str, arguments: dict[str, str], fields: Mapping[str, FieldWords]) -> str:
    """The sentence for an event on the thread, in the active language; `fields` are the words of the topic's fields."""
    if event not in EVENTS:  # of a newer version beside this one, during an upgrade
        return gettext("Something that this version doesn’t know (%(event)s)") % {"event": event}
    words = {name: _value_word(event, value) for name, value in arguments.items()}
    if relation := arguments.get("relation"):
        words["relation"] = str(RELATIONS.get(relation, relation))
    if event == Kind.CHILD_NOT_ANSWERED:
        words["reason"] = str(REFUSALS.get(arguments["reason"], arguments["reason"]))
    if item := arguments.get("item"):
        words["item"] = fields[item].label if item in fields else arguments.get("label") or item
    return str(EVENTS[event]) % words


def identity_lines(identity: dict[str, object]) -> list[tuple[str, str]]:
    """What was known about the person when the ticket was opened, as label and value; empty values are left out."""
    known = [(name, str(label)) for name, label in IDENTITY.items()]
    shown = _SHOWN_AS_REQUESTER.union(IDENTITY)
    more = [(name, name.replace("_", " ")) for name in identity if name not in shown]
    return [(label, _known_word(name, identity)) for name, label in known + more if identity.get(name)]


def _known_word(name: str, identity: dict[str, object]) -> str:
    """What a value is called where it is one of ours; else as the token gave it."""
    value = identity[name]
    if name == "product":
        return str(dict(Domain.ProductName.choices).get(str(value), value))
    if name == "plan":
        return plan_word(str(value))
    if name == "role":
        return role_word(str(value), str(identity.get("product", "")))
    return gettext("yes") if value is True else str(value)


def _value_word(event: str, value: str) -> str:
    if event == Kind.STATUS:
        return str(Ticket.Status(value).label)
    if event == Kind.GUARDED:
        return str(GUARDED.get(value, value))
    if event == Kind.REDACTED and value in {"words", "file"}:
        return gettext("words") if value == "words" else gettext("a file")
    if event in {Kind.TEAM, Kind.ESCALATED}:
        return value or gettext("No team")
    if event == Kind.PRIORITY:
        return str(Ticket.Priority(int(value)).label)
    if event == Kind.REPLY_HELD_BACK:
        return str(HELD_BACK.get(value, value))
    if event in {Kind.CLOCK_ANEW, Kind.REPLY_SCHEDULED, Kind.SNOOZED}:
        return date_format(localtime(at), "DATETIME_FORMAT") if (at := parse_datetime(value)) else "–"
    if event == Kind.SLA_BREACHED:
        return _clock_word(value)
    if event == Kind.MAIL_STOPPED:
        return str(dict(SuppressedAddress.Kind.choices).get(value, value))
    if event == Kind.RATED:
        return str(dict(Rating.Score.choices).get(value, value))
    if event in {Kind.LANGUAGE, Kind.LANGUAGE_CORRECTED}:
        return str(mail_languages.names().get(value, value))
    return value


def _clock_word(value: str) -> str:
    """The clock's name, or the time that it was due."""
    at = parse_datetime(value) if value[:1].isdigit() else None
    return date_format(localtime(at), "DATETIME_FORMAT") if at else str(dict(ClockKind.choices).get(value, value))


def snoozes(now: datetime) -> list[tuple[Offer, str | Promise]]:
    """Until when a ticket can be put off, on the reader's clock, with what that is called."""
    return [(offer, SNOOZES[offer.choice]) for offer in offers(now, get_current_timezone())]
