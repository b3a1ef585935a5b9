"""Indexes beside readers: the one before answers while the new one is made, once a machine and a language."""

import time
from collections.abc import Callable
from concurrent.futures import Future

import pytest
from django.db import OperationalError, connection

from helpcenter import actions
from helpcenter.models import ContentStamp, Translation
from helpcenter.search import finding, libraries
from helpcenter.search.answers import answers
from helpcenter.search.libraries import Libraries, at_once, in_background
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db


class Later:
    """Tasks that begin when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def start(self, task: Callable[[], None]) -> Future[None]:
        self.waiting.append(task)
        return Future()

    def run(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


def numbers(held: Libraries, locale: str = "en") -> list[int]:
    return held.get(locale, ContentStamp.texts()[locale]).numbers.tolist()


@pytest.fixture
def no_reading(monkeypatch):
    """Lets the test say from when on no index may be made of the rows."""

    def refuse(_locale: str) -> None:
        raise AssertionError("the rows were read")

    return lambda: monkeypatch.setattr(libraries, "read_rows", refuse)


def test_the_index_before_answers_while_the_new_one_is_made(tmp_path, monkeypatch):
    shelf.publish()
    later, held = Later(), Libraries(tmp_path, at_once)
    assert numbers(held) == [1001]
    held._start = later.start
    monkeypatch.setattr(libraries, "_MOMENT", 0)
    shelf.publish(number=1002, slug="second")
    assert [numbers(held), numbers(held)] == [[1001], [1001]]
    assert len(later.waiting) == 1
    later.run()
    assert numbers(held) == [1001, 1002]


def test_what_was_taken_off_is_not_shown_by_the_index_before(tmp_path, monkeypatch):
    made = shelf.publish()
    shelf.publish(number=1002, slug="second")
    old = finding.library_in("en")
    actions.unpublish_translation(translation=made)
    monkeypatch.setattr(finding.libraries, "get", lambda *_of: old)
    assert [hit.number for hit in finding.search("refund", "en")] == [1002]
    assert [passage.number for passage in answers("refund", "en", written_in="en").passages] == [1002]


def test_the_index_before_quotes_texts_that_were_rendered_anew(tmp_path, monkeypatch):
    made = shelf.publish()
    old = finding.library_in("en")
    actions.render_again(translation=made)
    monkeypatch.setattr(finding.libraries, "get", lambda *_of: old)
    assert "ten days" in answers("refund days", "en", written_in="en").passages[0].text


def test_another_process_of_the_machine_opens_what_one_has_made(tmp_path, no_reading):
    shelf.publish()
    numbers(Libraries(tmp_path, at_once))
    no_reading()
    other = Libraries(tmp_path, at_once)
    assert numbers(other) == [1001]
    library = other.get("en", ContentStamp.texts()["en"])
    assert library.suggestions.closest("ask for refnd") == ["Ask for a refund"]
    assert library.ask("refund").best_articles(3)[0].row == 0


def test_a_new_process_begins_with_what_the_last_one_left(tmp_path):
    shelf.publish()
    numbers(Libraries(tmp_path, at_once))
    shelf.publish(number=1002, slug="second")
    later = Later()
    held = Libraries(tmp_path, later.start)
    assert numbers(held) == [1001]
    later.run()
    assert numbers(held) == [1001, 1002]


def test_a_publication_in_one_language_makes_no_other_languages_index(tmp_path, no_reading):
    shelf.publish()
    held = Libraries(tmp_path, at_once)
    before = held.get("en", ContentStamp.texts()["en"])
    shelf.publish(locale="ja", slug="返金")
    no_reading()
    assert held.get("en", ContentStamp.texts()["en"]) is before


def test_a_file_cut_short_is_made_again(tmp_path):
    shelf.publish()
    numbers(Libraries(tmp_path, at_once))
    file = next(tmp_path.glob("en-*"))
    file.write_bytes(file.read_bytes()[:100])
    assert numbers(Libraries(tmp_path, at_once)) == [1001]


def test_without_a_folder_each_process_has_its_own(tmp_path):
    shelf.publish()
    (tmp_path / "search").write_text("not a folder")
    assert numbers(Libraries(tmp_path / "search", at_once)) == [1001]


def test_old_files_go(tmp_path):
    held = Libraries(tmp_path, at_once)
    for title in "abcd":
        shelf.publish(title=title)
        numbers(held)
    assert len(list(tmp_path.glob("en-*"))) == 2


def test_hearing_of_a_publication_makes_every_languages_index_ahead(tmp_path, no_reading):
    shelf.publish()
    shelf.publish(locale="ja", slug="返金")
    held = Libraries(tmp_path, at_once)
    held.refresh()
    no_reading()
    assert (numbers(held), numbers(held, "ja")) == ([1001], [1001])


def test_a_database_that_is_away_leaves_the_index_before(tmp_path, monkeypatch):
    shelf.publish()
    held, stamp = Libraries(tmp_path, at_once), ContentStamp.texts()["en"]
    held.get("en", stamp)

    def refuse() -> None:
        raise OperationalError("down")

    monkeypatch.setattr(ContentStamp, "texts", refuse)
    held.refresh()
    assert held.get("en", stamp).numbers.tolist() == [1001]


def test_a_search_reads_the_stamps_once_however_many_languages(settings, django_assert_num_queries):
    shelf.publish()
    finding.search("nothing", "en")
    with django_assert_num_queries(1):
        finding.search("quicksilver", "en")


def connections():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_thread_makes_the_index_and_gives_its_connection_back(tmp_path):
    shelf.publish()
    held = Libraries(tmp_path, in_background())
    assert numbers(held) == [1001]
    Translation.objects.update(title="x")
    shelf.publish(number=1002, slug="second")
    until = time.monotonic() + 10
    while numbers(held) != [1001, 1002]:
        assert time.monotonic() < until
    while connections() != 1:  # the thread gives its own back once the index is there
        assert time.monotonic() < until
