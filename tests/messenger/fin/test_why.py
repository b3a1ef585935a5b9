"""Why Fin said it: on the ticket that it came before, and in the log; in plain words, and what changed since."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpcenter.models import Translation
from messenger.fin import why
from messenger.fin.deciding import AT_ONCE, SOCIAL, Decision
from messenger.fin.intents import NAMES
from messenger.models import Conversation, FinAnswer
from tests import cast
from tests.messenger.steps import answer, at, chatting, forwarded, proved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]
QUESTION = "How do I cancel my subscription?"


def test_every_decision_and_intent_has_plain_words() -> None:
    assert {*NAMES, *AT_ONCE, *SOCIAL, "asked_again", "always_human"} <= set(why.INTENTS)
    assert all(why.because(decision, "human") for decision in Decision)
    assert why.because("of_tomorrow", "new_intent") == "new_intent"


def page_of(browser: cast.Browser, row: Conversation) -> str:
    return browser.get(f"/admin/tickets/ticket/{row.ticket.reference}/change/").content.decode()


def test_the_ticket_says_why_with_score_version_and_who_it_was_decided_for(
    agent: cast.Browser, pro: cast.Browser
) -> None:
    row = forwarded(pro, text=QUESTION)
    page = page_of(agent, row)
    assert page.count('class="why"') == 1
    assert "A section fits the question well enough." in page
    assert "Claude Pro or Max" in page
    assert "version 1 · English" in page
    assert "said in the answer" in page
    assert "changed since" not in page
    Translation.objects.filter(article__number=9018020, locale="en").update(version=3)
    assert "changed since: version 3 now" in page_of(agent, row)
    Translation.objects.filter(article__number=9018020).update(published_at=None)
    assert "can’t be read any more" in page_of(agent, row)


def test_five_answers_cost_as_many_queries_as_one(agent: cast.Browser, pro: cast.Browser) -> None:
    def queries(row: Conversation) -> int:
        with CaptureQueriesContext(connection) as caught:
            page_of(agent, row)
        return len(caught)

    one, five = forwarded(pro, text=QUESTION), chatting(pro, text=QUESTION)
    for n in range(4):
        pro.post(at(five, "ask"), {"text": f"How do I delete my account, part {n}?"})
        answer(five)
    proved(five)
    pro.post(at(five, "hand-over"))
    five.refresh_from_db()
    assert (
        page_of(agent, five).count('class="why"') == FinAnswer.objects.filter(message__conversation=five).count() == 5
    )
    assert queries(five) <= queries(one)


def test_who_sees_the_ticket_sees_why_and_the_log_only_with_its_permission(pro: cast.Browser) -> None:
    row = forwarded(pro, text=QUESTION)
    officer = cast.staff_browser(name="officer", groups=("compliance",))
    page = page_of(officer, row)
    assert 'class="why"' in page
    assert "/admin/messenger/finanswer/" not in page


def test_a_conversation_that_was_deleted_leaves_the_transcript(agent: cast.Browser, pro: cast.Browser) -> None:
    row = forwarded(pro, text=QUESTION)
    pro.post(at(row, "delete"))
    page = page_of(agent, row)
    assert QUESTION in page
    assert 'class="why"' not in page


def test_what_was_asked_is_text_here_too(agent: cast.Browser, pro: cast.Browser) -> None:
    row = forwarded(pro, text="<b>cancel</b> my subscription")
    page = page_of(agent, row).partition('class="why"')[2]
    assert "&lt;b&gt;cancel" in page
    assert "<b>cancel" not in page


def test_the_log_tells_it_in_words_of_its_own(agent: cast.Browser, pro: cast.Browser) -> None:
    chatting(pro, text=QUESTION)
    FinAnswer.objects.update(model="", unwritten="overloaded", tokens=1830, micros=7420)
    listed = agent.get("/admin/messenger/finanswer/").content.decode()
    assert "Select" not in listed.partition('id="changelist"')[0].partition("<main")[2]
    page = agent.get(f"/admin/messenger/finanswer/{FinAnswer.objects.get().pk}/change/").content.decode()
    for words in ("the model was overloaded", "1,830 tokens · 0.007420", "A section fits", "Plans and cancellation"):
        assert words in page
