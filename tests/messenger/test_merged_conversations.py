"""A conversation whose ticket was merged into another: what its person still reads, and where they write."""

import pytest
from django.utils import timezone

from messenger.conversations import listing
from messenger.conversations.unread import unread_of
from tests import cast
from tests.messenger.steps import at, forwarded, replied
from tests.tickets.conftest import open_ticket
from tickets import actions as ticket_actions
from tickets.merging import actions as merging
from tickets.models import Merge, Participant, Ticket
from tickets.workflow import Event

pytestmark = pytest.mark.django_db
NEWS = {"HX-Request": "true"}


def other_ticket() -> Ticket:
    """Somebody else's, about the same thing."""
    return open_ticket(requester_email="ben@example.com", requester_name="Ben", body="It is Ben's.")


def merged(ticket: Ticket, target: Ticket) -> Merge:
    return merging.merge(source=ticket, target=target, author=cast.staff(), confirmed=True, now=timezone.now())


def test_the_thread_goes_on_with_both(pro: cast.Browser) -> None:
    row, target = forwarded(pro), other_ticket()
    replied(row, "Have you tried the app?")
    merged(row.ticket, target)
    page = pro.get(at(row)).content.decode()
    for words in (
        "Have you tried the app?",
        "It is Ben&#x27;s.",
        "This goes on under a new reference.",
        target.reference,
    ):
        assert words in page


def test_an_answer_on_the_other_is_unread_and_asked_for(pro: cast.Browser) -> None:
    row, target = forwarded(pro), other_ticket()
    merged(row.ticket, target)
    mark = pro.get(at(row, "thread")).context["mark"]
    assert pro.get(at(row, "thread"), {"since": mark}, headers=NEWS).status_code == 204
    assert not unread_of(pro.visitor).exists()
    ticket_actions.reply(ticket=target, author=cast.staff(), body="It works again.")
    assert list(unread_of(pro.visitor)) == [row]
    assert [each.last for each in listing.listed(pro.visitor)] == ["It works again."]
    news = pro.get(at(row, "thread"), {"since": mark}, headers=NEWS)
    assert "It works again." in news.content.decode()


def test_it_stands_as_the_other_does(pro: cast.Browser) -> None:
    row, target = forwarded(pro), other_ticket()
    merged(row.ticket, target)
    shown = pro.get(at(row)).context
    assert (shown["ticket"], str(shown["ticket_status"])) == (target, str(listing.listed(pro.visitor)[0].status))
    ticket_actions.change_status(ticket=target, author=cast.staff(), event=Event.SOLVE)
    own = type(row).objects.with_ticket_status().get(pk=row.pk)
    assert own.ticket_status == "solved"


def test_what_they_write_lands_on_the_other(pro: cast.Browser) -> None:
    row, target = forwarded(pro), other_ticket()
    merged(row.ticket, target)
    pro.post(at(row, "ask"), {"text": "And mine?"})
    assert target.messages.last().body == "And mine?"


def test_who_was_taken_off_the_other_reads_their_own_part_alone(pro: cast.Browser) -> None:
    row, target = forwarded(pro), other_ticket()
    replied(row, "Have you tried the app?")
    merged(row.ticket, target)
    Participant.objects.filter(ticket=target).delete()
    ticket_actions.reply(ticket=target, author=cast.staff(), body="A secret of Ben's.")
    page = pro.get(at(row)).content.decode()
    assert "Have you tried the app?" in page
    for words in ("It is Ben", "A secret", target.reference):
        assert words not in page
    assert not unread_of(pro.visitor).exists()
    assert type(row).objects.with_ticket_status().get(pk=row.pk).ticket_status == "closed"


def test_an_older_ticket_that_took_it_in_keeps_its_own_beginning(pro: cast.Browser) -> None:
    """Its first words stand in Fin's part; those of what came in don't."""
    source, row = other_ticket(), forwarded(pro)
    before = pro.get(at(row)).content.decode().count("It is Ben")
    merged(source, row.ticket)
    page = pro.get(at(row)).content.decode()
    assert (before, page.count("It is Ben")) == (0, 1)
    assert page.count(row.messages.first().text) == 1
