"""What is unread, until when it was seen, and that asking for news costs next to nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Visitor
from messenger.conversations import actions, listing
from messenger.conversations.unread import unread_of
from messenger.fin.phrases import say
from messenger.models import Conversation
from tests import cast
from tests.messenger.steps import answer, at, chatting, draft, forwarded, replied
from tickets import actions as ticket_actions
from tickets.workflow import Event

pytestmark = pytest.mark.django_db


def news(browser: cast.Browser, row: Conversation, mark: str, **query: str):
    """What the open page gets when it asks."""
    return browser.get(at(row, "thread"), {"since": mark, **query}, headers={"HX-Request": "true"})


def mark_of(browser: cast.Browser, row: Conversation) -> str:
    return browser.get(at(row, "thread")).context["mark"]


# --- what is unread ---


def test_an_answer_is_unread_until_its_conversation_is_opened(pro: cast.Browser, free: cast.Browser) -> None:
    row = forwarded(pro)
    assert not unread_of(pro.visitor).exists()
    replied(row)
    assert list(unread_of(pro.visitor)) == [row]
    assert "Product Support team answered you" in pro.get("/en/messenger/").content.decode()
    assert not unread_of(free.visitor).exists()
    assert not unread_of(None).exists()
    pro.get(at(row))
    assert not unread_of(pro.visitor).exists()
    replied(row, "One thing more.")
    assert list(unread_of(pro.visitor)) == [row]


def test_what_a_closed_frame_comes_to_by_itself_is_not_seen(pro: cast.Browser) -> None:
    row = forwarded(pro)
    replied(row)
    pro.get(at(row), headers={"HX-Request": "true", "X-Unseen": "1"})
    assert list(unread_of(pro.visitor)) == [row]


def test_neither_ones_own_words_nor_the_teams_notes_are_unread(pro: cast.Browser) -> None:
    row = forwarded(pro)
    ticket_actions.add_customer_message(ticket=row.ticket, body="And?", channel="email")
    ticket_actions.add_note(ticket=row.ticket, author=cast.staff(), body="Hm.")
    ticket_actions.change_status(ticket=row.ticket, author=cast.staff(), event=Event.SOLVE)
    assert not unread_of(pro.visitor).exists()


def test_an_answer_on_a_follow_up_is_unread_too(pro: cast.Browser) -> None:
    row = forwarded(pro)
    ticket_actions.change_status(ticket=row.ticket, author=cast.staff(), event=Event.CLOSE)
    later = ticket_actions.add_customer_message(ticket=row.ticket, body="Again.", channel="email").ticket
    ticket_actions.reply(ticket=later, author=cast.staff(), body="Done.")
    assert list(unread_of(pro.visitor)) == [row]
    pro.get(at(row))
    assert not unread_of(pro.visitor).exists()


def test_what_was_there_before_the_column_counts_as_read(pro: cast.Browser) -> None:
    row = forwarded(pro)
    replied(row)
    # The migration gives every row the time at which it runs.
    Conversation.objects.update(seen_at=timezone.now())
    assert not unread_of(pro.visitor).exists()


def test_a_tab_that_saw_less_takes_nothing_back(pro: cast.Browser) -> None:
    row, now = forwarded(pro), timezone.now()
    for until in (now, now - timedelta(hours=1)):
        actions.see(conversation=row, visitor=pro.visitor, until=until)
    row.refresh_from_db()
    assert row.seen_at == now


def test_nobody_else_marks_it_as_seen(pro: cast.Browser, free: cast.Browser) -> None:
    row = forwarded(pro)
    replied(row)
    actions.see(conversation=row, visitor=free.visitor, until=timezone.now())
    assert unread_of(pro.visitor).exists()


# --- the open page asks ---


def test_nothing_new_is_answered_without_a_word(pro: cast.Browser) -> None:
    for row in (forwarded(pro), chatting(pro), chatting(pro, answered=False)):
        response = news(pro, row, mark_of(pro, row))
        assert (response.status_code, response.content) == (204, b"")


def test_each_thing_that_shows_is_news(pro: cast.Browser) -> None:
    row = chatting(pro, answered=False)
    agent, marks = cast.staff(), [mark_of(pro, row)]
    steps = [
        lambda: answer(row),
        lambda: pro.post(at(row, "not-solved")),
        lambda: pro.post(at(row, "hand-over")),
        lambda: replied(Conversation.objects.get(pk=row.pk)),
        lambda: ticket_actions.add_customer_message(
            ticket=Conversation.objects.get(pk=row.pk).ticket, body="Hm.", channel="email"
        ),
        lambda: ticket_actions.change_status(
            ticket=Conversation.objects.get(pk=row.pk).ticket, author=agent, event=Event.CLOSE
        ),
        lambda: ticket_actions.add_customer_message(
            ticket=Conversation.objects.get(pk=row.pk).ticket, body="Again.", channel="email"
        ),
    ]
    for step in steps:
        step()
        response = news(pro, row, marks[-1])
        assert response.status_code == 200
        assert response.content.decode().lstrip().startswith('<div id="thread"')
        marks.append(response.context["mark"])
    assert len(set(marks)) == len(marks)


def test_that_fin_is_late_is_news_too(pro: cast.Browser) -> None:
    row = chatting(pro, answered=False)
    before = mark_of(pro, row)
    row.messages.update(created_at=timezone.now() - timedelta(minutes=1))
    assert news(pro, row, before).context["stuck"]


def test_what_staff_do_among_themselves_is_no_news(pro: cast.Browser) -> None:
    row = forwarded(pro)
    before = mark_of(pro, row)
    ticket_actions.add_note(ticket=row.ticket, author=cast.staff(), body="Hm.")
    ticket_actions.assign(ticket=row.ticket, author=cast.staff(), assignee=cast.staff())
    assert news(pro, row, before).status_code == 204


def test_a_page_that_nobody_looks_at_has_seen_nothing(pro: cast.Browser) -> None:
    row = forwarded(pro)
    before = mark_of(pro, row)
    replied(row)
    after = news(pro, row, before).context["mark"]
    assert unread_of(pro.visitor).exists()
    assert news(pro, row, after, seen="1").status_code == 204
    assert not unread_of(pro.visitor).exists()


def test_what_was_seen_is_written_once(pro: cast.Browser) -> None:
    row = forwarded(pro)
    replied(row)
    mark, writes = mark_of(pro, row), []
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            news(pro, row, mark, seen="1")
        writes.append(sum(each["sql"].startswith("UPDATE") for each in asked.captured_queries))
    assert writes == [1, 0]


def test_an_open_tab_keeps_no_visit_alive(pro: cast.Browser) -> None:
    row = chatting(pro)
    long_ago = timezone.now() - timedelta(hours=1)
    Visitor.objects.update(last_seen_at=long_ago)
    mark = mark_of(pro, row)
    assert news(pro, row, mark, seen="1").status_code == 204
    assert Visitor.objects.get().last_seen_at == long_ago
    pro.get(at(row))
    assert Visitor.objects.get().last_seen_at > long_ago


def test_asking_in_vain_is_a_handful_of_look_ups(pro: cast.Browser, django_assert_max_num_queries) -> None:
    row = forwarded(pro)
    mark = mark_of(pro, row)
    with django_assert_max_num_queries(4) as asked:
        assert news(pro, row, mark, seen="1").status_code == 204
    about = [each["sql"] for each in asked.captured_queries if 'FROM "tickets_ticket"' in each["sql"]]
    assert len(about) == 1


@pytest.mark.parametrize(("status", "pace"), [("pending", "team"), ("solved", "team"), ("closed", "")])
def test_the_page_asks_on_until_the_ticket_is_closed(status: str, pace: str, pro: cast.Browser) -> None:
    row = forwarded(pro)
    done = {"solved_at": timezone.now()} if status != "pending" else {}
    type(row.ticket).objects.update(status=status, waiting_since=None, **done)
    assert f'data-pace="{pace}"' in pro.get(at(row)).content.decode()


def test_a_citation_in_what_the_poll_brings_leads_back_to_the_page(pro: cast.Browser, articles) -> None:
    row = chatting(pro)
    assert f"?back=%2Fen%2Fmessenger%2Fc%2F{row.reference}%2F&quot;" not in (
        body := news(pro, row, "x").content.decode()
    )
    assert f'?back=%2Fen%2Fmessenger%2Fc%2F{row.reference}%2F"' in body


# --- the list ---


def test_the_list_has_the_unread_first_with_its_last_words_and_status(pro: cast.Browser) -> None:
    older, newer = forwarded(pro, text="Cancel it."), chatting(pro, text="And the invoice?")
    replied(older, "We have cancelled it.")
    page = pro.get("/en/messenger/conversations")
    listed = page.context["conversations"]
    assert [each.conversation for each in listed] == [older, newer]
    assert [(each.by, each.last, str(each.status), each.unread) for each in listed] == [
        ("team", "We have cancelled it.", "Answered, your turn", True),
        ("fin", say("nothing_found", "en"), "With Fin", False),
    ]
    assert page.content.decode().count("New answer") == 1
    pro.get(at(older))
    assert "New answer" not in pro.get("/en/messenger/conversations").content.decode()


def test_an_unread_answer_is_listed_however_old_its_conversation_is(pro: cast.Browser, monkeypatch) -> None:
    monkeypatch.setattr(listing, "MOST", 2)
    oldest = forwarded(pro, text="Cancel it.")
    newer = [chatting(pro, text=f"And the invoice of {month}?") for month in ("May", "June")]
    replied(oldest)
    listed = pro.get("/en/messenger/conversations").context["conversations"]
    assert [each.conversation for each in listed] == [oldest, newer[1]]


def test_the_list_asks_as_often_for_many_as_for_a_few(pro: cast.Browser) -> None:
    asked = []
    for _time in range(2):
        for _one in range(3):
            forwarded(pro)
            chatting(pro)
        # Without words they are called by their topics.
        Conversation.objects.update(text="")
        with CaptureQueriesContext(connection) as queries:
            pro.get("/en/messenger/conversations")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_deleting_says_so_on_the_list(pro: cast.Browser) -> None:
    response = pro.post(at(chatting(pro), "delete"))
    assert response["Location"] == "/en/messenger/conversations?deleted=1"
    assert "The conversation is deleted." in pro.get(response["Location"]).content.decode()
    assert "The conversation is deleted." not in pro.get("/en/messenger/conversations").content.decode()


def test_a_draft_without_words_is_named_in_words():
    browser = cast.browser(person="pro")
    row = draft(browser, text="")
    browser.post(at(row, "agree"))
    page = browser.get("/en/messenger/conversations").content.decode()
    assert "Go on with your message</strong>" in page
    assert f">{row.reference}<" not in page
