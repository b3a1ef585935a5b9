"""Questions that people ask: shipped with the content, taught by staff, read by a worker, and learned from."""

import numpy as np
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from helpcenter import actions
from helpcenter.actions import encoding, phrasing
from helpcenter.content.files import ContentError
from helpcenter.content.phrasings import PhrasingLine, phrasing_files, read_phrasings
from helpcenter.models import Phrasing, PhrasingStamp
from helpcenter.search import encoder, phrasebooks
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db

ABOUT = PhrasingLine("where is my money", 1001, "Who gets one")
WHOLE = PhrasingLine("refund", 1001)
NOBODY = PhrasingLine("capital of France", nobody="elsewhere")


@pytest.fixture
def cheap(monkeypatch):
    """Vectors along an axis that the text's length says."""

    def encode(texts):
        found = np.zeros((len(texts), encoder.DIMENSIONS), np.int8)
        found[np.arange(len(texts)), [len(text) for text in texts]] = 127
        return found

    monkeypatch.setattr(encoder, "encode", encode)
    monkeypatch.setattr(encoder, "is_there", lambda: True)


@pytest.fixture
def article():
    return shelf.publish().article


def rows(locale="en"):
    found = Phrasing.objects.filter(locale=locale).order_by("text")
    return list(found.values_list("text", "article__number", "anchor", "nobody", "shipped"))


def ship(*lines, locale="en"):
    return actions.ship_phrasings(locale=locale, lines=lines)


def test_a_file_teaches_what_it_says_and_takes_away_what_it_no_longer_says(article):
    assert ship(ABOUT, WHOLE, NOBODY) == 3
    assert rows() == [
        ("capital of France", None, "", "elsewhere", True),
        ("refund", 1001, "", "", True),
        ("where is my money", 1001, "who-gets-one", "", True),
    ]
    stamp = PhrasingStamp.text()
    assert ship(ABOUT, WHOLE, NOBODY) == 0
    assert PhrasingStamp.text() == stamp
    assert ship(PhrasingLine("refund", 1001, "Who gets one"), NOBODY) == 2
    assert rows() == [("capital of France", None, "", "elsewhere", True), ("refund", 1001, "who-gets-one", "", True)]
    assert PhrasingStamp.text() != stamp


def test_another_language_names_the_headings_of_its_own_article_else_of_the_default_one(article):
    shelf.publish(locale="ja", slug="henkin", title="返金", body_markdown="前書き。\n\n## 誰がもらえますか\n\n全員。\n")
    ship(PhrasingLine("返金して", 1001, "誰がもらえますか"), PhrasingLine("だれ", 1001, "Who gets one"), locale="ja")
    ship(PhrasingLine("Geld zurück", 1001, "Who gets one"), locale="de")
    assert [row[2] for row in rows("ja")] == ["who-gets-one", "誰がもらえますか"]
    assert rows("de") == [("Geld zurück", 1001, "who-gets-one", "", True)]


def test_a_heading_that_staff_changed_leaves_the_article_and_an_article_that_is_gone_nothing(article):
    ship(PhrasingLine("who", 1001, "Who got one once"), PhrasingLine("what", 4711))
    assert rows() == [("who", 1001, "", "", True)]


def test_what_staff_wrote_stays(article):
    actions.teach(phrasing=Phrasing(locale="en", text="refund", nobody=Phrasing.Nobody.UNCOVERED))
    assert ship(WHOLE) == 0
    assert rows() == [("refund", None, "", "uncovered", False)]
    assert ship() == 0
    assert len(rows()) == 1


def test_staff_take_a_shipped_question_over(article):
    ship(WHOLE, NOBODY)
    taught = actions.teach(phrasing=Phrasing(locale="en", text="refund", article=article, anchor="who-gets-one"))
    assert rows()[1] == ("refund", 1001, "who-gets-one", "", False)
    assert Phrasing.objects.get(text="refund").pk == taught.pk
    assert ship(WHOLE) == 1  # NOBODY is gone
    assert rows() == [("refund", 1001, "who-gets-one", "", False)]


@pytest.mark.parametrize("changes", [{}, {"text": "", "nobody": "elsewhere"}, {"nobody": "everybody"}])
def test_staff_hear_what_is_missing(article, changes):
    with pytest.raises(ValidationError):
        actions.teach(phrasing=Phrasing(**{"locale": "en", "text": "refund"} | changes))
    assert rows() == []


@pytest.mark.parametrize(
    "broken",
    [
        {"text": ""},
        {"nobody": "elsewhere", "anchor": "there"},
        {"nobody": ""},
    ],
)
def test_the_database_refuses_a_question_that_is_answered_neither_way(db, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Phrasing.objects.create(**{"locale": "en", "text": "refund", "nobody": "elsewhere"} | broken)


def test_forgetting_tells_who_learned(article):
    ship(WHOLE, NOBODY)
    stamp = PhrasingStamp.text()
    keys = list(Phrasing.objects.values_list("pk", flat=True))
    assert actions.forget_phrasings(keys=keys) == 2
    assert PhrasingStamp.text() != stamp
    stamp = PhrasingStamp.text()
    assert actions.forget_phrasings(keys=keys) == 0
    assert PhrasingStamp.text() == stamp


def test_a_worker_reads_them_some_at_a_time(article, cheap, monkeypatch):
    ship(ABOUT, WHOLE, NOBODY)
    jobs = ProcrastinateJob.objects.filter(task_name=encoding.TASK, status="todo")
    assert jobs.count() == 1
    jobs.delete()
    monkeypatch.setattr(phrasing.encode_phrasings, "__defaults__", (2,))
    stamp = PhrasingStamp.text()
    actions.encode_more_phrasings()
    assert Phrasing.objects.without_vector(encoder.VERSION).count() == 1
    assert jobs.count() == 1
    assert PhrasingStamp.text() == stamp  # learned when all are read
    actions.encode_more_phrasings()
    assert not Phrasing.objects.without_vector(encoder.VERSION).exists()
    assert PhrasingStamp.text() != stamp
    stamp = PhrasingStamp.text()
    actions.encode_more_phrasings()
    assert PhrasingStamp.text() == stamp


def test_a_question_that_staff_change_while_it_is_read_is_read_again(article, cheap, monkeypatch):
    ship(WHOLE)
    encode = encoder.encode

    def slow(texts):
        Phrasing.objects.filter(text="refund").update(text="refunds")
        return encode(texts)

    monkeypatch.setattr(encoder, "encode", slow)
    assert actions.encode_phrasings() == 1
    assert Phrasing.objects.get().made_of == ""


def test_without_the_encoder_nothing_is_read(article, monkeypatch):
    ship(WHOLE)
    monkeypatch.setattr(encoder, "encode", lambda _texts: None)
    assert actions.encode_phrasings() == 0
    assert Phrasing.objects.get().made_of == ""


def test_all_are_read_anew_on_demand(article, cheap, capsys):
    ship(ABOUT, WHOLE)
    call_command("reindex", "--missing")
    assert "Questions: 2." in capsys.readouterr().out
    call_command("reindex", "--missing")
    assert "Questions: 0." in capsys.readouterr().out
    call_command("reindex")
    assert "Questions: 2." in capsys.readouterr().out


def test_the_phrasebook_knows_articles_sections_and_what_nobody_answers(article, cheap):
    ship(ABOUT, WHOLE, NOBODY)
    actions.encode_phrasings()
    book = phrasebooks.phrasebooks.current()
    assert book.numbers.tolist() == [1001]
    # What is about the article as a whole is answered before its first heading.
    assert book.section_position.tolist() == [0, 1]
    axis = np.eye(encoder.DIMENSIONS, dtype=np.float32)
    heard = book.hear("x", "en", axis[len("where is my money")])
    assert heard.section_heat[1] > heard.section_heat[0]
    assert book.hear("x", "en", axis[len("capital of France")]).nobody["nearest_elsewhere"] == pytest.approx(1)
    actions.forget_phrasings(keys=[Phrasing.objects.get(text="where is my money").pk])
    assert phrasebooks.phrasebooks.current().section_position.tolist() == [0]


def test_the_phrasebook_forgets_an_article_that_is_taken_off(article, cheap):
    ship(WHOLE)
    actions.encode_phrasings()
    assert phrasebooks.phrasebooks.current()
    actions.unpublish_translation(translation=article.translations.get())
    assert phrasebooks.phrasebooks.current().numbers.tolist() == []


def test_the_shipped_files_name_articles_and_headings_that_are_shipped(shipped):
    for path in phrasing_files(settings.CONTENT_DIR):
        lines = read_phrasings(path)
        places = phrasing._Places(path.stem, {line.number for line in lines if line.number is not None})
        lost = [
            (line.number, line.heading)
            for line in lines
            if (place := places.of(line)) is None or (line.heading and not place[1])
        ]
        assert (path.stem, set(lost)) == (path.stem, set())
        assert {line.nobody for line in lines} == {"", "elsewhere", "uncovered"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("en.toml", "[1001", "Expected"),
        ("En.toml", "", "must have the name of a language"),
        ("en.toml", 'x = ["a"]', "[x] must be the number of an article, or [none]"),
        ("en.toml", '[01]\n"*" = ["a"]', "[01] must be the number"),
        ("en.toml", '[1001]\n"*" = "a"', "must be a list of questions"),
        ("en.toml", '[1001]\n"*" = [" "]', "one line of 1 to 200"),
        ("en.toml", f'[1001]\n"*" = ["{"a" * 201}"]', "one line of 1 to 200"),
        ("en.toml", '[1001]\n"*" = ["a\\nb"]', "one line of 1 to 200"),
        ("en.toml", '[1001]\n"*" = ["a"]\nOther = ["a"]', "'a' stands there twice"),
        ("en.toml", '[none]\nsometimes = ["a"]', "[none] has elsewhere, uncovered, not 'sometimes'"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path, name, text, said):
    path = tmp_path / "questions" / name
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(ContentError) as caught:
        read_phrasings(phrasing_files(tmp_path)[0])
    assert str(caught.value).startswith(str(path))
    assert said in str(caught.value)


def test_a_file_that_is_no_text_says_so(tmp_path):
    path = tmp_path / "en.toml"
    path.write_bytes(b"\xff")
    with pytest.raises(ContentError, match="not UTF-8 at byte 0"):
        read_phrasings(path)
