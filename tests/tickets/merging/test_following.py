"""Who of the people reaches a merged case, and by which way: the case page, the messenger, an export."""

from datetime import timedelta

import pytest
from django.utils import timezone

from privacy.people import Person
from tests import cast
from tests.tickets.case_pages import page, path_of
from tests.tickets.conftest import open_ticket
from tests.tickets.merging.test_merging import merge
from tickets import actions
from tickets.actions.forgetting import forget_chains
from tickets.case_page import actions as case_actions
from tickets.merging import actions as merging
from tickets.models import Participant, Ticket

BEN = {
    "requester_email": "ben@example.com",
    "requester_name": "Ben",
    "identity": {"email": "ben@example.com"},
    "subject": "Mine is missing",
}


@pytest.fixture
def hers(db):
    """Hanako's ticket."""
    return open_ticket(body="Her very own words.", now=timezone.now() - timedelta(hours=1))


@pytest.fixture
def bens(db):
    """Ben's."""
    return open_ticket(body="His very own words.", **BEN)


def merged(bens, hers, author):
    made = merge(bens, hers, author, confirmed=True)
    return made, path_of(hers, to="ben@example.com")


def test_the_link_of_the_merged_one_opens_the_other(bens, hers, aki):
    _made, link = merged(bens, hers, aki)
    shown = page(link)
    assert hers.reference in shown
    assert "Her very own words." in shown
    assert "His very own words." in shown


def test_what_is_written_there_lands_on_the_other(bens, hers, aki):
    _made, link = merged(bens, hers, aki)
    cast.Browser().post(f"{link}/write", {"text": "One more thing."})
    assert hers.messages.last().body == "One more thing."
    assert hers.messages.last().author_name == "Ben"


def test_who_isnt_on_the_other_any_more_sees_their_own_words_alone(bens, hers, aki):
    _made, link = merged(bens, hers, aki)
    Participant.objects.filter(ticket=hers).delete()
    shown = page(link)
    assert "His very own words." in shown
    assert "Her very own words." not in shown
    assert hers.reference not in shown
    cast.Browser().post(f"{link}/write", {"text": "Still there?"})
    assert not hers.messages.filter(body="Still there?").exists()
    assert Ticket.objects.get(follows=bens).messages.get().body == "Still there?"


def test_a_reporter_without_an_address_is_nobody_on_another_such_ticket(hers, aki):
    """Two that gave none have the same one, "", and are two."""
    nobody = open_ticket(requester_email="", requester_name="", body="Unsigned.", identity={})
    made = merge(hers, nobody, aki, confirmed=True)
    Ticket.objects.filter(pk=hers.pk).update(requester_email="")
    hers.refresh_from_db()
    assert made.target == nobody
    message = actions.add_customer_message(ticket=hers, body="From whom?", channel="form")
    assert message.ticket != nobody


def test_links_revoked_on_the_other_end_those_of_the_merged_one_too(bens, hers, aki):
    _made, link = merged(bens, hers, aki)
    case_actions.revoke_links(ticket=hers, author=aki, now=timezone.now())
    assert cast.Browser().get(link).status_code == 410


def test_two_again_each_has_their_own_page(bens, hers, aki):
    made, link = merged(bens, hers, aki)
    merging.undo(merge=made, author=aki, now=timezone.now())
    shown = page(link)
    assert "His very own words." in shown
    assert "Her very own words." not in shown


def test_an_export_of_a_person_has_the_words_that_went_elsewhere(bens, hers, aki):
    merged(bens, hers, aki)
    assert set(Person.of_address("ben@example.com").messages.values_list("body", flat=True)) == {"His very own words."}
    hers_then = set(Person.of_address("hanako@example.com").messages.values_list("body", flat=True))
    assert hers_then == {"Her very own words.", "His very own words."}


def test_a_forgotten_one_takes_its_merge_along(bens, hers, aki):
    merged(bens, hers, aki)
    gone = forget_chains(firsts=[bens.pk])
    assert "tickets.Merge" not in gone
    assert hers.messages.count() == 2
