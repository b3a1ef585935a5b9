"""What is learned from questions whose answer is known: nearness, sections, words, and what nobody answers."""

import numpy as np
import pytest

from helpcenter.search import phrasebook
from helpcenter.search.phrasebook import ELSEWHERE, UNCOVERED, WHOLE, Known, Phrasebook, learned_from, warmths
from helpcenter.search.vectors import SIZE


def towards(axis, *, off=0.0, by=9):
    """A vector of length 1 along an axis, and so much along another one."""
    found = np.zeros(SIZE, np.float32)
    found[axis], found[by] = 1, off
    return found / np.linalg.norm(found)


def packed(vector):
    return np.rint(vector * 127).astype(np.int8).tobytes()


def known(text, article, axis, *, position=WHOLE, locale="en", off=0.0):
    return Known(locale, text, article, position, packed(towards(axis, off=off)))


@pytest.fixture
def book():
    """Two articles: the first, of two sections, is asked about along the axes 0 and 1, the other one along 2."""
    return Phrasebook(
        learned_from(
            [1001, 1002],
            [
                known("where is my money", 0, 0, position=1),
                known("refund please", 0, 0, position=1, off=0.3),
                known("who gets it back", 0, 1, position=2),
                known("cancel my plan", 1, 2),
                known("stop paying", 1, 2, off=0.2),
                known("capital of France", ELSEWHERE, 3),
                known("weather tomorrow", ELSEWHERE, 3, off=0.4),
                known("discount for students", UNCOVERED, 4),
                known("Geld zurück", 0, 0, position=1, locale="de"),
            ],
        )
    )


def test_an_article_is_near_whose_questions_are(book):
    heard = book.hear("x", "en", towards(2, off=0.1))
    warm = warmths(heard.heat, heard.count)
    assert warm[1] > 0.9 > 0.1 > warm[0]
    assert heard.nearest == pytest.approx([0.01, 0.995], abs=0.03)
    assert heard.count.tolist() == [4, 2]
    assert heard.learned[1] > heard.learned[0]


def test_the_nearest_question_counts_most_but_not_alone():
    one_near = Phrasebook(
        learned_from([1, 2], [known("a", 0, 0), known("b", 0, 5), known("c", 1, 0), known("d", 1, 0)])
    )
    heard = one_near.hear("x", "en", towards(0))
    one, both = warmths(heard.heat, heard.count).tolist()
    assert both == pytest.approx(1, abs=0.01)
    assert one == pytest.approx(1 - np.log(2) / 20, abs=0.01)


def test_a_section_is_near_whose_questions_are(book):
    heard = book.hear("x", "en", towards(1))
    assert list(zip(book.section_article.tolist(), book.section_position.tolist(), strict=True)) == [(0, 1), (0, 2)]
    warm = warmths(heard.section_heat, heard.section_count)
    assert warm[1] > warm[0]
    assert heard.section_count.tolist() == [3, 1]


def test_words_count_in_the_language_of_the_question_alone(book):
    asked = book.hear("refund", "en", None)
    assert asked.words[0] > 0
    assert asked.words[1] == 0
    assert asked.section_words[0] > asked.section_words[1] == 0
    assert book.hear("Geld", "de", None).words[0] > 0
    assert not book.hear("refund", "de", None).words.any()
    assert not book.hear("refund", "fr", None).words.any()
    assert book.hear("weather", "en", None).nobody["words"] > 0.3
    assert book.hear("refund", "fr", None).nobody == {"words": 0.0}


def test_without_a_vector_nothing_is_near(book):
    heard = book.hear("refund", "en", None)
    assert not heard.by_meaning
    assert not heard.heat.any()
    assert not heard.count.any()
    assert warmths(heard.heat, heard.count).tolist() == [-1, -1]


def test_what_nobody_answers_is_told_apart(book):
    about_others, uncovered, ours = (book.hear("x", "en", towards(axis)).nobody for axis in (3, 4, 0))
    assert about_others["nearest_elsewhere"] > 0.95 > 0.1 > about_others["nearest_uncovered"]
    assert uncovered["heat_uncovered"] > uncovered["heat_elsewhere"]
    assert about_others["neighbours"] > 0.9 > 0.1 > ours["neighbours"]
    assert about_others["silent"] > 0 > ours["silent"]
    assert ours["kind_article"] > max(ours["kind_elsewhere"], ours["kind_uncovered"])
    assert about_others["kind_elsewhere"] > about_others["kind_article"]


def test_a_question_that_nobody_encoded_is_known_by_its_words_alone():
    book = Phrasebook(learned_from([1001], [Known("en", "refund please", 0, WHOLE, b"")]))
    assert not book
    heard = book.hear("refund", "en", towards(0))
    assert not heard.by_meaning
    assert heard.words[0] > 0


def test_a_phrasebook_of_nothing_answers_nothing():
    book = Phrasebook(learned_from([], []))
    heard = book.hear("refund", "en", towards(0))
    assert (len(heard.words), len(heard.section_words), heard.nobody) == (0, 0, {"words": 0.0})


def test_articles_that_nobody_asks_about_are_neither_near_nor_far():
    book = Phrasebook(learned_from([1001, 1002], [known("refund", 0, 0)]))
    heard = book.hear("x", "en", towards(0))
    assert heard.count.tolist() == [1, 0]
    assert warmths(heard.heat, heard.count).tolist() == pytest.approx([1, -1], abs=0.01)
    assert heard.nobody["heat_elsewhere"] == heard.nobody["nearest_elsewhere"] == -1


def test_of_very_many_the_likeliest_are_compared(monkeypatch):
    monkeypatch.setattr(phrasebook, "_ALL_UP_TO", 50)
    monkeypatch.setattr(phrasebook, "_LIKELY", 20)
    random = np.random.default_rng(1)
    others = random.normal(size=(300, SIZE)).astype(np.float32)
    mine = random.normal(size=SIZE).astype(np.float32)
    rows = [Known("en", f"q{at}", 0, WHOLE, packed(row / np.abs(row).max())) for at, row in enumerate(others)]
    near = mine + 0.3 * others[0]
    rows.append(Known("en", "near", 1, WHOLE, packed(near / np.abs(near).max())))
    heard = Phrasebook(learned_from([1, 2], rows)).hear("x", "en", mine / np.linalg.norm(mine))
    assert heard.nearest[1] > 0.9
    assert heard.count.tolist() == [300, 1]
    assert warmths(heard.heat, heard.count)[1] > warmths(heard.heat, heard.count)[0]


def test_of_very_many_a_part_is_learned_from(monkeypatch):
    monkeypatch.setattr(phrasebook, "_MOST_LEARNED", 40)
    rows = [known(f"{axis}-{at}", axis, axis, off=at / 100) for axis in (0, 1) for at in range(60)]
    heard = Phrasebook(learned_from([1, 2], rows)).hear("x", "en", towards(1))
    assert heard.learned[1] > heard.learned[0] + 0.5
