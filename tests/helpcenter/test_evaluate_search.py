"""Measuring search over questions whose answers are known, and making all that it searches anew."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from helpcenter.models import Vectors
from helpcenter.search import encoder
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db

DOCUMENTS = [
    {"id": "refund", "title": "Ask for a refund", "body": "Money comes back.\nIt takes ten days."},
    {"id": "login", "title": "Trouble logging in", "body": "Reset your password."},
]
QUESTIONS = [
    {"id": "1", "text": "get reimbursed", "relevant": ["refund"]},
    {"id": "2", "text": "trouble logging in", "relevant": ["login"]},
    {"id": "3", "text": "how long do I boil an egg", "relevant": []},
]


def put(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def measured(folder, *options):
    out = io.StringIO()
    call_command("evaluate_search", folder, "--json", *options, stdout=out)
    found = json.loads(out.getvalue())
    return {each["way"]: (each["questions"], each["hit_1"]) for each in found["measures"]}, found["refusals"]


@pytest.fixture
def folder(tmp_path):
    put(tmp_path / "en" / "docs.jsonl", DOCUMENTS)
    put(tmp_path / "en" / "queries.jsonl", QUESTIONS)
    return tmp_path


def test_each_way_is_measured_and_so_is_what_nothing_answers(folder):
    ways, refusals = measured(folder)
    assert ways == {"PostgreSQL": (2, 50.0), "words": (2, 50.0), "encoder": (2, 100.0), "hybrid": (2, 100.0)}
    assert [(each["without_answer"], each["rightly"], each["wrongly"]) for each in refusals] == [(1, 100.0, 0.0)]
    assert measured(folder, "--half", "even")[0]["words"] == (1, 100.0)


def test_without_the_encoder_words_alone_are_measured(folder, monkeypatch):
    monkeypatch.setattr(encoder, "_loaded", lambda: None)
    encoder._of_question.cache_clear()
    ways, refusals = measured(folder)
    assert (set(ways), refusals) == ({"PostgreSQL", "words"}, [])


def test_questions_of_all_languages_are_asked_of_what_is_published(tmp_path):
    shelf.publish()
    shelf.publish(number=1002, slug="log-in", title="Trouble logging in", body_markdown="Reset it.", keywords=[])
    put(
        tmp_path / "questions.jsonl",
        [
            {"id": "en-1", "locale": "en", "text": "refund", "expect": {"article": [7, 1001]}},
            {"id": "en-2", "locale": "en", "text": "a person, please", "expect": "handover"},
            {"id": "de-1", "locale": "de", "text": "Refund?", "expect": {"article": 1001}},
            {"id": "de-2", "locale": "de", "text": "Wetter", "expect": "abstain"},
        ],
    )
    assert measured(tmp_path, "--language", "en")[0]["words"] == (1, 100.0)
    assert measured(tmp_path, "--language", "de")[0]["words"] == (1, 100.0)


def test_a_folder_that_says_nothing_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"neither \*/queries.jsonl nor questions.jsonl"):
        call_command("evaluate_search", tmp_path)
    put(tmp_path / "en" / "queries.jsonl", [{"id": 1}])
    with pytest.raises(CommandError, match=r"en in .* can.t be measured"):
        call_command("evaluate_search", tmp_path)


def test_reindex_makes_words_and_vectors_anew_and_shows_how_far_it_is():
    translation = shelf.publish()
    type(translation).objects.update(terms=b"", meaning="")
    out, watched = io.StringIO(), io.StringIO()
    watched.isatty = lambda: True
    call_command("reindex", stdout=out, stderr=watched)
    translation.refresh_from_db()
    assert translation.terms
    assert Vectors.objects.current().count() == 1
    assert "Texts: 1. Vectors made: 1." in out.getvalue()
    assert "] 1 of 1" in watched.getvalue()
    out = io.StringIO()
    call_command("reindex", "--missing", stdout=out)
    assert "Texts: 0. Vectors made: 0." in out.getvalue()
