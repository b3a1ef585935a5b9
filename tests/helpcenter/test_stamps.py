"""The stamp as a process knows it: once a second, in a thread, and kept when the database is away."""

import threading

import pytest
from django.db import OperationalError

from helpcenter.models import ContentStamp
from helpcenter.reading.stamps import StampReader, read_stamps


class Far:
    """A database's answers and a clock, both set by the test."""

    def __init__(self) -> None:
        self.answer: str | Exception = "1"
        self.now = 100.0
        self.reads = 0

    def read(self) -> str:
        self.reads += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def far():
    return Far()


@pytest.fixture
def stamps(far):
    return StampReader(far.read, lambda: far.now)


def test_it_is_read_once_a_second(far, stamps):
    assert [stamps.current() for _ in range(5)] == ["1"] * 5
    assert far.reads == 1
    far.answer, far.now = "2", far.now + 1
    assert (stamps.current(), far.reads) == ("2", 2)


def test_nothing_is_known_before_the_first_reading(stamps):
    assert stamps.known is None


def test_the_last_one_stays_while_the_database_is_away_and_it_is_asked_less_often(far, stamps):
    stamps.current()
    far.answer, far.now = OperationalError("down"), far.now + 1
    assert [stamps.current(), stamps.current()] == ["1", "1"]
    far.now += 4
    assert (stamps.current(), far.reads) == ("1", 2)
    far.answer, far.now = "2", far.now + 1
    assert stamps.current() == "2"


def test_a_database_that_never_answered_leaves_nothing_known(far, stamps):
    far.answer = OperationalError("down")
    assert stamps.current() is None


def test_a_database_that_hangs_holds_one_reader_a_moment_and_no_other(far):
    answer = threading.Event()

    def hanging() -> str:
        far.reads += 1
        answer.wait(10)
        return "late"

    stamps = StampReader(hanging, lambda: far.now)
    assert stamps.current() is None
    far.now += 60
    assert (stamps.current(), far.reads) == (None, 1)
    answer.set()
    while stamps.current() is None:
        pass
    assert stamps.current() == "late"


@pytest.mark.django_db
def test_an_empty_database_has_no_stamps():
    ContentStamp.objects.all().delete()
    assert ContentStamp.pages() == {}


@pytest.mark.django_db(transaction=True)
def test_reading_gives_the_connection_back():
    seen = []

    def read() -> None:
        seen.append(read_stamps())

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert seen == [ContentStamp.pages()]
