"""Fin: which passages it quotes, in which language, and what it does with questions that mean nothing."""

import pytest

from helpcenter.actions import place_article, publish_collection, set_landmark
from helpcenter.models import Article
from messenger.fin import actions as fin_actions
from messenger.fin import passages
from messenger.models import Message
from tests import cast
from tests.messenger.steps import chatting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]


def test_a_question_is_answered_with_the_passage_and_its_place() -> None:
    first = passages.answer("How do I cancel my subscription?", "en")[0]
    assert (first["number"], first["title"], first["locale"]) == (9018020, "Cancel your subscription", "en")
    assert first["path"].startswith("/en/articles/9018020-")
    assert first["quote"]


def test_a_japanese_question_is_answered_in_japanese() -> None:
    assert passages.answer("解約したい", "ja")[0]["locale"] == "ja"


@pytest.mark.parametrize("question", ["", "   ", "qwertyuiop", "👩‍👧", "\u200b", "?!…", "x" * 5000, "{{ }} %s %(a)s"])
def test_what_means_nothing_finds_nothing_and_breaks_nothing(question: str) -> None:
    assert passages.answer(question, "en") == []


def test_at_most_two_passages_are_quoted() -> None:
    assert len(passages.answer("account subscription owner support cancel delete", "en")) <= passages.MOST_PASSAGES


def test_a_passage_about_something_else_is_left_out(monkeypatch) -> None:
    monkeypatch.setattr(passages, "LEAST_SCORE", 2.0)
    assert passages.answer("cancel my subscription", "en") == []


def test_a_language_without_articles_is_no_error() -> None:
    assert isinstance(passages.answer("cancel", "fr"), list)


def test_when_the_words_say_nothing_the_topic_is_looked_up(pro: cast.Browser) -> None:
    row = chatting(pro, text="qwertyuiop", topic="subscription")
    cited = row.messages.get(author="fin").citations
    assert [each["number"] for each in cited][:1] in ([], [9018020])


def test_the_last_question_is_the_one_that_is_answered(pro: cast.Browser) -> None:
    row = chatting(pro)
    pro.post(f"/en/messenger/c/{row.reference}/ask", {"text": "How do I delete my account?"})
    waiting = row.messages.get(state="pending")
    fin_actions.answer(message_id=waiting.pk)
    waiting.refresh_from_db()
    assert waiting.citations[0]["number"] == 9017027


def test_a_message_that_is_unknown_is_left_alone() -> None:
    fin_actions.answer(message_id=0)
    assert not Message.objects.exists()


def test_the_answer_links_to_the_article_inside_the_messenger(pro: cast.Browser) -> None:
    row = chatting(pro)
    page = pro.get(f"/ja/messenger/c/{row.reference}/").content.decode()
    assert 'href="/ja/messenger/articles/9018020?back=' in page


def test_markup_in_an_article_is_quoted_as_text(pro: cast.Browser) -> None:
    row = chatting(pro)
    cited = [{"number": 1, "title": "<b>T</b>", "heading": "", "path": "/x", "quote": "<img src=x>", "locale": "en"}]
    row.messages.filter(author="fin").update(citations=cited)
    page = pro.get(f"/en/messenger/c/{row.reference}/").content.decode()
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page


def test_who_asks_fin_is_not_told_how_to_open_the_messenger() -> None:
    question = "How do I get support when I cannot log in?"
    assert 9015941 in {cited["number"] for cited in passages.answer(question, "en")}
    publish_collection(number=2, locale="en", slug="more", title="More", description="", order=2, icon="lifebuoy")
    shelf = Article.objects.get(number=9015941)
    for number in (9018020, 9017027, 9015934):
        place_article(number=number, collection=2, related=[], featured=False, source_locale="en")
    set_landmark(key="get_support", article=shelf)
    assert {cited["number"] for cited in passages.answer(question, "en")} <= {9018020, 9017027, 9015934}
