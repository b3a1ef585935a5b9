"""What can be done on the case page: write, say that one is still waiting, and choose the language of its emails."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from tests import cast
from tests.tickets.case_pages import desk_of, earlier, page, path_of
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.case_page import actions as case_actions
from tickets.case_page.people import Person
from tickets.models import Message, Ticket
from tickets.refusals import TicketRefusedError

pytestmark = pytest.mark.django_db


def write(path, text="One more thing.", **headers):
    return cast.Browser().post(f"{path}/write", {"text": text}, headers=headers or None)


def nudges(ticket):
    return ticket.events.filter(kind="nudge").count()


def follow(answer):
    return page(answer["Location"])


# --- writing ---


def test_a_message_is_on_the_ticket_as_the_persons_own(ticket):
    html = follow(write(path_of(ticket)))
    message = ticket.messages.latest("pk")
    assert (message.channel, message.kind, message.author_name) == ("case_page", "customer", "Hanako Yamada")
    assert "Your message is with our Product Support team." in html
    assert "One more thing." in html


def test_a_participant_writes_under_their_own_name(ticket, aki):
    actions.add_participant(ticket=ticket, name="Jo", email="jo@example.com")
    actions.reply(ticket=ticket, author=aki, body="Hello both.")
    write(path_of(ticket, to="jo@example.com"))
    assert ticket.messages.latest("pk").author_name == "Jo"


def test_writing_opens_a_solved_case_again(ticket, aki):
    actions.reply(ticket=ticket, author=aki, body="Done.", solve=True)
    assert "Being worked on" in follow(write(path_of(ticket)))
    ticket.refresh_from_db()
    assert ticket.status == "open"


def test_writing_on_a_closed_case_leads_to_the_one_that_it_opens(ticket, aki):
    actions.change_status(ticket=ticket, author=aki, event="close")
    html = follow(write(path_of(ticket), "It is back."))
    opened = Ticket.objects.get(follows=ticket)
    assert f"Your case {opened.reference}" in html
    assert opened.messages.get().channel == "case_page"


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(ticket):
    answer = write(path_of(ticket), "x" * 5001)
    assert answer.status_code == 422
    assert "x" * 5001 in answer.content.decode()
    assert write(path_of(ticket), " \n").status_code == 422
    assert ticket.messages.count() == 1


def test_a_secret_is_hidden_and_the_page_says_what_to_do(ticket):
    html = follow(write(path_of(ticket), "My card is 4242 4242 4242 4242."))
    assert "4242 4242" not in html
    assert "We hid a card number in your text" in html


def test_a_double_press_is_one_message_on_whichever_ticket_it_went_to(ticket, aki):
    path = path_of(ticket)
    typed = {"text": "Twice.", "submission": re.search(r'name="submission" value="([^"]+)"', page(path))[1]}
    actions.change_status(ticket=ticket, author=aki, event="close")
    first, second = (cast.Browser().post(f"{path}/write", typed) for _press in range(2))
    assert first["Location"] == second["Location"]
    assert Message.objects.filter(body="Twice.").count() == 1


def test_too_much_at_once_keeps_the_text_too(ticket, limit):
    limit("case_write", link=1)
    path = path_of(ticket)
    write(path)
    answer = write(path, "Again.")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Again.</textarea>" in answer.content.decode()


@pytest.mark.parametrize("verb", ["write", "nudge", "stop", "language"])
def test_no_other_site_can_press_for_somebody(ticket, verb):
    earlier(ticket, days=2)
    path, before = path_of(ticket), ticket.messages.count()
    answer = cast.Browser().post(f"{path}/{verb}", {"text": "x"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert (ticket.messages.count(), ticket.events.count()) == (before, 0)


def test_what_one_chose_to_see_stays_seen():
    path = path_of(open_ticket(identity={}))
    answer = cast.Browser().post(f"{path}/write?show=1", {"text": "More."})
    assert "More." in follow(answer)


# --- still waiting ---


def test_after_a_day_the_team_can_be_told_once(ticket):
    path = path_of(ticket)
    assert "I’m still waiting</button>" not in page(path)
    earlier(ticket, days=1)
    assert "I’m still waiting</button>" in page(path)
    html = follow(cast.Browser().post(f"{path}/nudge"))
    assert "The team sees that you are still waiting." in html
    assert "You can tell us that you are still waiting from:" in html
    assert nudges(ticket) == 1


def test_a_second_press_changes_nothing_until_the_next_day(ticket):
    earlier(ticket, days=1)
    for _press in range(2):
        assert cast.Browser().post(f"{path_of(ticket)}/nudge").status_code == 302
    assert nudges(ticket) == 1
    earlier(ticket, days=1)
    cast.Browser().post(f"{path_of(ticket)}/nudge")
    assert nudges(ticket) == 2


def test_nobody_is_nudged_a_day_after_they_were_last_at_it(ticket, aki):
    earlier(ticket, days=3)
    actions.add_note(ticket=ticket, author=aki, body="Asked billing.")
    cast.Browser().post(f"{path_of(ticket)}/nudge")
    assert nudges(ticket) == 0
    earlier(ticket, days=1)
    cast.Browser().post(f"{path_of(ticket)}/nudge")
    assert nudges(ticket) == 1


def test_who_is_to_answer_themselves_cant_nudge(ticket, aki):
    actions.reply(ticket=ticket, author=aki, body="Which one?")
    earlier(ticket, days=5)
    cast.Browser().post(f"{path_of(ticket)}/nudge")
    assert nudges(ticket) == 0
    assert "Still waiting?" not in page(path_of(ticket))
    write(path_of(ticket), "That one.")
    cast.Browser().post(f"{path_of(ticket)}/nudge")
    assert nudges(ticket) == 0, "the team's turn has only just begun"


def test_a_nudge_leaves_the_queue_and_an_agents_open_page_as_they_are(ticket, agent):
    earlier(ticket, days=1)
    before = Ticket.objects.values("version", "updated_at", "waiting_since").get(pk=ticket.pk)
    cast.Browser().post(f"{path_of(ticket)}/nudge")
    assert Ticket.objects.values("version", "updated_at", "waiting_since").get(pk=ticket.pk) == before
    assert 'data-tone="nudged">still waiting' in agent.get("/admin/tickets/ticket/").content.decode()
    html = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert "hanako@example.com is still waiting, and says so" in html
    assert 'data-tone="nudged">still waiting, they said under a minute ago' in html
    actions.reply(ticket=ticket, author=cast.staff(name="emi"), body="Sorry to keep you.")
    assert 'data-tone="nudged"' not in agent.get(desk_of(ticket)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_nudges_at_once_are_one():
    ticket = open_ticket()
    earlier(ticket, days=1)
    person = Person("Hanako", "hanako@example.com", is_requester=True)

    def press(_number):
        try:
            case_actions.nudge(ticket=ticket, person=person, now=timezone.now())
        except TicketRefusedError:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(press, range(40))) == 1
    assert nudges(ticket) == 1


# --- the language of emails ---


def _choose(path, locale):
    return cast.Browser().post(f"{path}/language", {"locale": locale})


def test_emails_come_in_the_language_that_one_chose_and_the_page_goes_on_in_it(ticket, aki, agent):
    answer = _choose(path_of(ticket), "ja")
    html = follow(answer)
    assert "/ja/case/" in answer["Location"]
    assert '<strong lang="ja">日本語</strong>' in html
    email = actions.reply(ticket=ticket, author=aki, body="Try the App Store.").emails.get()
    assert "/ja/case/" in email.body
    assert "Try the App Store." in email.body
    assert "find the button." in html, "what was said stays"
    words = "hanako@example.com wants emails about this in 日本語, no longer in English"
    assert words in agent.get(desk_of(ticket)).content.decode()


def test_a_language_that_no_page_has_is_that_of_mail_alone(ticket, aki):
    answer = _choose(path_of(ticket), "ar")
    assert "/en/case/" in answer["Location"]
    assert '<strong lang="ar">العربية</strong>' in follow(answer)
    email = actions.reply(ticket=ticket, author=aki, body="Try the App Store.").emails.get()
    assert '<html lang="ar" dir="rtl">' in email.body_html
    assert "/en/case/" in email.body


def test_choosing_the_same_language_or_none_of_ours_is_no_event(ticket):
    assert _choose(path_of(ticket), "en").status_code == 302
    assert "done=" not in _choose(path_of(ticket), "tlh")["Location"]
    assert not ticket.events.exists()


def test_a_choice_holds_where_the_case_goes_on_and_leaves_an_agents_open_page_as_it_is(ticket, aki):
    first = path_of(ticket)
    actions.change_status(ticket=ticket, author=aki, event="close")
    later = actions.add_customer_message(ticket=ticket, body="Again.", channel="email").ticket
    _choose(first, "ja")
    version = later.version
    later.refresh_from_db()
    assert (later.locale, later.version) == ("ja", version)


def test_only_the_one_whose_case_it_is_chooses(ticket, aki):
    actions.add_participant(ticket=ticket, name="Jo", email="jo@example.com")
    actions.reply(ticket=ticket, author=aki, body="Hello both.")
    theirs = path_of(ticket, to="jo@example.com")
    assert "Emails about this come in" not in page(theirs)
    assert "/en/case/" in _choose(theirs, "ja")["Location"]
    assert not ticket.events.filter(kind="language").exists()
