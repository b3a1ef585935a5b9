"""Fin's answers: what is quoted, in which language, what is said when nothing is found, and what is kept of it."""

import pytest

from accounts.entitlements import TopicKind, support_for
from helpcenter.actions import encode_texts, set_landmark
from helpcenter.models import Article
from messenger.fin import actions as fin_actions
from messenger.fin.answering import Answer, Question, answer, times_asked
from messenger.fin.deciding import Decision
from messenger.fin.phrases import say
from messenger.models import FinAnswer, Message
from tests import cast
from tests.messenger.steps import at, chatting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]


def asked(text: str, locale: str = "en", **more) -> Answer:
    return answer(Question(text, locale, support_for(None, None, TopicKind.GENERAL), **more))


def test_a_question_is_answered_with_the_section_and_its_place() -> None:
    found = asked("How do I cancel my subscription?")
    cited = found.citations[0]
    assert (cited["number"], cited["title"], cited["locale"]) == (9018020, "Cancel your subscription", "en")
    assert cited["path"].startswith("/en/articles/9018020-")
    assert cited["quote"]
    assert cited["html"].startswith("<")
    assert cited["version"] == 1
    assert found.text == say("may_help", "en")


def test_a_japanese_question_is_answered_in_japanese() -> None:
    found = asked("解約したい", "ja")
    assert found.locale == found.citations[0]["locale"] == "ja"


def test_the_answer_follows_the_person_and_says_that_the_article_is_in_another_language() -> None:
    encode_texts()
    found = asked("Wie kann ich mein Abo kündigen?", "en")
    assert found.citations, (found.decided, [(f.score, f.certainty, f.passage.number) for f in found.found])
    assert found.locale == "de"
    assert found.citations[0]["number"] == 9018020
    assert "English" in found.text


@pytest.mark.parametrize("question", ["", "   ", "qwertyuiop", "👩‍👧", "\u200b", "?!…", "x" * 5000, "{{ }} %s %(a)s"])
def test_what_means_nothing_finds_nothing_and_breaks_nothing(question: str) -> None:
    found = asked(question)
    assert found.citations == []
    assert found.decided.decision in {Decision.NOTHING, Decision.WORDS}


def test_nothing_found_is_said_and_nothing_else_is_quoted_instead(pro: cast.Browser) -> None:
    row = chatting(pro, text="capital of France", topic="subscription")
    answered = row.messages.get(author="fin")
    assert answered.citations == []
    assert answered.text == say("nothing_found", "en")


def test_who_wants_a_person_and_reaches_the_team_sees_the_way_onward_at_once(pro: cast.Browser) -> None:
    row = chatting(pro, text="人間の担当者に代わってください", locale="ja")
    row.refresh_from_db()
    assert row.unsolved
    assert say("handing_over", "ja") in row.messages.get(author="fin").text
    assert "hand-over" in pro.get(at(row, locale="ja")).content.decode()


def test_who_reaches_nobody_is_told_so_with_the_reason(team_member: cast.Browser) -> None:
    row = chatting(team_member, text="人間の担当者に代わってください", locale="ja", topic="other")
    row.refresh_from_db()
    said = row.messages.get(author="fin").text
    assert row.unsolved
    assert "オーナー" in said
    assert say("handing_over", "ja") not in said


def test_the_reason_is_in_the_persons_language() -> None:
    assert "melden Sie sich" in asked("Ich möchte mit einem Menschen sprechen").text


def test_the_same_question_for_the_third_time_leads_onward(pro: cast.Browser) -> None:
    row = chatting(pro, text="How do I cancel my subscription?")
    for _time in range(2):
        pro.post(at(row, "ask"), {"text": "how do i CANCEL my subscription"})
        fin_actions.answer(message_id=row.messages.get(state="pending").pk)
    assert list(FinAnswer.objects.order_by("pk").values_list("decision", flat=True)) == ["quote", "quote", "onward"]
    assert FinAnswer.objects.latest("pk").intent == "asked_again"


def test_questions_are_the_same_by_their_words() -> None:
    assert times_asked("Cancel my plan?", ["cancel my plan", "refund", "my plan, cancel"], "en") == 2
    assert times_asked("???", ["???"], "en") == 0


def test_who_reaches_what_is_said_for_this_person_with_the_guide(pro: cast.Browser) -> None:
    set_landmark(key="get_support", article=Article.objects.get(number=9015941))
    found = asked("get support when I cannot log in")
    assert found.decided.decision == Decision.REACH
    assert "log in first" in found.text
    assert [route["name"] for route in found.choices["routes"]][-1] == "reach"


def test_a_short_question_is_read_with_the_one_before() -> None:
    assert not asked("elsewhere too?").citations
    assert asked("elsewhere too?", before=["How do I cancel my subscription?"]).citations[0]["number"] == 9018020


def test_what_it_came_from_is_kept(pro: cast.Browser) -> None:
    row = chatting(pro, text="How do I cancel my subscription?")
    kept = FinAnswer.objects.get(message__conversation=row)
    assert (kept.decision, kept.locale, kept.topic, kept.rule) == ("quote", "en", "subscription", "individual_paid")
    assert (kept.sections[0]["number"], kept.sections[0]["version"], kept.sections[0]["used"]) == (9018020, 1, "quoted")
    pro.post(at(row, "not-solved"))
    kept.refresh_from_db()
    assert kept.outcome == "unresolved"
    pro.post(at(row, "solved"))
    kept.refresh_from_db()
    assert kept.outcome == "confirmed"


def test_a_secret_in_a_question_is_in_no_log(pro: cast.Browser) -> None:
    chatting(pro, text="cancel subscription sk-ant-api03-" + "a" * 40)
    assert "aaaaa" not in FinAnswer.objects.get().question


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


def test_a_quote_is_shown_as_it_stands_in_the_article_and_its_links_stay_inside(pro: cast.Browser) -> None:
    row = chatting(pro)
    message = row.messages.get(author="fin")
    html = '<ol><li>One <a href="/en/articles/9017027-delete#steps">x</a></li></ol>'
    message.citations[0]["html"] = html
    message.save()
    page = pro.get(f"/ja/messenger/c/{row.reference}/").content.decode()
    assert 'href="/ja/messenger/articles/9018020?back=' in page
    assert '<ol><li>One <a href="/en/messenger/articles/9017027?back=' in page


def test_markup_in_words_is_quoted_as_text(pro: cast.Browser) -> None:
    row = chatting(pro)
    cited = [{"number": 1, "title": "<b>T</b>", "heading": "", "path": "/x", "quote": "<img src=x>", "locale": "en"}]
    row.messages.filter(author="fin").update(citations=cited)
    page = pro.get(f"/en/messenger/c/{row.reference}/").content.decode()
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page


def test_the_log_says_why_and_the_playground_shows_each_step(agent: cast.Browser, pro: cast.Browser) -> None:
    chatting(pro, text="How do I cancel my subscription?")
    kept = FinAnswer.objects.get()
    assert "How do I cancel" in agent.get("/admin/messenger/finanswer/").content.decode()
    assert "Cancel your subscription" in agent.get(f"/admin/messenger/finanswer/{kept.pk}/change/").content.decode()
    sent = {
        "question": "How do I cancel?",
        "before": "",
        "domain": "",
        "plan": "",
        "role": "",
        "locale": "en",
        "topic": "",
    }
    page = agent.get("/admin/messenger/finanswer/playground/", sent).content.decode()
    assert "Cancel your subscription" in page
    assert asked("How do I cancel?").citations[0]["quote"].split("\n")[0] in page
    assert FinAnswer.objects.count() == 1
    assert pro.get("/admin/messenger/finanswer/playground/", sent).status_code == 302
