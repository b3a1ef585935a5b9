"""Search by meaning: vectors follow what is published, and find what shares no word with the question."""

import numpy as np
import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from helpcenter import actions
from helpcenter.actions import encoding
from helpcenter.models import ContentStamp, Vectors
from helpcenter.search import encoder, finding
from helpcenter.search.answers import answers
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db


def waiting():
    return ProcrastinateJob.objects.filter(task_name=encoding.TASK, status="todo").count()


@pytest.fixture
def cheap(monkeypatch):
    """Vectors that mean nothing, at no cost; says which texts were encoded."""
    seen = []

    def encode(texts):
        seen.extend(texts)
        return np.ones((len(texts), encoder.DIMENSIONS), np.int8)

    monkeypatch.setattr(encoder, "encode", encode)
    monkeypatch.setattr(encoder, "is_there", lambda: True)
    return seen


def test_a_publication_lines_up_one_job_however_many_texts(cheap):
    shelf.publish()
    shelf.publish(number=1002, slug="second", title="Invoices")
    assert (waiting(), cheap) == (1, [])
    actions.encode_texts()
    assert Vectors.objects.current().count() == 2


def test_vectors_are_made_again_when_the_text_says_something_else_and_only_then(cheap):
    shelf.publish(questions=["Can I get my money back?"])
    actions.encode_texts()
    assert cheap[0] == "Ask for a refund"
    assert {"Who gets one\nEverybody who asks.", "Can I get my money back?"} <= set(cheap)
    before, cheap[:] = ContentStamp.texts()["en"], []
    shelf.publish(questions=["Can I get my money back?"], keywords=["chargeback"])
    actions.encode_texts()
    assert cheap == []
    shelf.publish(title="Refunds")
    assert not Vectors.objects.current().exists()
    actions.encode_texts()
    assert cheap[0] == "Refunds"
    assert Vectors.objects.current().count() == 1
    assert ContentStamp.texts()["en"] != before


def test_a_text_that_changes_while_it_is_encoded_keeps_no_vectors_of_the_one_before(cheap, monkeypatch):
    shelf.publish()
    encode = encoder.encode

    def meanwhile(texts):
        monkeypatch.setattr(encoder, "encode", encode)
        shelf.publish(title="Refunds")
        return encode(texts)

    monkeypatch.setattr(encoder, "encode", meanwhile)
    actions.encode_texts()
    assert not Vectors.objects.exists()
    actions.encode_texts()
    assert Vectors.objects.current().count() == 1


def test_many_texts_are_encoded_a_few_at_a_time(cheap, monkeypatch):
    monkeypatch.setattr(encoding, "MOST_AT_ONCE", 1)
    for number in (1001, 1002):
        shelf.publish(number=number, slug=f"s{number}")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    actions.encode_texts()
    assert (Vectors.objects.count(), waiting()) == (1, 1)


def test_what_was_taken_off_gets_no_vectors(cheap):
    actions.unpublish_translation(translation=shelf.publish())
    actions.encode_texts()
    assert not Vectors.objects.exists()


def test_a_language_that_the_encoder_does_not_know_is_searched_by_words(cheap, monkeypatch):
    monkeypatch.setattr(encoder, "_LANGUAGES", frozenset())
    shelf.publish()
    actions.encode_texts()
    assert (waiting(), cheap) == (0, [])
    hit = finding.search("refund", "en")[0]
    assert (hit.cosine, hit.score) == (None, hit.coverage)


def test_without_the_encoder_words_still_find(monkeypatch):
    monkeypatch.setattr(encoder, "_loaded", lambda: None)
    encoder._of_question.cache_clear()
    shelf.publish()
    actions.encode_texts()
    assert not Vectors.objects.exists()
    assert finding.search("refund", "en")[0].cosine is None


def test_vectors_without_the_encoder_are_left_alone(cheap, monkeypatch):
    shelf.publish()
    actions.encode_texts()
    monkeypatch.setattr(encoder, "_loaded", lambda: None)
    encoder._of_question.cache_clear()
    assert finding.search("refund", "en")[0].cosine is None


@pytest.fixture
def library():
    """Three articles that a few questions share no word with, and one that only Japanese readers have."""
    shelf.publish()
    shelf.publish(
        number=1002,
        slug="sign-in",
        title="Trouble logging in",
        summary="When your password is refused.",
        keywords=[],
        questions=[],
        body_markdown="Reset your password.\n\n## Two steps\n\nYou need both. Confirm it on a second phone. Wait.\n",
    )
    shelf.publish(
        number=1003,
        locale="ja",
        slug="解約",
        title="サブスクリプションを解約する",
        summary="プランの解約方法。",
        keywords=[],
        questions=[],
        body_markdown="設定から解約できます。\n\n## アプリ\n\nストアで解約します。\n",
    )
    actions.encode_texts()


def test_meaning_finds_what_shares_no_word_and_refuses_what_nobody_wrote_about(library):
    hit = finding.search("reimburse what was paid", "en")[0]
    assert (hit.number, hit.coverage) == (1001, 0)
    assert 0.2 < hit.cosine <= 1
    assert 0 < hit.score < 1
    assert finding.search("can't get into my account", "en")[0].number == 1002
    assert finding.search("how long do I boil an egg", "en") == []


def test_a_text_published_just_now_is_found_by_its_words_among_those_with_vectors(library):
    shelf.publish(number=1004, slug="mercury", title="Quicksilver", summary="", keywords=[], body_markdown="It runs.")
    assert finding.search("quicksilver runs", "en")[0].number == 1004


def test_a_question_finds_and_quotes_an_article_that_exists_only_in_another_language(library):
    hit = finding.search("Wie kündige ich mein Abo?", "en")[0]
    assert (hit.number, hit.locale, hit.coverage) == (1003, "ja", 0)
    passage = answers("how to stop my subscription", "en", written_in="en").passages[0]
    assert (passage.number, passage.locale) == (1003, "ja")
    assert "解約" in passage.text


def test_fin_quotes_the_sentence_that_means_what_was_asked(library):
    passage = answers("login needs my other mobile", "en", written_in="en").passages[0]
    assert (passage.number, passage.heading, passage.coverage < 0.3) == (1002, "Two steps", True)
