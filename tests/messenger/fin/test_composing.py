"""An answer from beginning to end: when there is a writer, what it may cost, and what is settled afterwards."""

import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from messenger.fin.writers.actions import reserve, settle
from messenger.fin.writers.budget import Budget, Prices, worst
from messenger.fin.writers.claude import ClaudeWriter
from messenger.fin.writers.composing import compose, configured_writer
from messenger.fin.writers.drafts import Reason, Usage, WriterUnavailableError
from messenger.fin.writers.models import WriterSpending
from tests.messenger.fin.conftest import source
from tests.messenger.fin.messages_api import MODEL
from web.models import Tally

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SETTINGS = "Open Settings and press Export data. "
PRICES = Prices(input=Decimal(3), cached=Decimal("0.3"), cache_write=Decimal("3.75"), output=Decimal(15))
HUNDRED = Usage(input=90, output=10)


@pytest.fixture
def on(settings, api):
    """The writer is switched on, at the API on loopback."""
    settings.FIN_MODEL, settings.ANTHROPIC_API_KEY, settings.ANTHROPIC_BASE_URL = MODEL, "sk-ant-set", api.url
    return settings


def ask(sources, **who):
    return compose(configured_writer(), "How do I export?", [], sources, "en", **(who or {"visit": 1}))


def keep(budget, *, now=NOW, visit=1, customer=None, model=MODEL):
    return reserve(model=model, worst=HUNDRED, budget=budget, now=now, customer=customer, visit=visit)


def may(budget, **what) -> bool:
    try:
        keep(budget, **what)
    except WriterUnavailableError as error:
        return error.reason != Reason.OVER_BUDGET
    return True


@pytest.mark.parametrize(("key", "model"), [("", MODEL), ("sk-ant-set", ""), ("", "")])
def test_without_a_key_and_a_model_fin_quotes(settings, key, model):
    settings.ANTHROPIC_API_KEY, settings.FIN_MODEL = key, model
    assert configured_writer() is None


def test_with_both_claude_writes(on):
    assert isinstance(configured_writer(), ClaudeWriter)


@pytest.mark.django_db
def test_an_answer_is_checked_and_paid_for(on, api, sources):
    api.says(("Press Export data. ", [(0, SETTINGS)]), ("Your refund was issued.", [(0, SETTINGS)]))
    composed = ask(sources)
    assert composed.text == "Press Export data."
    row = WriterSpending.objects.get()
    assert (row.answers, row.input_tokens, row.cached_tokens, row.output_tokens) == (1, 900, 300, 60)
    assert row.tokens_set_aside == 0
    assert Tally.objects.get().count == 1260


@pytest.mark.django_db
def test_nothing_left_is_no_answer_and_still_paid_for(on, api, sources):
    api.says(("NO_ANSWER", []))
    with pytest.raises(WriterUnavailableError) as error:
        ask(sources)
    assert error.value.reason == Reason.NOTHING_LEFT
    assert WriterSpending.objects.values_list("answers", "input_tokens").get() == (0, 900)


@pytest.mark.django_db
def test_an_error_gives_back_what_was_set_aside(on, api, sources, caplog):
    api.status = 529
    with pytest.raises(WriterUnavailableError):
        ask(sources)
    row = WriterSpending.objects.get()
    assert (row.input_tokens, row.tokens_set_aside, Tally.objects.get().count) == (0, 0, 0)
    assert "overloaded" in caplog.text
    assert "export" not in caplog.text


@pytest.mark.django_db
def test_past_the_budget_nobody_is_asked(on, api, sources):
    on.FIN_BUDGET = {"person": None, "day": 1000, "all": None}
    with pytest.raises(WriterUnavailableError) as error:
        ask(sources)
    assert (error.value.reason, api.requests) == (Reason.OVER_BUDGET, [])


@pytest.mark.django_db
def test_what_fails_while_an_answer_grows_is_paid_for_and_told(on, api, sources):
    def broken(_text: str) -> None:
        raise ZeroDivisionError

    api.says(("Press Export data. ", [(0, SETTINGS)]), ("A link arrives.", [(0, SETTINGS)]))
    with pytest.raises(ZeroDivisionError):
        compose(configured_writer(), "How?", [], sources, "en", visit=1, on_growth=broken)
    assert WriterSpending.objects.get().input_tokens > 2000


@pytest.mark.django_db
def test_a_person_has_a_share_a_day():
    budget = Budget(person=250)
    assert [may(budget) for _each in range(3)] == [True, True, False]
    assert may(budget, visit=2)
    assert may(budget, customer=1)
    assert may(budget, now=NOW + timedelta(days=1))
    assert may(Budget())


@pytest.mark.django_db
def test_a_day_has_its_own_budget_for_all_models_together():
    budget = Budget(day=250)
    assert [may(budget, visit=each) for each in range(3)] == [True, True, False]
    assert not may(budget, model="claude-test-2")
    assert may(budget, now=NOW + timedelta(days=1))


@pytest.mark.django_db
def test_the_whole_budget_does_not_come_back():
    budget = Budget(all=250)
    assert [may(budget, now=NOW + timedelta(days=each)) for each in range(3)] == [True, True, False]


@pytest.mark.django_db
def test_what_was_used_takes_the_place_of_what_was_set_aside():
    budget = Budget(person=250, day=250)
    for _each in range(5):
        settle(keep(budget), usage=Usage(input=20, output=10), budget=budget, answered=True)
    assert WriterSpending.objects.values_list("answers", "input_tokens", "output_tokens").get() == (5, 100, 50)
    assert [may(budget), may(budget), may(budget, visit=2)] == [True, False, False]


@pytest.mark.django_db
def test_what_nobody_can_tell_counts_whole():
    settle(keep(Budget(person=1000)), usage=None, budget=Budget(person=1000), answered=False)
    row = WriterSpending.objects.get()
    assert (row.input_tokens, row.tokens_set_aside, Tally.objects.get().count) == (100, 0, 100)


@pytest.mark.django_db
def test_with_prices_the_budgets_are_in_money():
    budget = Budget(prices=PRICES, day=1000)
    settle(keep(budget), usage=Usage(input=50, cached=100, cache_write=20, output=10), budget=budget, answered=True)
    row = WriterSpending.objects.get()
    # 50 × 3 + 100 × 0.3 + 20 × 3.75 + 10 × 15
    assert (row.micros, row.micros_set_aside) == (405, 0)
    # At the most 90 × 3.75 + 10 × 15.
    assert [may(budget), may(budget)] == [True, False]


def test_what_is_set_aside_is_more_than_what_is_sent():
    sent = worst("質問" * 100, ["before"], [source(1, "文" * 1000)], 1024)
    assert sent.input > 1500 + (600 + 3000) / 2
    assert sent.output == 1024


@pytest.mark.django_db
def test_setting_aside_is_a_handful_of_statements(django_assert_max_num_queries):
    keep(Budget(person=10_000, day=10_000, all=10_000))
    with django_assert_max_num_queries(9):
        keep(Budget(person=10_000, day=10_000, all=10_000))


@pytest.mark.django_db(transaction=True)
def test_who_asks_at_once_can_not_both_have_what_is_left():
    ready, done = threading.Barrier(4), []

    def act(visit: int) -> None:
        ready.wait()
        done.append(may(Budget(day=250, person=1000), visit=visit))
        connection.close()

    threads = [threading.Thread(target=act, args=[each]) for each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(done) == [False, False, True, True]
