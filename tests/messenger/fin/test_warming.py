"""The worker for answers is warm before anybody asks, learns once however many ask, and finds what was learned."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from config.management.commands import work
from messenger.fin import examples, warming


class Slow:
    """An encoder that takes its time with many sentences, and counts how often it had many."""

    def __init__(self) -> None:
        self.learned = 0

    def __call__(self, texts: list[str]) -> np.ndarray:
        if len(texts) > 1000:
            self.learned += 1
            time.sleep(0.3)
        lengths = np.array([[len(text), text.count("e"), 1.0] for text in texts])
        return lengths / np.linalg.norm(lengths, axis=1, keepdims=True)


@pytest.fixture
def encode() -> Iterator[Slow]:
    made = Slow()
    yield made
    examples._known.pop(made, None)


def test_who_asks_while_it_is_learned_waits_for_that_and_learns_nothing_beside(encode: Slow) -> None:
    asking = [threading.Thread(target=examples.likenesses, args=(["hello"], encode)) for _each in range(4)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert encode.learned == 1


def test_a_restart_finds_what_was_learned(encode: Slow, tmp_path: Path) -> None:
    examples.recall(encode, tmp_path, "1")
    before = examples.likenesses(["A person, please"], encode)
    examples._known.clear()
    examples.recall(encode, tmp_path, "1")
    assert encode.learned == 1
    assert examples.likenesses(["A person, please"], encode) == before


def test_another_encoder_or_a_broken_file_is_learned_anew_and_one_file_is_kept(encode: Slow, tmp_path: Path) -> None:
    examples.recall(encode, tmp_path, "1")
    examples.recall(encode, tmp_path, "2")
    assert encode.learned == 2
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"cut short")
    examples.recall(encode, tmp_path, "2")
    assert encode.learned == 3


def test_without_a_folder_it_is_learned_all_the_same(encode: Slow, tmp_path: Path) -> None:
    (tmp_path / "search").write_text("no folder")
    examples.recall(encode, tmp_path / "search", "1")
    assert examples.likenesses(["hello"], encode)


def test_the_worker_for_answers_warms_up_beside_its_work_and_the_one_for_mail_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    began, may_end = threading.Event(), threading.Event()
    monkeypatch.setitem(work._WARMING, "fin", lambda: (began.set(), may_end.wait(10)))
    work._warm_up(["mail", "incoming"])
    assert not began.is_set()
    work._warm_up(["fin", "default"])
    assert began.wait(10)
    (thread,) = [each for each in threading.enumerate() if each.name == "warm-up fin"]
    assert thread.daemon  # nothing that ends waits for it
    may_end.set()


@pytest.mark.django_db
def test_warming_up_answers_in_each_language_and_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(warming.connection, "close", lambda: None)
    monkeypatch.setattr(warming, "answer", lambda question: asked.append(question.locale))
    warming.warm()
    assert asked == ["en", "ja"]
    monkeypatch.setattr(warming, "answer", lambda question: 1 / 0)
    warming.warm()
    assert "Fin isn't warm" in caplog.text
