"""One count over all processes: exact, by every width of network, and gone when its time is over."""

import threading
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection, transaction

from web.actions import forget_tallies, give_back, take
from web.limits import TooOftenError, claims, share, when_again
from web.models import Tally

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LINE = ("2001:db8:1:1234::/64", "2001:db8:1:1200::/56", "2001:db8:1::/48")


def takes(count: int, *, now: datetime = NOW, networks: tuple[str, ...] = (), **who: object) -> int:
    """How many of so many acts are let through."""
    done = 0
    for _each in range(count):
        try:
            take(claims("ask", networks=networks, **who), now=now)
        except TooOftenError:
            continue
        done += 1
    return done


@pytest.mark.django_db
def test_so_many_and_no_more(limit):
    limit("ask", visit=3)
    assert takes(5, visit=1) == 3
    assert takes(1, visit=2) == 1


@pytest.mark.django_db
def test_when_the_hour_is_over_it_begins_anew(limit):
    limit("ask", visit=2)
    assert takes(3, visit=1) == 2
    assert takes(3, visit=1, now=NOW + timedelta(minutes=59)) == 0
    assert takes(3, visit=1, now=NOW + timedelta(minutes=60)) == 2


@pytest.mark.django_db
def test_the_refusal_knows_when_it_may_be_done_again(limit):
    limit("ask", visit=1)
    takes(1, visit=1)
    with pytest.raises(TooOftenError) as refused:
        take(claims("ask", visit=1), now=NOW + timedelta(minutes=20))
    assert (refused.value.what, refused.value.seconds) == ("ask", 2400)


@pytest.mark.parametrize(("after", "begins"), [("One.", "One. "), ("一つ。", "一つ。P"), ("", "P")])
def test_it_is_said_behind_another_sentence_as_its_language_has_it(after: str, begins: str):
    assert when_again(TooOftenError("ask", 60), after=after).startswith(begins)


@pytest.mark.django_db
def test_many_lines_of_one_owner_are_counted_together(limit):
    limit("ask", network=2)
    lines = [(f"2001:db8:1:{each:x}00::/64", f"2001:db8:1:{each:x}00::/56", LINE[2]) for each in range(20)]
    assert sum(takes(1, networks=line) for line in lines) == 8
    neighbours = [(f"192.0.2.{each}/32", "192.0.2.0/24") for each in range(40)]
    assert sum(takes(1, networks=line) for line in neighbours) == 16


@pytest.mark.django_db
def test_whoever_is_refused_uses_up_nobody_elses_share(limit):
    limit("ask", network=2)
    assert takes(50, networks=LINE) == 2
    assert takes(2, networks=("2001:db8:1:9999::/64", *LINE[1:])) == 2


@pytest.mark.django_db
def test_what_can_not_be_known_is_not_counted(limit):
    limit("ask", visit=1)
    assert takes(3, visit=None, networks=()) == 3
    assert not Tally.objects.exists()


@pytest.mark.django_db
def test_all_that_an_act_counts_for_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        take(claims("hand_over", visit=1, address="me@example.com", networks=LINE), now=NOW)
    assert Tally.objects.count() == 5


@pytest.mark.django_db
def test_what_is_given_back_may_be_taken_again(limit):
    limit("ask", visit=1)
    for _each in range(3):
        assert takes(1, visit=1) == 1
        give_back(claims("ask", visit=1))
    assert Tally.objects.get().count == 0


@pytest.mark.django_db
def test_an_act_that_is_rolled_back_was_never_counted(limit):
    limit("ask", visit=1)
    with transaction.atomic():
        takes(1, visit=1)
        transaction.set_rollback(True)
    assert takes(1, visit=1) == 1


@pytest.mark.django_db
def test_at_night_what_is_over_is_forgotten():
    takes(1, visit=1)
    takes(1, visit=2, now=NOW + timedelta(hours=1))
    assert forget_tallies(now=NOW + timedelta(hours=1)) == 1
    assert Tally.objects.count() == 1


@pytest.mark.django_db
def test_the_table_names_nobody(settings):
    takes(1, visit="marta@example.com")
    key = Tally.objects.get().key
    settings.SECRET_KEY = "another" * 10
    assert claims("ask", visit="marta@example.com")[0].key != key


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("inside", [False, True])
def test_eight_at_once_are_counted_exactly(limit, inside):
    limit("ask", visit=20, network=1000)
    ready, done = threading.Barrier(8), []

    def act(each: int) -> None:
        ready.wait()
        for _try in range(10):
            if not inside:
                done.append(takes(1, visit=1, networks=LINE))
                continue
            with transaction.atomic():
                done.append(takes(1, visit=1, networks=LINE))
        connection.close()

    threads = [threading.Thread(target=act, args=[each]) for each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(done), sum(done)) == (80, 20)


@pytest.mark.django_db
def test_an_act_may_be_an_amount():
    def may(amount: int, *, visit: int = 1, now: datetime = NOW) -> bool:
        try:
            take(share("tokens", amount, most=100, seconds=3600, visit=visit), now=now)
        except TooOftenError:
            return False
        return True

    assert [may(60), may(60), may(40), may(1)] == [True, False, True, False]
    assert not may(101, visit=2)
    assert Tally.objects.get().count == 100
    assert may(100, now=NOW + timedelta(hours=1))


@pytest.mark.django_db
def test_of_an_amount_as_much_is_given_back_as_was_not_used():
    claims_of = partial(share, "tokens", most=100, seconds=3600, visit=1)
    take(claims_of(60), now=NOW)
    give_back(claims_of(50))
    assert Tally.objects.get().count == 10
    give_back(claims_of(50))
    assert Tally.objects.get().count == 0


@pytest.mark.django_db
def test_no_amount_is_too_large_for_the_table():
    take(share("tokens", 2**40, most=2**41, seconds=3600, visit=1), now=NOW)
    with pytest.raises(TooOftenError):
        take(share("tokens", 2**40, most=2**41, seconds=3600, visit=1), now=NOW)
