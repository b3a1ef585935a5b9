"""The library in the admin: editors publish through the actions, others can't, and reactions stay as they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpcenter import actions
from helpcenter.models import Article, CollectionTranslation, Reaction, Translation
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db
TEXT = {
    "title": "New title",
    "slug": "refunds",
    "summary": "New.",
    "body_markdown": "New text.\r\n\r\n## Part\r\n",
    "keywords": "money back,chargeback",
    "questions": "where's my money, please\r\n\r\n  refund?? \r\nrefund??\r\n",
    "updated_at": "2026-11-20",
    "reviewed": "on",
}


@pytest.fixture
def made():
    return shelf.publish()


def address(row, page: str = "change") -> str:
    return f"/admin/helpcenter/{row._meta.model_name}/{row.pk}/{page}/"


def test_saving_publishes_a_new_version(editor, made):
    assert editor.post(address(made), shelf.seen(made, **TEXT)).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.version, made.keywords) == ("New title", 2, ["money back", "chargeback"])
    assert made.questions == ["where's my money, please", "refund??"]
    assert '<h2 id="part">' in made.body_html
    assert "\r" not in made.body_markdown


def test_questions_are_written_one_per_line(editor, made):
    page = editor.get(address(made)).content.decode()
    assert "What customers ask in their own words when this article is the answer, one per line." in page
    shelf.publish(questions=["a, b", "c"])
    assert ">\na, b\nc</textarea>" in editor.get(address(made)).content.decode()


def test_a_text_that_does_not_render_comes_back_with_its_line(editor, made):
    response = editor.post(address(made), shelf.seen(made, **TEXT | {"body_markdown": "One.\n\n# Two"}))
    assert "Line 3: the title is the page" in response.content.decode()
    made.refresh_from_db()
    assert made.version == 1


@pytest.mark.parametrize("slug", ["two words", "a/b", "a.md", "a?b"])
def test_a_slug_that_breaks_an_address_is_refused(editor, made, slug):
    assert editor.post(address(made), shelf.seen(made, **TEXT | {"slug": slug})).status_code == 200
    made.refresh_from_db()
    assert made.slug == "refunds"


def test_a_translation_can_be_added(editor, made):
    sent = TEXT | {"article": made.article.pk, "locale": "ja", "slug": "返金"}
    assert editor.post("/admin/helpcenter/translation/add/", sent).status_code == 302
    assert Translation.objects.get(locale="ja").version == 1


def test_a_second_translation_into_one_language_is_refused(editor, made):
    sent = TEXT | {"article": made.article.pk, "locale": "en"}
    assert editor.post("/admin/helpcenter/translation/add/", sent).status_code == 200
    assert Translation.objects.get().title == "Ask for a refund"


def test_the_form_links_to_the_page_on_the_site(editor, made):
    assert 'href="/en/articles/1001-refunds"' in editor.get(address(made)).content.decode()


def test_a_translation_is_taken_off_but_never_deleted(editor, made):
    sent = {"action": "unpublish", "_selected_action": [made.pk]}
    editor.post("/admin/helpcenter/translation/", sent)
    made.refresh_from_db()
    assert made.published_at is None
    assert editor.post(address(made, "delete"), {"post": "yes"}).status_code == 403


def test_an_article_keeps_its_number_and_takes_relations_by_number(editor, made):
    shelf.article(number=1002)
    sent = {"number": "5", "collection": made.article.collection.pk, "source_locale": "en", "related_numbers": "1002"}
    assert editor.post(address(made.article), shelf.seen(made.article, **sent)).status_code == 302
    assert Article.objects.get(number=1001).related.get().number == 1002
    assert "1002" in editor.get(address(made.article)).content.decode()


@pytest.mark.parametrize("numbers", ["9999", "x", "1002 9999"])
def test_a_relation_to_nothing_is_refused(editor, made, numbers):
    sent = {"collection": made.article.collection.pk, "source_locale": "en", "related_numbers": numbers}
    assert (
        "There is no article" in editor.post(address(made.article), shelf.seen(made.article, **sent)).content.decode()
    )


def test_an_article_can_be_added(editor, made):
    sent = {"number": "1003", "collection": made.article.collection.pk, "source_locale": "ja", "related_numbers": ""}
    assert editor.post("/admin/helpcenter/article/add/", sent).status_code == 302
    assert Article.objects.get(number=1003).source_locale == "ja"


def test_a_collections_words_and_order_are_saved(editor, made):
    words = CollectionTranslation.objects.get()
    sent = {"title": "Money", "slug": "money", "description": "", "order": "9", "icon": "card"}
    assert editor.post(address(words), shelf.seen(words, **sent)).status_code == 302
    words.refresh_from_db()
    assert (words.title, words.collection.order, words.collection.number) == ("Money", 9, 31)


def test_reactions_can_be_read_and_nothing_else(editor, made):
    actions.react(translation=made, reader="r", face=-1, comment="Unclear", now=shelf.NOW)
    reaction = Reaction.objects.get()
    assert "Unclear" in editor.get("/admin/helpcenter/reaction/").content.decode()
    assert editor.post(address(reaction), {"face": "1"}).status_code == 403
    assert editor.post(address(reaction, "delete"), {"post": "yes"}).status_code == 403
    assert editor.get("/admin/helpcenter/reaction/add/").status_code == 403


@pytest.mark.parametrize("page", ["translation", "article", "collectiontranslation", "reaction"])
def test_a_stranger_is_asked_to_sign_in(reader, page):
    assert reader.get(f"/admin/helpcenter/{page}/").status_code == 302


def test_an_agent_does_not_publish(agent, made):
    assert agent.post(address(made), TEXT).status_code == 403
    made.refresh_from_db()
    assert made.version == 1


@pytest.mark.parametrize("page", ["translation", "article", "collectiontranslation"])
def test_lists_and_empty_forms_open(editor, made, page):
    assert editor.get(f"/admin/helpcenter/{page}/?q=refund").status_code == 200
    assert editor.get(f"/admin/helpcenter/{page}/add/").status_code == 200


@pytest.mark.parametrize("article", ["abc", "1'", "²", "9" * 30, "-1"])
def test_adding_for_what_is_no_article_shows_the_empty_form(editor, made, article):
    assert editor.get("/admin/helpcenter/translation/add/", {"article": article}).status_code == 200
    sent = TEXT | {"article": article, "locale": "ja"}
    assert editor.post("/admin/helpcenter/translation/add/", sent).status_code == 200


@pytest.mark.parametrize("page", ["translation", "article"])
def test_a_list_asks_as_many_questions_for_ten_rows_as_for_one(editor, made, page):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert editor.get(f"/admin/helpcenter/{page}/").status_code == 200
        return len(asked)

    questions()
    one = questions()
    for number in range(1002, 1012):
        shelf.publish(number=number, slug=f"s{number}")
    assert questions() == one


@pytest.mark.parametrize("typed", ["1001", "refund", "ask FOR", "ten days", "efun", "返金", "払"])
def test_editors_find_an_article_by_number_words_or_part_of_its_title(editor, made, typed):
    shelf.publish(locale="ja", slug="返金", title="返金について", body_markdown="お支払いは戻ります。")
    shelf.publish(number=2002, slug="other", title="Other", summary="", keywords=[], body_markdown="Other things.")
    for page in ("translation", "article"):
        text = editor.get(f"/admin/helpcenter/{page}/", {"q": typed}).content.decode()
        assert "1001" in text
        assert "2002" not in text


def test_articles_and_collections_are_called_by_their_titles(editor, made):
    shelf.publish(locale="ja", slug="返金", title="返金について")
    text = editor.get("/admin/helpcenter/article/", headers={"Accept-Language": "ja"}).content.decode()
    assert "返金について" in text
    assert "Billing" in text
    found = editor.get("/admin/autocomplete/?term=ref&app_label=helpcenter&model_name=translation&field_name=article")
    assert found.json()["results"][0]["text"] == "Ask for a refund"


def test_reactions_are_found_by_their_words_and_their_articles(editor, made):
    other = shelf.publish(number=1002, slug="x", title="Invoices", keywords=[], summary="", body_markdown="Paper.")
    for reader, to, comment in (("a", made, "50% unclear"), ("b", made, ""), ("c", other, "")):
        actions.react(translation=to, reader=reader, face=-1, comment=comment, now=shelf.NOW)

    def found(words):
        page = editor.get("/admin/helpcenter/reaction/", {"q": words})
        return sorted(row.reader for row in page.context["cl"].result_list)

    assert [found(words) for words in ("UNCLEAR", "50%", "refund", "invoices", "%")] == [
        ["a"],
        ["a"],
        ["a", "b"],
        ["c"],
        ["a"],
    ]


@pytest.mark.parametrize("page", ["translation", "article"])
def test_a_search_that_finds_too_much_says_so(editor, monkeypatch, page):
    for number in (1001, 1002, 1003):
        shelf.publish(number=number)
    assert "Only a part" not in editor.get(f"/admin/helpcenter/{page}/?q=refund").content.decode()
    monkeypatch.setattr("helpcenter.models.articles.MOST_FOUND", 2)
    monkeypatch.setattr("helpcenter.admin.filters.MOST_FOUND", 2)
    shown = editor.get(f"/admin/helpcenter/{page}/?q=refund")
    assert "Only a part of what was found is shown." in shown.content.decode()
    assert len(shown.context["cl"].result_list) < 3


def test_a_long_list_of_texts_goes_on_by_key(editor):
    made = [shelf.publish(number=number) for number in (1001, 1002, 1003)]
    for page, rows in (("translation", made), ("article", [row.article for row in made])):
        rest = editor.get(f"/admin/helpcenter/{page}/?after={rows[0].pk}").context["cl"]
        assert list(rest.result_list) == rows[1:]
