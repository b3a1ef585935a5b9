"""Which section answers a question: by what people are known to ask, in whatever language, and by what is not."""

import pytest

from helpcenter import actions
from helpcenter.content.phrasings import PhrasingLine
from helpcenter.search import encoder
from helpcenter.search.answers import answers
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles():
    """Refunds and logins in English, of which Japanese readers have the first; and one that they have alone."""
    shelf.publish(questions=[])
    shelf.publish(
        locale="ja",
        slug="henkin",
        title="返金を求める",
        summary="返金について。",
        keywords=[],
        questions=[],
        body_markdown="返金には10日かかります。\n\n## 対象になる人\n\n求めた人は全員です。\n",
    )
    shelf.publish(
        number=1002,
        slug="sign-in",
        title="Trouble logging in",
        summary="When your password is refused.",
        keywords=[],
        questions=[],
        body_markdown="Reset your password.\n\n## Two steps\n\nUse a second phone.\n\n## No mail\n\nLook in spam.\n",
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


def teach(locale, *lines):
    actions.ship_phrasings(locale=locale, lines=[PhrasingLine(*line) for line in lines])


def by_meaning():
    actions.encode_texts()
    actions.encode_phrasings()


def first(question, locale="en", written_in="en"):
    found = answers(question, locale, written_in=written_in).passages[0]
    return found.number, found.heading, found.locale


TAUGHT = (
    ("the code never shows up in my inbox", 1002, "No mail"),
    ("my authenticator is on my old handset", 1002, "Two steps"),
    ("give me back what i paid", 1001, "Who gets one"),
    ("who invented the telephone", None, "", "elsewhere"),
    ("recipe for pancakes", None, "", "elsewhere"),
    ("is there a dark theme", None, "", "uncovered"),
)


def test_what_is_known_to_be_asked_leads_to_its_section(articles):
    teach("en", *TAUGHT)
    by_meaning()
    assert first("nothing arrives, still waiting for those digits") == (1002, "No mail", "en")
    assert first("new phone, the authenticator was on the one before") == (1002, "Two steps", "en")


def test_a_question_in_a_language_without_articles_is_known_by_the_others_questions(articles):
    teach("en", *TAUGHT)
    teach("de", ("handy weg, kann nicht bestätigen", 1002, "Two steps"))
    by_meaning()
    assert first("altes handy verloren, wie bestätige ich jetzt", written_in="de") == (1002, "Two steps", "en")


def test_the_section_is_the_one_at_the_same_place_of_the_readers_own_article(articles):
    teach("en", *TAUGHT)
    by_meaning()
    assert first("払ったお金を返してほしい", "ja", "ja") == (1001, "対象になる人", "ja")


def test_an_article_that_only_another_language_has_answers_from_there(articles):
    by_meaning()
    assert first("how do I stop my subscription in the app")[::2] == (1003, "ja")
    assert first("アカウントに入れない、パスワードが違うと言われる", "ja", "ja")[::2] == (1002, "en")


def test_what_nobody_answers_stands_out(articles):
    teach("en", *TAUGHT)
    by_meaning()
    apart, ours = (
        answers(question, "en", written_in="en").features
        for question in ("who made the first phone", "refund what i paid")
    )
    assert apart["neighbours"] > 0.5 > ours["neighbours"]
    assert apart["nearer"] < 0 < ours["nearer"]
    assert apart["silent"] > ours["silent"]


def test_without_what_people_ask_articles_are_known_by_their_titles_and_sections(articles):
    by_meaning()
    found = answers("my password is wrong", "en", written_in="en")
    assert found.passages[0].number == 1002
    assert set(found.features) == {"words", "nobody_words", "nearest", "section"}
    assert found.features["section"] > 0.35


def test_without_the_encoder_the_words_of_what_people_ask_still_find(articles, monkeypatch):
    monkeypatch.setattr(encoder, "_loaded", lambda: None)
    encoder._of_question.cache_clear()
    teach("en", *TAUGHT)
    teach("id", ("kode tidak masuk ke email", 1002, "No mail"))
    assert first("old handset") == (1002, "Two steps", "en")
    assert first("kode saya tidak masuk", written_in="id") == (1002, "No mail", "en")
    found = answers("pancakes recipe", "en", written_in="en")
    assert set(found.features) == {"words", "nobody_words"}
    assert found.features["nobody_words"] > found.features["words"]


@pytest.mark.parametrize("question", ["", "  \n"])
def test_nothing_asked_finds_nothing(articles, question):
    assert answers(question, "en", written_in="en").passages == []


def test_a_site_without_articles_has_no_answer(db):
    found = answers("refund", "en", written_in="en")
    assert (found.passages, found.features) == ([], {})
