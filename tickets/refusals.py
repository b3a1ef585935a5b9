"""What the ticket actions refuse, as errors that carry a reason to show."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tickets.guards import Lack
from tickets.workflow import Refusal

REFUSALS: dict[str, str | Promise] = {
    Refusal.CLOSED: _("This ticket is closed. A new message from the customer opens a follow-up."),
    Refusal.NEEDS_FOLLOW_UP: _("This ticket is closed. A new message from the customer opens a follow-up."),
    Refusal.NOT_FROM_HERE: _("The ticket can’t go to that status from where it is."),
    "empty": _("Write the text first."),
    "unknown_place": _("The text has a place that nothing fills in."),
    "proof_unchecked": _("Go through every line of the proof checklist before you solve or close this ticket."),
    Lack.DIFFERS: _(
        "A line of the proof doesn’t match the account, so nothing may be done on it. "
        "Ask for other details, or close the ticket."
    ),
    Lack.NOT_ENOUGH: _("Not enough of the proof is compared and matches yet."),
    Lack.DISOWNED: _(
        "Whoever reads mail at the account’s address says that they didn’t ask for this. "
        "Nothing may be done on the account."
    ),
    "not_stopped": _("This case isn’t stopped."),
    "no_reason": _("Say why you know that the account’s owner asks for this."),
    "is_requester": _("This person opened the ticket and gets every reply already."),
    "unknown_item": _("The proof has no such line."),
    "not_entitled": _("This person can’t send messages to the Product Support team."),
    "already_joined": _("This mail is already on a ticket."),
    "not_read_yet": _("This mail hasn’t been read yet. Try again in a moment."),
    "already_read": _("This mail has been read already."),
    "already_sent": _("This email is already sent."),
    "mail_allowed_already": _("Somebody let mail go to this address again already."),
    "being_sent": _("This email is being sent right now."),
    "not_waiting_long": _("Nobody has waited for an answer that long yet, or they said so already."),
    "not_compliance": _("Only people who handle reports under the law can have this ticket."),
    "not_compliance_team": _("Only a team that handles reports under the law can have this ticket."),
    "unknown_language": _("This site doesn’t speak that language."),
    "not_in_copy": _("Only somebody who was in copy of their email can be let in."),
    "not_theirs": _("Only the person whose case it is can change this."),
    "may_not_share": _("Only a lead can share a view with everybody."),
    "too_many_views": _("You have too many views. Delete one that you don’t need."),
    "view_name_taken": _("Another view is called so already."),
    "too_late_to_undo": _("That can’t be taken back any more."),
    "changed_since": _("Something happened on it since."),
    "finished": _("This ticket is solved or closed: there is nothing to put off."),
    "no_time": _("Choose a time that is still to come, within a year."),
    "no_tag": _("A tag is made of letters and figures."),
    "unknown_tag": _("There is no such tag. Choose one from the list."),
    "too_many_tags": _("A ticket has room for twenty tags."),
    "gone": _("It has left, or somebody took it back."),
    "too_late": _("It is too late to take this back: it is on its way."),
    "merge_itself": _("A ticket can’t be merged into itself."),
    "merge_closed": _("A closed or merged ticket can’t be merged."),
    "merge_target_closed": _("The other ticket is closed. Choose one that goes on."),
    "merge_held": _("This ticket is under a legal hold, so nothing is taken off it."),
    "merge_stopped": _("The owner of an account stopped one of these cases, so they stay apart."),
    "merge_report": _("A report under the law is merged only with another report."),
    "merge_report_kind": _("Only reports of the same kind can be merged: their deadlines differ."),
    "merge_no_address": _("Whoever opened this ticket gave no address, and would lose sight of their case."),
    "merge_reply_waits": _("A reply on this ticket can still be taken back. Try again in a few seconds."),
    "merge_not_confirmed": _("Confirm that both people will read everything."),
    "unmerge_too_late": _("A merge can be taken back for a day. This one was made before."),
    "unmerge_went_on": _("The other ticket was closed or merged since, so this can’t be taken back any more."),
    "unmerge_held": _("One of the tickets is under a legal hold, so nothing is taken off it."),
    "unmerge_newer_first": _("Another ticket was merged into this one later. Take that back first."),
    "link_itself": _("A ticket can’t be linked with itself."),
    "link_already": _("These two are linked already."),
    "link_report": _("A report under the law is linked only with another report."),
    "link_two_parents": _("The child has a parent already."),
    "link_depth": _("A child has no children, and a parent no parent."),
    "split_not_theirs": _("Only what somebody wrote to us becomes a ticket of its own."),
    "split_first": _("The ticket was opened with this message. Choose a later one."),
    "split_closed": _("This ticket is closed. Split one that goes on."),
    "split_report": _("A report under the law stays whole, with its deadlines."),
    "no_children": _("No ticket below this one is open."),
    "held": _("The law or a legal hold wants this case kept as it is. End the hold first."),
    "no_reason_to_redact": _("Say why. The reason stays on the record."),
    "words_too_short": _("Write the words that are to go, at least two letters."),
    "words_nowhere": _("These words stand nowhere in this case."),
    "no_such_file": _("This file isn’t there any more."),
    "no_note": _("Write for the other team what they need to know."),
    "same_team": _("The ticket is with that team already."),
    "not_a_team": _("Choose one of the teams."),
    "escalates_finished": _("This ticket is solved or closed: there is nothing to escalate."),
    "may_not_see": _("Not everybody you mention may see this ticket."),
    "no_sender": _("This mail names no sender, so nobody could be answered."),
    "not_on_ticket": _("This mail names no ticket, or that person isn’t on it."),
    "not_staff": _("Only active staff can have tickets."),
}


class TicketError(Exception):
    """Anything a ticket action refuses."""


class TicketRefusedError(TicketError):
    """A rule says no; `reason` is a key of REFUSALS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def text(self) -> str:
        """The sentence that says why, in the active language."""
        return str(REFUSALS[self.reason])


class TicketChangedError(TicketError):
    """Somebody changed the ticket since the page was loaded; the action did nothing."""
