"""Taking a merge back: what returns, what stays, and until when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.tickets.conftest import mail, open_ticket, receive
from tests.tickets.merging.test_merging import bodies, kinds, merge
from tickets import actions
from tickets.finding import find
from tickets.merging import actions as merging
from tickets.models import Merge, OutgoingEmail, Participant, Ticket
from tickets.models.merges import UNDO_FOR
from tickets.refusals import TicketRefusedError
from tickets.workflow import Event

DAY = timedelta(days=1)


def undo(made, author, now=None):
    return merging.undo(merge=made, author=author, now=now or timezone.now())


@pytest.fixture
def merged(aki):
    """A ticket of another person that went into one of Hanako's, with a tag and a reply on each; and the merge."""
    kept = open_ticket(body="The button is gone.", now=timezone.now() - timedelta(hours=2))
    source = open_ticket(body="Mine too!", requester_email="ben@example.com", requester_name="Ben")
    for ticket, words in ((kept, "Try the app."), (source, "Which one?")):
        actions.reply(ticket=ticket, author=aki, body=words)
    actions.add_customer_message(ticket=source, body="That one.", channel="case_page")
    source.refresh_from_db()
    return merge(source, kept, aki, confirmed=True)


def test_both_stand_as_they_did(merged, aki):
    waited = merged.source.waiting_since
    before = Ticket.objects.get(pk=merged.target_id)
    assert before.status == "open"
    undo(merged, aki)
    source, kept = merged.source, merged.target
    source.refresh_from_db()
    kept.refresh_from_db()
    assert (source.status, kept.status) == ("open", "pending")
    assert source.solved_at is None
    assert source.waiting_since is not None
    assert waited is None  # it was closed
    assert bodies(source) == ["Mine too!", "Which one?", "That one."]
    assert bodies(kept) == ["The button is gone.", "Try the app."]
    assert not kept.participants.exists()
    assert set(OutgoingEmail.objects.filter(to_email="ben@example.com").values_list("ticket", flat=True)) == {source.pk}
    assert (kinds(source)[-1], kinds(kept)[-1]) == ("unmerged", "unmerged")
    assert find("mine too") == [source.pk]


def test_what_came_in_meanwhile_stays(merged, aki):
    actions.add_customer_message(ticket=merged.source, body="Meanwhile.", channel="messenger")
    undo(merged, aki)
    assert bodies(merged.target)[-1] == "Meanwhile."
    assert "Meanwhile." not in bodies(merged.source)


def test_what_somebody_changed_since_stays_changed(merged, aki):
    actions.change_status(ticket=merged.target, author=aki, event=Event.SOLVE)
    undo(merged, aki)
    assert Ticket.objects.get(pk=merged.target_id).status == "solved"


def test_mail_finds_its_own_way_again(merged, aki):
    undo(merged, aki)
    answered = merged.source.emails.filter(kind="receipt").get()
    came = receive(mail(sender="Ben <ben@example.com>", to=answered.reply_to, text="Here I am."))
    assert came.ticket == merged.source


def test_who_was_on_it_before_stays_on_it(aki):
    kept, source = open_ticket(), open_ticket(requester_email="ben@example.com")
    own = actions.add_participant(ticket=kept, name="Ben", email="ben@example.com")
    undo(merge(source, kept, aki, confirmed=True), aki)
    assert Participant.objects.get(ticket=kept) == own


def test_twice_is_as_good_as_once(merged, aki):
    undo(merged, aki)
    undo(merged, aki)
    assert kinds(merged.source).count("unmerged") == 1


def test_a_day_later_it_stays(merged, aki):
    undone = Merge.objects.get()
    with pytest.raises(TicketRefusedError, match="unmerge_too_late"):
        undo(undone, aki, now=undone.made_at + UNDO_FOR)
    undo(undone, aki, now=undone.made_at + UNDO_FOR - timedelta(seconds=1))


def test_one_that_went_on_elsewhere_stays(merged, aki):
    third = open_ticket()
    further = merge(merged.target, third, aki)
    with pytest.raises(TicketRefusedError, match="unmerge_went_on"):
        undo(merged, aki)
    # From the last one on it can.
    undo(further, aki)
    undo(merged, aki)
    assert bodies(merged.source) == ["Mine too!", "Which one?", "That one."]


def test_under_a_legal_hold_nothing_is_taken_off(merged, aki):
    actions.hold(ticket=merged.target, author=aki, held=True)
    with pytest.raises(TicketRefusedError, match="unmerge_held"):
        undo(merged, aki)


def test_it_can_be_merged_again(merged, aki):
    undo(merged, aki)
    merge(merged.source, merged.target, aki, confirmed=True)
    assert Merge.objects.standing().count() == 1
    assert "Mine too!" in bodies(merged.target)


def test_of_several_the_newest_is_taken_back_first(aki):
    """Both of Ben's went in: with the first one back, he would lose sight of the second."""
    kept = open_ticket()
    bens = [open_ticket(requester_email="ben@example.com", priority=priority) for priority in (30, 40)]
    first, second = [merge(each, kept, aki, confirmed=True) for each in bens]
    with pytest.raises(TicketRefusedError, match="unmerge_newer_first"):
        undo(first, aki)
    assert kept.participants.filter(email="ben@example.com").exists()
    undo(second, aki)
    undo(first, aki)
    kept.refresh_from_db()
    assert (kept.priority, kept.participants.count()) == (20, 0)
