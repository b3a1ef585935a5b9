"""Content gaps: which questions belong together, what is decided about them, and an article that begins with them."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from helpcenter.actions import encode_texts, note_search
from helpcenter.models import Article, SearchedPhrase, Translation
from helpcenter.search import encoder
from messenger.conversations.actions import forget_conversations
from messenger.fin.outcome_actions import note_outcome
from messenger.gaps import actions, gathering
from messenger.gaps.clustering import grouped, middle
from messenger.gaps.wording import beginning, impersonal
from messenger.models import FinAnswer, Gap, GapQuestion, Message
from tests import cast
from tests.messenger.steps import chatting, forwarded
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
NOW = timezone.now()
INVOICE = ["How do I download my invoice?", "Where can I find my invoice as a PDF?", "請求書をダウンロードしたい"]
WEATHER = "What will the weather be like in Kyoto?"


def unanswered(browser: cast.Browser, text: str, locale: str = "en", **changes: object) -> FinAnswer:
    """A question that Fin found nothing for, whatever it would find."""
    row = chatting(browser, text=text, locale=locale)
    FinAnswer.objects.filter(message__conversation=row).update(
        **{"decision": "nothing", "locale": locale, "created_at": NOW} | changes
    )
    return FinAnswer.objects.get(message__conversation=row)


def searched(words: str, *, times: int = 1, found: int = 0, locale: str = "en") -> None:
    for _time in range(times):
        note_search(query=words, locale=locale, place="page", found=found, day=NOW.date())


def unit(*numbers: float) -> np.ndarray:
    found = np.array(numbers, np.float32)
    return found / np.linalg.norm(found)


# --- the pure part ---


def test_who_has_most_others_near_is_the_middle_whatever_the_order() -> None:
    questions = np.array([unit(1, 0.9), unit(1, 0), unit(1, 0.45), unit(0, 1)])
    for order in ([0, 1, 2, 3], [3, 1, 0, 2]):
        found = grouped(questions[order], np.ones(4, np.float32), np.zeros((0, 2), np.float32), near=0.9, near_known=1)
        assert len(found.middles) == 2
        assert np.allclose(found.middles[0], questions[2])
        assert sorted(np.array(found.of)[np.argsort(order)].tolist()) == [0, 0, 0, 1]


def test_what_is_near_a_known_group_joins_it_and_the_rest_make_new_ones() -> None:
    questions, known = np.array([unit(1, 0.1), unit(0, 1)]), np.array([unit(1, 0)])
    found = grouped(questions, np.ones(2, np.float32), known, near=0.9, near_known=0.9)
    assert found.of.tolist() == [0, 1]
    assert np.allclose(middle(questions, np.array([1, 0], np.float32)), questions[0])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Write to aya@example.com or call +81 90 1234 5678", "Write to … or call …"),
        ("My key is sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789", "My key is …"),
        ("see https://example.com/a?b=1 please, error 502", "see … please, error 502"),
        ("I am Aya Mori and my chats are gone, aya", "I am … and my chats are gone, …"),
        ("森です。請求書がほしい", "…です。請求書がほしい"),
    ],
)
def test_what_says_who_somebody_is_is_taken_out(text: str, kept: str) -> None:
    assert impersonal(text, ["Aya Mori", "森", "A"]) == kept


def test_a_beginning_has_a_short_title_and_each_question_once() -> None:
    long = "My invoice is wrong. " + "It says something that I don't understand. " * 9
    begin = beginning([long, "Invoice?", "Invoice?", "  "], longest=100, most=2)
    assert begin.title == "My invoice is wrong."
    assert begin.questions == [
        "My invoice is wrong. It says something that I don't understand.",
        "Invoice?",
    ]
    assert beginning(["aya@example.com"], longest=100, most=5).questions == []


# --- gathering ---


@pytest.fixture
def articles_known(articles: None) -> None:
    encode_texts()


def test_alike_questions_of_two_languages_and_a_search_make_one_gap(pro: cast.Browser, articles_known: None) -> None:
    made = [unanswered(pro, text, "ja" if text[0] == "請" else "en") for text in INVOICE]
    searched("download invoice", times=3)
    unanswered(pro, WEATHER)
    assert actions.gather(now=NOW) == 2
    gap = Gap.objects.first()
    assert (gap.nothing, gap.searched, gap.times, gap.conversations) == (3, 3, 6, 3)
    assert gap.locales == ["en", "ja"]
    assert set(gap.questions.values_list("answer", flat=True)) == {*(row.pk for row in made), None}
    assert gap.nearest == {}


def test_the_article_that_may_answer_after_all_is_named_in_a_language_of_the_site(
    pro: cast.Browser, articles_known: None
) -> None:
    unanswered(pro, "Wie kündige ich mein Abo?", "de")
    actions.gather(now=NOW)
    nearest = Gap.objects.get().nearest
    assert (nearest["number"], nearest["locale"]) == (9018020, "en")
    assert "Cancel your subscription" in cast.staff_browser().get("/admin/messenger/gap/").content.decode()


def test_only_what_found_no_answer_counts(pro: cast.Browser) -> None:
    helped = unanswered(pro, INVOICE[0], outcome="confirmed")
    quoted = unanswered(pro, INVOICE[1], decision="quote")
    unanswered(pro, WEATHER, decision="onward", outcome="unresolved")
    unanswered(pro, WEATHER, created_at=NOW - timedelta(days=91))
    searched("refund", found=2)
    assert gathering.unanswered(NOW) == []
    note_outcome(conversation=quoted.message.conversation, helped=False)
    (only,) = gathering.unanswered(NOW)
    assert (only.key, only.kind) == (quoted.pk, "unhelped")
    assert helped.pk != only.key


def test_a_gap_stays_the_same_row_and_questions_are_encoded_once(
    pro: cast.Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    unanswered(pro, INVOICE[0])
    actions.gather(now=NOW)
    gap = Gap.objects.get()
    unanswered(pro, INVOICE[1])
    encoded: list[str] = []
    real = encoder.encode
    monkeypatch.setattr(encoder, "encode", lambda texts: encoded.extend(texts) or real(texts))
    actions.gather(now=NOW + timedelta(hours=1))
    assert Gap.objects.get() == gap
    assert gap.questions.count() == 2
    assert encoded == [INVOICE[1]]


def test_what_was_put_aside_stays_so_for_near_questions_and_can_be_taken_back(pro: cast.Browser) -> None:
    unanswered(pro, INVOICE[0])
    actions.gather(now=NOW)
    gap = Gap.objects.get()
    actions.dismiss(gap=gap, staff=cast.staff(), now=NOW)
    before = bytes(gap.middle)
    unanswered(pro, INVOICE[1])
    actions.gather(now=NOW + timedelta(hours=1))
    gap.refresh_from_db()
    assert (gap.times, bytes(gap.middle)) == (2, before)
    assert not Gap.objects.open().exists()
    actions.restore(gap=gap)
    assert Gap.objects.open().get() == gap


def test_questions_go_with_their_conversation_and_an_empty_gap_with_them(pro: cast.Browser) -> None:
    row = unanswered(pro, INVOICE[0])
    actions.gather(now=NOW)
    forget_conversations(keys=[row.message.conversation_id])
    assert GapQuestion.objects.count() == 0
    page = cast.staff_browser().get("/admin/messenger/gap/").content.decode()
    assert "invoice" not in page
    actions.gather(now=NOW)
    assert Gap.objects.count() == 0


def test_a_decision_outlives_its_questions_for_two_years(pro: cast.Browser) -> None:
    row = unanswered(pro, INVOICE[0])
    actions.gather(now=NOW)
    actions.dismiss(gap=Gap.objects.get(), staff=cast.staff(), now=NOW)
    forget_conversations(keys=[row.message.conversation_id])
    actions.gather(now=NOW + timedelta(days=700))
    assert Gap.objects.count() == 1
    actions.gather(now=NOW + timedelta(days=731))
    assert Gap.objects.count() == 0


def test_what_is_deleted_while_groups_are_made_is_left_out(pro: cast.Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    unanswered(pro, INVOICE[0])
    searched("weather")
    real = gathering.with_vectors

    def meanwhile(asked: list[gathering.Asked]) -> list[gathering.Asked]:
        Message.objects.all().delete()
        SearchedPhrase.objects.all().delete()
        return real(asked)

    monkeypatch.setattr(actions, "with_vectors", meanwhile)
    actions.gather(now=NOW)
    assert (Gap.objects.count(), GapQuestion.objects.count()) == (0, 0)


def test_without_the_encoder_the_same_words_make_a_gap(pro: cast.Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "is_there", lambda: False)
    unanswered(pro, "download my invoice")
    unanswered(pro, "invoice download?")
    unanswered(pro, WEATHER)
    assert actions.gather(now=NOW) == 2
    assert {gap.space for gap in Gap.objects.all()} == {"words"}


# --- the pages ---


@pytest.fixture
def gap(pro: cast.Browser, articles_known: None) -> Gap:
    for text in INVOICE:
        unanswered(pro, text, "ja" if text[0] == "請" else "en")
    actions.gather(now=NOW)
    return Gap.objects.get()


@pytest.fixture
def editor() -> cast.Browser:
    return cast.staff_browser(name="ed", groups=("editors",))


def test_the_list_shows_the_question_in_the_readers_language_and_filters(gap: Gap, editor: cast.Browser) -> None:
    page = editor.get("/admin/messenger/gap/").content.decode()
    assert 'lang="en" dir="auto">' in page.split("fin-cards")[1].split("</h2>")[0]
    japanese = editor.get("/admin/messenger/gap/?locale=ja&order=newest", headers={"Accept-Language": "ja"}).content
    assert INVOICE[2] in japanese.decode().split("</h2>")[0]
    assert "invoice" in editor.get("/admin/messenger/gap/?locale=fr&state=x&p=99").content.decode()
    assert "invoice" not in editor.get("/admin/messenger/gap/?state=written").content.decode()


def test_all_questions_lead_to_answers_only_for_who_may_read_them(gap: Gap, editor: cast.Browser) -> None:
    address = f"/admin/messenger/gap/{gap.pk}/change/"
    agents = cast.staff_browser().get(address).content.decode()
    assert agents.count("/admin/messenger/finanswer/") == agents.count("/admin/messenger/conversation/") == 3
    assert "/admin/messenger/finanswer/" not in editor.get(address).content.decode()
    assert editor.get("/admin/messenger/gap/x9/change/").status_code == 404


def test_putting_aside_and_back_is_for_who_may_change_gaps(gap: Gap, editor: cast.Browser) -> None:
    aside, back = f"/admin/messenger/gap/{gap.pk}/dismiss/", f"/admin/messenger/gap/{gap.pk}/restore/"
    assert cast.staff_browser().post(aside).status_code == 403
    assert editor.get(aside).status_code == 405
    answer = editor.post(aside, {"next": "/admin/messenger/gap/?locale=ja"})
    assert answer["Location"] == "/admin/messenger/gap/?locale=ja"
    gap.refresh_from_db()
    assert gap.dismissed_by == editor.user
    assert editor.post(back, {"next": "//evil.example/"})["Location"] == "/admin/messenger/gap/"
    gap.refresh_from_db()
    assert gap.dismissed_at is None
    assert editor.post("/admin/messenger/gap/gather/").status_code == 302


def test_an_article_begins_with_the_questions_and_the_gap_knows_it(gap: Gap, editor: cast.Browser) -> None:
    address = f"/admin/messenger/gap/{gap.pk}/write/"
    page = editor.get(address)
    form = page.context["adminform"].form
    assert set(form.initial["questions"]) == set(INVOICE[:2])
    assert form.initial["title"] in INVOICE[:2]
    assert form.initial["locale"] == "en"
    assert cast.staff_browser().get(address).status_code == 403
    sent = {
        "article": Article.objects.get(number=9017027).pk,
        "locale": "ja",
        "title": "請求書",
        "slug": "invoice",
        "body_markdown": "設定を開きます。",
        "questions": INVOICE[2],
        "updated_at": "2026-11-20",
        "reviewed": "on",
    }
    assert editor.post(address, sent | {"slug": "a b"}).status_code == 200
    gap.refresh_from_db()
    assert gap.written_at is None
    assert editor.post(address, sent).status_code == 302
    gap.refresh_from_db()
    assert gap.translation == Translation.objects.get(title="請求書")
    assert (Gap.objects.open().count(), Gap.objects.written().count()) == (0, 1)


def test_a_gap_with_an_article_comes_back_when_it_is_asked_again(gap: Gap, pro: cast.Browser) -> None:
    actions.mark_written(gap=gap, translation=Translation.objects.first(), now=NOW + timedelta(minutes=1))
    assert not Gap.objects.open().exists()
    unanswered(pro, INVOICE[0], created_at=NOW + timedelta(minutes=2))
    actions.gather(now=NOW + timedelta(minutes=3))
    assert Gap.objects.open().get().asked_again


def test_a_ticket_begins_an_article_without_its_person(pro: cast.Browser, articles: None) -> None:
    row = forwarded(pro, text="I am Mia Pro, mia@example.com. How do I get my invoice 2026-1234-5678?")
    ticket = row.ticket
    Ticket.objects.filter(pk=ticket.pk).update(requester_name="Mia Pro")
    boss = cast.staff_browser(name="boss", superuser=True)
    address = f"/admin/messenger/gap/ticket/{ticket.reference}/"
    assert address in boss.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    form = boss.get(address).context["adminform"].form
    assert any("How do I get my invoice" in each for each in form.initial["questions"])
    assert not any(part in str(form.initial) for part in ("Mia", "mia@", "1234"))
    assert boss.get("/admin/messenger/gap/ticket/HC-0000-0000/").status_code == 404
    assert cast.staff_browser().get(address).status_code == 403
    assert address not in cast.staff_browser().get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
