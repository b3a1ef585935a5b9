"""What a person sent before is folded away when their next mail brings it once more, as signatures do their logos."""

import re

import pytest

from tests.pictures import picture
from tests.tickets.case_pages import path_of
from tests.tickets.files.conftest import HOLDER, keep
from tests.tickets.files.mails import kept, mail_with
from tickets import actions
from tickets.files import actions as stored

pytestmark = pytest.mark.django_db


def test_the_logo_of_a_signature_is_folded_away_from_its_second_mail_on(ticket, agent, reader, place):
    logo, own = picture("PNG"), picture("PNG", size=(300, 200))
    mail_with(ticket, ("logo.png", logo), ("screen.png", own), number=1)
    mail_with(ticket, ("logo.png", logo), ("log.txt", b"Oops"), number=2)
    mail_with(ticket, ("logo.png", logo), number=3)
    kept()
    for page in (agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/"), reader.get(path_of(ticket))):
        seen = re.sub(r"<details class=\"files-(?:before|again)\">.*?</details>", "…", page.text, flags=re.DOTALL)
        assert [seen.count(f"<bdi>{name}</bdi>") for name in ("logo.png", "screen.png", "log.txt")] == [1, 1, 1]
        assert page.text.count("<bdi>logo.png</bdi>") == 3
        assert page.text.count("In earlier messages: 1 file\n") == 2


def test_what_is_picked_by_hand_is_shown_each_time(ticket, agent, place):
    logo = picture("PNG")
    mail_with(ticket, ("logo.png", logo))
    kept()
    keep(logo, "logo.png")
    actions.add_customer_message(ticket=ticket, body="See", channel="messenger", files=stored.send_off(holder=HOLDER))
    assert "files-again" not in agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").text


def test_what_another_person_sends_is_theirs_and_twice_in_one_message_is_no_earlier_one(ticket, agent, place):
    ticket.participants.create(name="Jun", email="jun@example.com")
    logo = picture("PNG")
    mail_with(ticket, ("logo.png", logo), ("again.png", logo), number=1)
    actions.reply(ticket=ticket, author=agent.user, body="Both of you?")
    theirs = ticket.emails.get(to_email="jun@example.com", kind="reply")
    mail_with(ticket, ("logo.png", logo), number=2, sender="Jun <jun@example.com>", to=theirs.reply_to)
    assert len(kept()) == 3
    assert "files-again" not in agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").text
