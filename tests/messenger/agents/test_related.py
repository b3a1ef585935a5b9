"""Beside a ticket: solved ones like it, and articles that fit; who may see which, and what is kept of them."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from helpcenter.search import encoder
from messenger.agents import actions, signs
from messenger.agents.questions import question
from messenger.agents.related import similar_tickets
from messenger.models import Likeness
from tests import cast
from tests.messenger.agents.conftest import ANSWER
from tests.tickets.conftest import open_ticket
from tickets.actions import change_status
from tickets.actions.forgetting import forget_chains
from tickets.models import Ticket
from tickets.redaction.actions import redact_words
from tickets.workflow import Event

pytestmark = pytest.mark.django_db
ASKED = {"subject": "Where do I cancel?", "body": "I looked everywhere for the button to cancel my subscription."}
INVOICE = {"subject": "VAT number", "body": "We need our company's VAT number on the invoice."}
type Solve = Callable[..., Ticket]


def similar(ticket: Ticket, name: str = "agent") -> list[str]:
    found = similar_tickets(ticket, question(ticket), cast.staff(name=name))
    return [each.reference for each in found]


def address(ticket: Ticket) -> str:
    return f"/admin/messenger/likeness/ticket/{ticket.reference}/"


# --- the pure part ---


def test_signs_of_likely_vectors_are_alike_and_of_opposite_ones_differ() -> None:
    vector = np.array([1, -1] * 256)
    assert signs.of_vector(vector) == "10" * 256
    assert (signs.likeness(0), round(signs.likeness(256), 9), signs.likeness(512)) == (1, 0, -1)


def test_the_words_that_weigh_more_decide_the_signs() -> None:
    cancel, refund = signs.of_words({"cancel": 1}), signs.of_words({"refund": 1})
    assert signs.of_words({"cancel": 1, "refund": 0.3}) == cancel != refund
    assert signs.of_words({}) is None


@pytest.mark.parametrize(
    ("meaning", "words", "counts"),
    [(100, 250, True), (240, 180, False), (None, 190, True), (None, 225, False), (None, None, False)],
)
def test_when_two_texts_are_alike(meaning: int | None, words: int | None, counts: bool) -> None:
    assert (signs.together(meaning, words) > 0) is counts


# --- similar tickets ---


def test_a_solved_ticket_is_found_by_its_meaning_with_the_reply(remembered: Solve, agent: cast.Browser) -> None:
    like, _other = remembered(), remembered(**INVOICE)
    ticket = open_ticket(**ASKED)
    assert similar(ticket) == [like.reference]
    page = agent.get(address(ticket)).content.decode()
    assert ANSWER in page
    assert f"/admin/tickets/ticket/{like.reference}/change/" in page


def test_it_is_found_in_another_language(remembered: Solve) -> None:
    like = remembered()
    assert similar(open_ticket(locale="ja", subject="解約", body="サブスクリプションの解約ボタンが見つかりません")) == [
        like.reference
    ]


def test_without_the_encoder_the_same_words_find_it(remembered: Solve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "encode", lambda _texts: None)
    like = remembered(**INVOICE)
    assert Likeness.objects.get().meaning is None
    assert similar(open_ticket(subject="Our VAT number", body="It isn't on the invoice of our company.")) == [
        like.reference
    ]
    assert similar(open_ticket(subject="Two calendars", body="Nothing syncs any more since Monday.")) == []


def test_neither_an_open_ticket_nor_itself_nor_a_stopped_one_is_shown(remembered: Solve) -> None:
    again, stopped = remembered(), remembered()
    Ticket.objects.filter(pk=stopped.pk).update(disowned_at=timezone.now())
    change_status(ticket=again, author=cast.staff(name="aki"), event=Event.REOPEN, expected_version=again.version)
    mine = remembered()
    assert similar(mine) == []


def test_no_report_is_signed_and_none_has_related_things(solve: Solve) -> None:
    report = open_ticket(rule="compliance", topic_kind="compliance")
    Ticket.objects.filter(pk=report.pk).update(status="solved", solved_at=timezone.now(), waiting_since=None)
    actions.remember_lately(now=timezone.now())
    assert not Likeness.objects.exists()
    officer = cast.staff_browser(name="officer", superuser=True)
    assert officer.get(address(report)).status_code == 404
    assert 'data-hx-get="/admin/messenger/likeness' not in _page(officer, report)


def test_signs_from_before_it_was_a_report_show_nothing(remembered: Solve) -> None:
    like = remembered()
    Ticket.objects.filter(pk=like.pk).update(rule="compliance")
    assert similar_tickets(open_ticket(), question(open_ticket()), cast.staff(name="boss", superuser=True)) == []


def test_an_undone_reply_is_never_shown(solve: Solve, agent: cast.Browser) -> None:
    like = solve()
    like.messages.update(held_until=timezone.now() + timedelta(seconds=10))
    actions.remember_lately(now=timezone.now())
    page = agent.get(address(open_ticket())).content.decode()
    assert like.reference in page
    assert ANSWER not in page


# --- what is kept ---


def test_the_worker_signs_once_and_again_what_changed(solve: Solve, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket, now = solve(), timezone.now()
    assert actions.remember_lately(now=now) == 1
    assert actions.remember_lately(now=now) == 0
    before = Likeness.objects.get().words
    Ticket.objects.filter(pk=ticket.pk).update(subject="Something else", updated_at=now + timedelta(seconds=1))
    assert actions.remember_lately(now=now + timedelta(seconds=2)) == 1
    assert Likeness.objects.get().words != before


def test_what_was_solved_before_is_for_the_command(solve: Solve, capsys: pytest.CaptureFixture[str]) -> None:
    ticket = solve()
    Ticket.objects.filter(pk=ticket.pk).update(updated_at=timezone.now() - timedelta(days=30))
    assert actions.remember_lately(now=timezone.now()) == 0
    call_command("remember_solved")
    assert Likeness.objects.get().ticket_id == ticket.pk
    told = capsys.readouterr()
    assert "1 of 1 tickets" in told.err
    call_command("remember_solved")
    assert "0 more" in capsys.readouterr().out


def test_only_the_newest_are_kept(remembered: Solve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 2)
    made = [remembered().pk for _each in range(3)]
    assert sorted(Likeness.objects.values_list("pk", flat=True)) == made[1:]


def test_the_signs_go_with_the_ticket_and_can_go_alone(remembered: Solve) -> None:
    first, second = remembered(), remembered()
    gone = forget_chains(firsts=[first.pk])
    assert list(Likeness.objects.values_list("pk", flat=True)) == [second.pk]
    assert gone["tickets.Ticket"] == 1
    actions.forget(keys=[second.pk])
    assert not Likeness.objects.exists()


# --- articles and the page ---


@pytest.fixture
def articles_found(articles: None) -> None:
    """The articles of the tests' help center; by words alone, as nothing has encoded them."""


def _page(browser: cast.Browser, ticket: Ticket) -> str:
    return browser.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()


def test_an_article_stands_in_the_customers_language_with_its_title_in_the_agents(
    articles_found: None, agent: cast.Browser
) -> None:
    ticket = open_ticket(locale="ja", subject="解約", body="サブスクリプションを解約したいです")
    page = agent.get(address(ticket)).content.decode()
    assert "/ja/articles/" in page
    assert '<small dir="auto">Cancel your subscription</small>' in page


def test_a_customer_in_a_language_that_the_site_lacks_gets_articles_all_the_same(
    articles_found: None, agent: cast.Browser
) -> None:
    ticket = open_ticket(locale="de", subject="Cancel", body="How do I cancel my subscription?")
    assert "/en/articles/" in agent.get(address(ticket)).content.decode()


def test_the_ticket_page_asks_for_it_afterwards(agent: cast.Browser, ticket: Ticket) -> None:
    assert f'data-hx-get="{address(ticket)}"' in _page(agent, ticket)
    part = agent.get(address(ticket), headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<section class="card related"')
    assert "No article and no solved ticket is like this one." in part


def test_a_link_is_put_in_by_who_may_write(articles_found: None, agent: cast.Browser) -> None:
    ticket = open_ticket(subject="Cancel", body="How do I cancel my subscription?")
    as_part = {"HX-Request": "true"}
    assert "data-put=" in agent.get(address(ticket), headers=as_part).content.decode()
    reader = cast.staff_browser(name="reader", groups=("readers",))
    assert "data-put=" not in reader.get(address(ticket), headers=as_part).content.decode()


def test_who_sees_no_tickets_sees_nothing_of_them(editor: cast.Browser, ticket: Ticket) -> None:
    assert editor.get(address(ticket)).status_code == 403
    assert cast.Browser().get(address(ticket)).status_code == 302


def test_the_number_of_queries_stays_the_same(remembered: Solve) -> None:
    remembered()
    ticket, reader = open_ticket(**ASKED), cast.staff()

    def found_with() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as seen:
            found = similar_tickets(ticket, question(ticket), reader)
        return len(found), len(seen)

    found_with()  # reads once what its reader may do
    _one, queries = found_with()
    for _each in range(3):
        remembered()
    assert found_with() == (4, queries)


@pytest.fixture
def ticket(db: None) -> Ticket:
    made: Ticket = open_ticket()
    return made


def test_what_was_made_of_words_that_were_taken_out_goes(solve: Solve) -> None:
    ticket = solve(**ASKED)
    actions.remember(tickets=[ticket], now=timezone.now())
    redact_words(
        ticket=ticket,
        words="cancel my subscription",
        reason="Theirs",
        author=cast.staff(name="lead"),
        now=timezone.now(),
    )
    job = ProcrastinateJob.objects.get(task_name="messenger.forget_help")
    app.tasks[job.task_name](**job.args)
    assert not Likeness.objects.exists()
