"""On the case page the requester lets somebody in whom they put in copy of a mail, and nobody else does."""

import pytest
from django.utils import timezone

from tests import cast
from tests.tickets.case_pages import desk_of, page, path_of
from tests.tickets.conftest import mail, receive
from tickets import actions
from tickets.models import SenderAlias
from tickets.people import actions as people

pytestmark = pytest.mark.django_db
KEN = "ken@example.com"


def press(path, email=KEN, **headers):
    return cast.Browser().post(f"{path}/admit", {"email": email}, headers=headers or None)


def offers(path):
    return f'value="{KEN}"' in page(path)


@pytest.fixture
def path(ticket):
    """The requester's page, after a mail of theirs with a colleague in copy."""
    receive(mail(to=ticket.emails.get().reply_to, Cc="Ken <Ken@Example.com>, no-reply@x.example"))
    return path_of(ticket)


def test_a_colleague_in_copy_is_let_in_by_one_press_and_it_is_on_record(ticket, path, agent):
    assert offers(path)
    answer = press(path)
    assert "They are part of this conversation now" in page(answer["Location"])
    assert (ticket.may_write(KEN), offers(path)) == (True, False)
    event = ticket.events.get(kind="let_in")
    assert (event.author_name, event.arguments) == ("", {"email": KEN, "by": "hanako@example.com"})
    words = "hanako@example.com let ken@example.com in, who was in copy of their email"
    assert words in agent.get(desk_of(ticket)).content.decode()
    message = actions.reply(ticket=ticket, author=agent.user, body="Hello both.")
    assert sorted(message.emails.values_list("to_email", flat=True)) == ["hanako@example.com", KEN]


def test_a_second_press_changes_nothing(ticket, path):
    for _press in range(2):
        assert press(path).status_code == 302
    assert (ticket.participants.count(), ticket.events.filter(kind="let_in").count()) == (1, 1)


@pytest.mark.parametrize("email", ["eve@example.com", "", "no-reply@x.example", "support@help.localhost"])
def test_nobody_is_let_in_who_was_in_copy_of_nothing(ticket, path, email):
    assert "done=" not in press(path, email)["Location"]
    assert not ticket.participants.exists()


def test_no_other_site_can_press_for_them(ticket, path):
    assert press(path, Origin="https://evil.example").status_code == 403
    assert not ticket.participants.exists()


def test_only_the_one_whose_case_it_is_sees_and_presses(ticket, path, aki):
    actions.add_participant(ticket=ticket, name="Jo", email="jo@example.com")
    actions.reply(ticket=ticket, author=aki, body="Hello both.")
    theirs = path_of(ticket, to="jo@example.com")
    assert not offers(theirs)
    press(theirs)
    assert not ticket.may_write(KEN)


def test_whom_somebody_else_put_in_copy_isnt_the_requesters_to_know(ticket, aki):
    actions.add_participant(ticket=ticket, name="Jo", email="jo@example.com")
    sent = actions.reply(ticket=ticket, author=aki, body="Hello.").emails.get(to_email="jo@example.com")
    assert receive(mail(sender="jo@example.com", to=sent.reply_to, Cc=KEN)).outcome == "joined"
    assert not offers(path_of(ticket))
    press(path_of(ticket))
    assert not ticket.may_write(KEN)


def test_mail_from_another_address_of_theirs_counts(ticket):
    SenderAlias.objects.create(address="hana@home.example", person="Hanako@example.com")
    receive(mail(sender="hana@home.example", to=ticket.emails.get().reply_to, Cc=KEN))
    assert offers(path_of(ticket))


def test_who_was_taken_off_by_staff_stays_off(ticket, path, agent):
    press(path)
    act = {"ticket": ticket, "author": agent.user, "now": timezone.now()}
    people.take_off(**act, participant=ticket.participants.get().pk, reason="Left the firm")
    assert not offers(path)
    press(path)
    assert not ticket.participants.exists()


def test_a_closed_case_takes_nobody_in(ticket, path, agent):
    actions.change_status(ticket=ticket, author=agent.user, event="close")
    assert not offers(path)
    assert press(path).status_code == 302
    assert not ticket.participants.exists()


def test_what_was_typed_meanwhile_stays(path):
    answer = cast.Browser().post(f"{path}/admit", {"email": KEN, "text": "And then"})
    assert "And then</textarea>" in answer.content.decode()
