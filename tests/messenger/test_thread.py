"""The thread: what was said and what happened, each at its time, and where a page opens."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from messenger.conversations import talk
from messenger.conversations.threads import DONE, FORWARDED, GOES_ON, Entry, thread
from messenger.fin import actions as fin_actions
from messenger.models import Conversation
from tests import cast
from tests.messenger.steps import NOW, at, chatting, forwarded, taken_up
from tickets import actions as ticket_actions
from tickets.models import Message as TicketMessage
from tickets.models import Ticket
from tickets.workflow import Event

pytestmark = pytest.mark.django_db


def entries_of(row: Conversation) -> list[Entry]:
    row.refresh_from_db()
    return thread(row, NOW)


def words(row: Conversation) -> list[str]:
    return [str(entry.text) for entry in entries_of(row) if entry.author in {"event", "team", "person"}]


def aya() -> object:
    author = cast.staff(name="aya")
    author.first_name = "Aya"
    author.save()
    return author


def test_what_happened_stands_where_it_happened(pro: cast.Browser) -> None:
    row = forwarded(pro, text="Please cancel.")
    ticket_actions.reply(ticket=row.ticket, author=aya(), body="Cancelled.", solve=True)
    ticket_actions.add_customer_message(ticket=row.ticket, body="Thank you.", channel="email")
    assert words(row) == ["Please cancel.", FORWARDED, "Cancelled.", DONE, "Thank you."]
    assert [entry.reference for entry in entries_of(row) if entry.text == FORWARDED] == [row.ticket.reference]


def test_a_follow_up_begins_with_its_own_reference(pro: cast.Browser) -> None:
    row = forwarded(pro, text="Please cancel.")
    agent = cast.staff()
    ticket_actions.reply(ticket=row.ticket, author=agent, body="Cancelled.", solve=True)
    ticket_actions.change_status(ticket=row.ticket, author=agent, event=Event.CLOSE)
    later = ticket_actions.add_customer_message(ticket=row.ticket, body="It is back.", channel="messenger").ticket
    # That it was closed after it had been solved is the team's own matter.
    assert words(row) == ["Please cancel.", FORWARDED, "Cancelled.", DONE, GOES_ON, "It is back."]
    assert entries_of(row)[-2].reference == later.reference


@pytest.mark.parametrize("fin", ["hands over", "was switched off"])
def test_what_fin_does_while_a_page_is_made_comes_with_its_way_onward(
    pro: cast.Browser, fin_setup: Callable[..., None], fin: str
) -> None:
    row = chatting(pro, text="I want to talk to a person.", answered=False)
    as_read = Conversation.objects.get(pk=row.pk)
    fin_setup(on=fin == "hands over")
    fin_actions.answer(message_id=row.messages.get(state="pending").pk)
    shown = talk.chat_context(pro.visitor, as_read)
    assert (shown["pace"], shown["onward"]) == ("", "hand_over")


def test_the_notice_about_forwarding_is_no_box_at_the_end_any_more(pro: cast.Browser) -> None:
    row = forwarded(pro)
    ticket_actions.reply(ticket=row.ticket, author=aya(), body="Here is your answer.")
    page = pro.get(at(row)).content.decode()
    assert page.count("We have forwarded this") == 1
    assert page.index("We have forwarded this") < page.index("Here is your answer.")
    assert "Aya from the Product Support team answered by email" in page


def test_one_line_says_how_the_case_stands_in_the_customers_words(pro: cast.Browser) -> None:
    row = forwarded(pro)
    for status, said in (("new", "Received"), ("on_hold", "Being worked on")):
        Ticket.objects.update(status=status)
        page = pro.get(at(row)).content.decode()
        assert f'<span class="case-status">{said}</span>' in page
        assert "On hold" not in page
    assert "answers go to pro@example.com" in page


def test_mail_of_the_person_is_told_from_what_they_wrote_here(pro: cast.Browser) -> None:
    row = forwarded(pro)
    ticket_actions.add_customer_message(ticket=row.ticket, body="One.", channel="email")
    ticket_actions.add_customer_message(ticket=row.ticket, body="Two.", channel="messenger")
    assert [entry.by_email for entry in entries_of(row)[-2:]] == [True, False]
    assert pro.get(at(row)).content.decode().count("You, by email") == 1


def test_notes_among_staff_and_their_moves_are_nowhere(pro: cast.Browser) -> None:
    row = forwarded(pro)
    ticket_actions.add_note(ticket=row.ticket, author=aya(), body="Looks like fraud.")
    ticket_actions.change_status(ticket=row.ticket, author=aya(), event=Event.HOLD)
    assert words(row)[1:] == [FORWARDED]


def test_the_first_of_each_day_says_which_day_it_is(pro: cast.Browser) -> None:
    row = chatting(pro, now=NOW)
    row.messages.create(author="person", text="And?", created_at=NOW + timedelta(days=1))
    assert [entry.new_day for entry in entries_of(row)] == [True, False, True]
    shown = re.findall(r'<p class="turn-day"( hidden)?>', pro.get(at(row)).content.decode())
    assert shown == ["", " hidden", ""]


def test_the_line_new_stands_above_the_first_unread_answer_alone(pro: cast.Browser) -> None:
    row = forwarded(pro)
    for body in ("One.", "Two."):
        ticket_actions.reply(ticket=row.ticket, author=aya(), body=body)
    assert [entry.text for entry in entries_of(row) if entry.unread] == ["One."]
    page = pro.get(at(row)).content.decode()
    assert page.count('class="turn-new"') == 1
    assert 'class="turn-new"' not in pro.get(at(row)).content.decode()


def test_a_press_comes_back_to_what_was_said_or_done_last(pro: cast.Browser) -> None:
    row = chatting(pro)
    assert pro.post(at(row, "solved"))["Location"] == at(row) + "#latest"
    assert re.search(r'<p class="notice" data-kind="ok" id="latest"', pro.get(at(row)).content.decode())
    pro.post(at(row, "ask"), {"text": "One more thing"})
    page = pro.get(at(row)).content.decode()
    assert page.count('id="latest"') == 1
    assert page.index("How do I cancel") < page.index('id="latest"') < page.index("One more thing")


def test_directions_follow_the_words(pro: cast.Browser) -> None:
    row = forwarded(pro, text="مرحبا")
    ticket_actions.reply(ticket=row.ticket, author=aya(), body="أهلا 👋")
    page = pro.get(at(row)).content.decode()
    assert '<p dir="auto">مرحبا</p>' in page
    assert '<p dir="auto">أهلا 👋</p>' in page
    assert re.search(r'<textarea id="composer-text"[^>]* dir="auto"', page)


def waits_in_the_composer(browser: cast.Browser, row: Conversation) -> str:
    return re.search(r'<textarea id="composer-text"[^>]*>([^<]*)<', browser.get(at(row)).content.decode())[1]


@pytest.mark.parametrize("verb", ["solved", "not-solved", "hand-over"])
def test_what_stands_in_the_composer_survives_every_button(verb: str, pro: cast.Browser) -> None:
    row = chatting(pro)
    assert pro.post(at(row, verb), {"text": "half a thought"}).status_code == 302
    assert waits_in_the_composer(pro, row) == "half a thought"
    assert not TicketMessage.objects.filter(body="half a thought").exists()
    # Emptied, it stays empty.
    pro.post(at(row, verb), {"text": ""})
    assert waits_in_the_composer(pro, row) == ""


def test_it_survives_asking_again_too(pro: cast.Browser) -> None:
    row = chatting(pro, answered=False)
    row.messages.filter(author="fin").update(state="failed")
    taken_up()
    assert pro.post(at(row, "ask-again"), {"text": "half a thought"}).status_code == 302
    assert waits_in_the_composer(pro, row) == "half a thought"


def test_every_button_of_the_chat_submits_the_composer(pro: cast.Browser) -> None:
    row = chatting(pro)
    buttons = re.findall(
        r"<button[^>]*formaction=\"[^\"]*/(?:solved|not-solved)\"[^>]*>", pro.get(at(row)).content.decode()
    )
    pro.post(at(row, "not-solved"))
    buttons += re.findall(r"<button[^>]*hand-over[^>]*>", pro.get(at(row)).content.decode())
    # Without scripts Enter presses one that nobody sees.
    buttons = [button for button in buttons if "visually-hidden" not in button]
    assert len(buttons) == 3
    assert all('form="composer"' in button for button in buttons)


def test_words_too_long_to_keep_stop_the_button_and_stay(pro: cast.Browser) -> None:
    row = chatting(pro)
    page = pro.post(at(row, "solved"), {"text": "x" * 5001})
    assert page.status_code == 422
    assert "x" * 5001 in page.content.decode()
    row.refresh_from_db()
    assert row.stage == "chat"


# --- the way onward ---


@pytest.mark.parametrize(
    ("person", "topic", "title"),
    [
        ("team_member", "subscription", "Only an owner can write to our team"),
        ("console_member", "api", "Only an admin can write to our team"),
        ("free", "billing", "Your plan doesn't include answers from our team"),
        ("", "other", "Log in to write to our team"),
    ],
)
def test_the_title_says_what_stands_in_the_way(person: str, topic: str, title: str, articles) -> None:
    browser = cast.browser(person=person)
    row = chatting(browser, topic=topic)
    browser.post(at(row, "not-solved"))
    page = browser.get(at(row)).content.decode().replace("&#x27;", "'")
    assert f"<strong>{title}</strong>" in page
    assert "Delete your account" not in page


def test_side_trips_know_their_way_back(articles) -> None:
    browser = cast.browser(person="team_member")
    row = chatting(browser)
    browser.post(at(row, "not-solved"))
    page = browser.get(at(row)).content.decode()
    links = re.findall(r'href="(/en/messenger/(?:articles/\d+|search)[^"]*)"', page.partition('id="thread"')[2])
    assert len(links) >= 3
    assert all(link.endswith(f"?back=%2Fen%2Fmessenger%2Fc%2F{row.reference}%2F") for link in links)
    assert at(row) in browser.get(links[0]).content.decode()
