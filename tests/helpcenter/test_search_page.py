"""The search page: results with marks, a way onward without, and nothing of the query let through as HTML."""

import pytest

from helpcenter import actions
from helpcenter.models import SearchedPhrase
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db


def page(reader, query: str, locale: str = "en") -> str:
    return reader.get(f"/{locale}/search", {"q": query}).content.decode()


def test_results_are_marked_and_counted(reader):
    shelf.publish()
    found = page(reader, "refund")
    assert "1 article for “refund”" in found
    assert "<mark>refund</mark></a>" in found
    assert '<a href="/en/articles/1001-refunds" ping=' in found


def test_nothing_typed_shows_what_people_look_for(reader):
    shelf.article(featured=True)
    shelf.publish()
    assert "Ask for a refund" in page(reader, "")


def test_little_found_suggests_titles_that_look_alike(reader):
    shelf.publish()
    found = page(reader, "askfor rfnd")
    assert "Did you mean:" in found
    assert "q=Ask%20for%20a%20refund" in found


def test_nothing_found_leads_to_the_messenger(reader):
    found = page(reader, "zzqqx")
    assert "No article matches “zzqqx”." in found
    assert 'href="/en/messenger/?text=zzqqx" data-open-messenger' in found


def test_found_or_not_fin_can_be_asked_the_same(reader):
    shelf.publish()
    assert 'href="/en/messenger/?text=refund%20%26%20more" data-open-messenger' in page(reader, "refund & more")


def test_a_hit_says_where_it_stands(reader):
    shelf.publish()
    assert '<p class="search-where" lang="en">Billing</p>' in page(reader, "refund")


def test_a_hit_in_another_language_says_so_and_leads_to_the_page_that_does(reader):
    shelf.publish(locale="ja", slug="返金", title="返金を依頼する", body_markdown="返金には十日かかります。")
    found = page(reader, "返金")
    assert '<li lang="ja">' in found
    assert '<p class="search-where">日本語</p>' in found
    path = found.split('<li lang="ja">')[1].split('href="')[1].split('"')[0]
    assert path.startswith("/en/articles/1001-")
    assert 'class="notice' in reader.get(path).content.decode()


def test_results_mark_the_other_word_too(reader):
    shelf.publish()
    actions.set_synonyms(group=None, locale="en", words=["reimbursement", "refund"])
    page = reader.get("/en/search?q=reimbursement").content.decode()
    assert "Ask for a <mark>refund</mark>" in page


def test_as_many_as_fit_are_the_best_and_not_all(reader):
    for number in range(1001, 1012):
        shelf.publish(number=number, slug=f"refunds-{number}")
    assert "The 10 best articles for “refund”" in page(reader, "refund")


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", '"><b>', "\0", "a" * 5000, "🙂", "%", "' OR 1=1"])
def test_any_query_is_safe(reader, query):
    shelf.publish()
    found = page(reader, query)
    assert "<script>alert" not in found
    assert '"><b>' not in found


def test_suggestions_are_one_list_a_language_kept_like_a_page(reader):
    shelf.publish()
    response = reader.get("/ja/search.json")
    # An English article is offered to Japanese readers at their own address.
    offered = ["Ask for a refund", "/ja/articles/1001-refunds", "Billing", "en", "money back"]
    assert response.json()["articles"] == [offered]
    assert response.json()["counts"][6] == "6 件の記事"
    assert response["Content-Type"].startswith("application/json")
    assert response["Cache-Control"].startswith("public")
    shelf.publish(number=1002, slug="more", title="More")
    assert len(reader.get("/ja/search.json").json()["articles"]) == 2


def test_while_one_types_the_search_itself_offers_the_best_and_notes_nothing(reader):
    for number in range(1001, 1009):
        shelf.publish(number=number, slug=f"refunds-{number}")
    response = reader.get("/en/search/suggest", {"q": "refund"})
    assert len(response.json()) == 6
    assert ["Ask for a refund", "/en/articles/1001-refunds-1001", "Billing", "en"] in response.json()
    assert not response.cookies
    assert reader.get("/en/search/suggest", {"q": " \0"}).json() == []
    assert not SearchedPhrase.objects.exists()
    assert reader.post("/en/search/suggest").status_code == 405


def test_a_section_that_is_meant_is_offered_and_led_to(reader):
    shelf.publish(body_markdown="A refund takes ten days.\n\n## Chargebacks\n\nYour bank decides on a chargeback.\n")
    path = "/en/articles/1001-refunds#chargebacks"
    found = page(reader, "chargeback")
    assert f'<a href="{path}" ping=' in found
    assert "<p><strong><mark>Chargebacks</mark></strong></p>" in found
    (offered,) = reader.get("/en/search/suggest", {"q": "chargeback"}).json()
    assert offered == ["Ask for a refund", path, "Chargebacks", "en"]


def test_offering_has_a_limit_of_its_own(reader, limit):
    shelf.publish()
    limit("suggest", network=1)
    limit("search", network=1)
    assert reader.get("/en/search/suggest", {"q": "refund"}).status_code == 200
    refused = reader.get("/en/search/suggest", {"q": "refunds"})
    assert (refused.status_code, refused["Cache-Control"]) == (429, "no-store")
    assert int(refused["Retry-After"]) > 0
    assert "1 article for" in page(reader, "refund")


def test_every_search_field_knows_where_suggestions_are(reader):
    for path in ("/en/", "/en/search", "/en/nothing", "/en/articles/1001-refunds"):
        shelf.publish()
        assert 'data-suggest="/en/search.json" data-search="/en/search/suggest"' in reader.get(path).content.decode(), (
            path
        )


def test_languages_keep_the_query(reader):
    response = reader.get("/en/search", {"q": "解約"})
    assert response.context["alternates"][1][2] == "/ja/search?q=%E8%A7%A3%E7%B4%84"


def test_search_results_stay_out_of_search_engines(reader):
    assert '<meta name="robots" content="noindex">' in page(reader, "x")


def test_japanese_is_found_without_spaces(shipped, reader):
    assert "「解約したい」の検索結果" in page(reader, "解約したい", "ja")
