"""What golden questions say of a text before readers see it; readers see nothing of the rehearsal."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from helpcenter import publication_checks
from helpcenter.actions.rehearsing import Change, rehearsed
from helpcenter.models import Article, ContentStamp, Section, ShippedText, Translation
from helpcenter.publication_checks import Trouble
from helpcenter.search.finding import library_in, search
from messenger.golden import checking
from messenger.golden.models import GoldenQuestion

pytestmark = pytest.mark.django_db
LIST = "/admin/helpcenter/translation/"


@pytest.fixture(autouse=True)
def by_words(settings, articles):
    settings.SEARCH_BY_MEANING = False


@pytest.fixture
def held():
    return Translation.objects.get(article__number=9018020, locale="en")


@pytest.fixture
def asked(held):
    return GoldenQuestion.objects.create(text="cancel your subscription", locale="en", article=held.article)


def typed(held, **changes):
    """The form as an editor sends it."""
    names = ("title", "slug", "summary", "body_markdown", "updated_at")
    sent = {name: getattr(held, name) for name in names} | {"reviewed": "on", "keywords": "", "questions": ""}
    return sent | {"seen": held.fingerprint, "_save": "Save"} | changes


NOTHING = {"title": "Zebras", "body_markdown": "Stripes.\n"}


def address(held):
    return f"{LIST}{held.pk}/change/"


def test_what_breaks_a_question_is_shown_first_and_published_when_it_is_meant(editor, held, asked):
    page = editor.post(address(held), typed(held, **NOTHING))
    text = page.content.decode()
    assert page.status_code == 409
    assert "Right now, wrong with this change" in text
    assert "quoted an article: Cancel your subscription" in text
    assert "correct the error" not in text
    assert page.context["adminform"].form["title"].value() == "Zebras"
    held.refresh_from_db()
    assert held.title == "Cancel your subscription"
    mark = page.context["adminform"].form["checked"].value()
    assert editor.post(address(held), typed(held, checked=mark, **NOTHING)).status_code == 302
    held.refresh_from_db()
    assert held.title == "Zebras"


def test_what_was_changed_since_the_report_is_checked_again(editor, held, asked):
    page = editor.post(address(held), typed(held, **NOTHING))
    mark = page.context["adminform"].form["checked"].value()
    again = editor.post(address(held), typed(held, checked=mark, title="Lions", body_markdown="Manes.\n"))
    assert again.status_code == 409


def test_what_breaks_nothing_is_published_at_once_with_a_line_about_it(editor, held, asked):
    page = editor.post(address(held), typed(held, summary="How to cancel."), follow=True)
    assert "1 golden question was asked: none is answered worse." in page.content.decode()


def test_a_text_is_checked_without_being_published(editor, held, asked):
    sent = typed(held, title="Cancel it", _check="Check") | {"CHANGE_FORM-action": ""}
    del sent["_save"]
    page = editor.post(address(held), sent)
    assert page.status_code == 200
    assert "Nothing is published yet." in page.content.decode()
    assert page.context["report"].asked == 1
    held.refresh_from_db()
    assert held.title == "Cancel your subscription"


def test_a_new_text_that_answers_what_nothing_did_is_told(editor, held):
    zebra = GoldenQuestion.objects.create(text="zebra stripes", locale="en", article=held.article)
    draft = Translation.objects.get(pk=held.pk)
    draft.body_markdown = "Zebra stripes are black and white.\n"
    report = publication_checks.look_at([Change(draft)])
    assert [line.text for line in report.better] == [zebra.text]
    assert (report.worse, report.unchanged) == ([], 0)


def test_a_draft_in_a_language_without_a_text_is_rehearsed_too():
    other = Article.objects.get(number=9017027)
    GoldenQuestion.objects.create(text="アカウントを削除する", locale="ja", article=other)
    draft = Translation(
        article=other,
        locale="ja",
        slug="sakujo",
        title="アカウントを削除する",
        body_markdown="設定から削除します。\n",
        updated_at=date(2026, 11, 1),
    )
    report = publication_checks.look_at([Change(draft)])
    assert report.asked == 1
    assert draft.pk is None
    assert not other.translations.filter(locale="ja").exists()


def test_taking_off_what_answers_is_shown_first(editor, held, asked):
    sent = {"action": "unpublish", "_selected_action": [held.pk]}
    page = editor.post(LIST, sent)
    assert page.status_code == 409
    assert "cancel your subscription" in page.content.decode()
    held.refresh_from_db()
    assert held.published_at is not None
    assert editor.post(LIST, dict(page.context["again"]) | {"anyway": "1"}).status_code == 302
    held.refresh_from_db()
    assert held.published_at is None


def test_a_shipped_text_that_breaks_a_question_is_shown_first(editor, held, asked):
    words = {"slug": "x", "updated_at": date(2026, 11, 2), "waits_since": timezone.now()}
    ShippedText.objects.create(translation=held, **NOTHING, **words)
    page = editor.post(LIST, {"action": "take_shipped", "_selected_action": [held.pk]})
    assert page.status_code == 409
    held.refresh_from_db()
    assert held.title == "Cancel your subscription"


def test_readers_see_nothing_of_a_rehearsal(held):
    before = (ContentStamp.texts(), list(Section.objects.values_list("pk", flat=True)), library_in("en"))
    draft = Translation.objects.get(pk=held.pk)
    draft.title, draft.body_markdown = "Zebras", "Stripes and stripes.\n"
    with rehearsed([Change(draft)]):
        assert [hit.title for hit in search("zebras", "en")] == ["Zebras"]
    assert search("zebras", "en") == []
    assert (ContentStamp.texts(), list(Section.objects.values_list("pk", flat=True))) == before[:2]
    assert library_in("en") is before[2]
    assert draft.body_html == held.body_html


def test_a_rehearsal_inside_a_transaction_that_fails_leaves_it_usable(held):
    with transaction.atomic():
        with pytest.raises(DatabaseError), rehearsed([Change(held)]), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert Translation.objects.filter(pk=held.pk).exists()


def test_only_near_questions_are_asked(held, asked):
    GoldenQuestion.objects.create(text="xyzzy plugh", locale="en", expect="abstain")
    GoldenQuestion.objects.create(text="cancel", locale="en", expect="handover")
    report = publication_checks.look_at([Change(held)])
    assert (report.known, report.near, report.asked) == (3, 2, 2)


def test_a_check_that_takes_too_long_says_so_and_keeps_nobody(editor, held, asked, monkeypatch):
    monkeypatch.setattr(publication_checks, "MOST_SECONDS", -9)
    page = editor.post(address(held), typed(held, **NOTHING), follow=True)
    assert "The time was up. Golden questions that were asked: 0." in page.content.decode()
    held.refresh_from_db()
    assert held.title == "Zebras"


def test_a_check_that_fails_says_so_and_keeps_nobody(editor, held, asked, monkeypatch):
    monkeypatch.setattr(checking, "ask", lambda _case: 1 / 0)
    page = editor.post(address(held), typed(held, **NOTHING), follow=True)
    assert "The golden questions couldn&#x27;t be asked this time." in page.content.decode()
    held.refresh_from_db()
    assert held.title == "Zebras"


def test_more_changes_than_an_editor_waits_for_are_not_checked(held):
    report = publication_checks.look_at([Change(held)] * (publication_checks.MOST_CHANGES + 1))
    assert report.trouble == Trouble.TOO_MANY


def test_without_a_check_nothing_is_asked(held, asked, settings):
    settings.PUBLICATION_CHECK = ""
    assert publication_checks.look_at([Change(held)]) is None


def test_without_golden_questions_it_costs_one_query(held, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert publication_checks.look_at([Change(held)]).known == 0
