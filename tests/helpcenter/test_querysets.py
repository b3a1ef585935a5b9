"""The questions that pages ask of the library's rows."""

from datetime import date

import pytest

from helpcenter import actions
from helpcenter.models import Article, Collection, CollectionTranslation, Translation
from helpcenter.numbers import NumberConverter
from helpcenter.search import finding
from helpcenter.search.answers import answers
from tests.helpcenter import shelf
from web.addresses import absolute, alternates, best_language, head

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("locale", "shown"), [("en", "en"), ("ja", "ja"), ("de", "en")])
def test_a_list_has_one_row_an_article_in_the_best_language(locale, shown):
    shelf.publish()
    shelf.publish(locale="ja", slug="返金")
    assert [row.locale for row in Translation.objects.one_each(locale)] == [shown]
    assert Translation.objects.translation_for(1001, locale).locale == shown


def test_what_is_not_published_is_in_no_list():
    actions.unpublish_translation(translation=shelf.publish())
    assert not Translation.objects.one_each("en").exists()
    assert Translation.objects.translation_for(1001, "en") is None


def test_an_article_that_never_was_has_no_translation():
    assert Translation.objects.translation_for(404, "en") is None


def test_collections_are_counted_once_an_article_however_many_languages():
    shelf.publish()
    shelf.publish(locale="ja", slug="返金")
    assert Article.objects.readable_by_collection() == {Collection.objects.get().pk: 1}


def test_collections_come_in_the_editors_order():
    for number, order in ((33, 1), (32, 1), (31, 2)):
        actions.publish_collection(
            number=number, locale="en", slug="s", title=str(number), description="", order=order, icon=""
        )
    assert [row.number for row in Collection.objects.shown_in("en")] == [32, 33, 31]


@pytest.mark.parametrize(("locale", "title"), [("en", "Billing"), ("ja", "請求")])
def test_a_collection_shows_its_words_in_the_readers_language(locale, title):
    shelf.collection()
    shelf.collection(locale="ja", title="請求", slug="請求")
    assert [words.title for words in Collection.objects.shown_in(locale)[0].shown] == [title]
    assert CollectionTranslation.objects.one_each(locale).get().title == title


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[x](article:1002)", True),
        ("[x](article:1002#part)", True),
        ("[x](article:10021)", False),
        ("[x](article:100)", False),
        ("article 1002", False),
    ],
)
def test_links_to_an_article_are_found_by_its_whole_number(text, links):
    shelf.publish(body_markdown=text)
    assert Translation.objects.linking_to(1002).exists() is links
    assert not Translation.objects.linking_to().exists()


@pytest.mark.parametrize(
    ("html", "lead"),
    [
        ("<p>a</p><h2 id='x'>b</h2>", "<p>a</p>"),
        ("<h3>b</h3>", ""),
        ("<p>a</p>", "<p>a</p>"),
        ("<h1>not ours</h1><h6>b</h6>", "<h1>not ours</h1>"),
        ("<hr><h2>b</h2>", "<hr>"),
    ],
)
def test_a_text_falls_into_lead_and_rest(html, lead):
    made = Translation(body_html=html)
    assert made.lead_html == lead
    assert made.lead_html + made.rest_html == html


@pytest.mark.parametrize(
    ("machine", "reviewed", "unreviewed"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_only_what_a_machine_wrote_and_nobody_read_is_unreviewed(machine, reviewed, unreviewed):
    assert Translation(machine=machine, reviewed=reviewed).unreviewed is unreviewed


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ja-JP", "ja"),
        ("de, ja;q=0.1", "ja"),
        ("en;q=0.1, ja;q=0.9", "ja"),
        ("tlh", "en"),
        ("*", "en"),
        ("ja;q=0", "en"),
        ("x" * 5000, "en"),
        (",,,", "en"),
    ],
)
def test_the_browsers_best_language_is_chosen(header, language):
    assert best_language(header) == language


def test_a_page_names_its_translations_and_the_default_one():
    found = head("/ja/a", {"ja": "/ja/a", "en": "/en/a"})
    assert found.canonical == "http://help.localhost:8000/ja/a"
    assert dict(found.translations)["x-default"] == "http://help.localhost:8000/en/a"


def test_a_page_that_the_default_language_lacks_names_no_default():
    assert [code for code, _address in head("/ja/a", {"ja": "/ja/a"}).translations] == ["ja"]


def test_every_language_is_offered_by_its_own_name():
    offered = alternates(lambda code: f"/{code}/")
    assert offered == [("en", "English", "/en/"), ("ja", "日本語", "/ja/")]
    assert absolute("/x") == "http://help.localhost:8000/x"


@pytest.mark.parametrize("number", ["0", "01", "1000000000000000000", "-1", "1.0", "１"])
def test_a_number_has_one_way_to_be_written(reader, number):
    assert reader.get(f"/en/articles/{number}").status_code == 404
    assert reader.get(f"/en/collections/{number}").status_code == 404


def test_a_number_goes_into_an_address_and_comes_out():
    converter = NumberConverter()
    assert converter.to_python(converter.to_url(999999999999999999)) == 999999999999999999


def test_an_index_that_is_older_than_the_rows_leaves_out_what_is_gone(monkeypatch):
    made = shelf.publish()
    old = finding.library_in("en")
    made.article.delete()
    monkeypatch.setattr(finding.libraries, "get", lambda *_of: old)
    assert finding.search("refund", "en") == []
    assert answers("refund", "en", written_in="en").passages == []


def test_an_article_without_a_section_is_found_and_not_quoted():
    shelf.publish(title="Quicksilver", body_markdown="---\n", summary="Runs away.")
    assert [hit.snippet for hit in finding.search("quicksilver", "en")] == ["Runs away."]
    assert answers("quicksilver", "en", written_in="en").passages == []


def test_a_translation_can_be_newer_and_older_than_its_source(reader):
    shelf.publish(updated_at=date(2026, 11, 19))
    shelf.publish(locale="ja", slug="返金", updated_at=date(2026, 11, 18))
    assert reader.get("/ja/articles/1001-返金").context["behind"] is True
    shelf.publish(locale="ja", slug="返金", updated_at=date(2026, 11, 19))
    assert reader.get("/ja/articles/1001-返金").context["behind"] is False
