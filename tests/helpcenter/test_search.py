"""Search and passages: the right article first in the shipped content, and the manners around it."""

import pytest

from helpcenter.search import finding
from helpcenter.search.answers import answers
from tests.helpcenter import shelf

# What people type, and the articles of which the first must be one.
GRID = [
    ("ja", "解約したい", {9018020}),
    ("ja", "サブスクを解約する方法を教えてください", {9018020}),
    ("ja", "ログインできない", {9017013}),
    ("ja", "領収書", {9018027}),
    ("ja", "領収書がほしい", {9018027}),
    ("ja", "アカウント削除", {9017027}),
    ("ja", "返金してほしい", {9018034}),
    ("ja", "認証メールが届かない", {9017020}),
    ("ja", "データをダウンロードしたい", {9019013}),
    ("ja", "メンバーを招待", {9020020}),
    ("ja", "ＡＰＩ　４２９", {9021027, 9021034}),
    ("ja", "レート制限", {9021034}),
    ("ja", "サポートを受ける方法", {9015913}),
    ("ja", "電話番号", {9015913}),
    ("en", "cancel subscription", {9018020}),
    ("en", "how do I cancel my subscription?", {9018020}),
    ("en", "can't log in", {9017013}),
    ("en", "can’t log in", {9017013}),
    ("en", "API 429", {9021027, 9021034}),
    ("en", "invoice", {9018027}),
    ("en", "delete my account", {9017027}),
    ("en", "how do I get a refund", {9018034}),
    ("en", "export my data", {9019013}),
    ("en", "talk to a human", {9015913}),
    ("en", "SSO", {9020027}),
    ("en", "invite members", {9020020}),
]


@pytest.mark.parametrize(("locale", "query", "right"), GRID)
def test_the_right_article_comes_first_and_is_quoted_first(shipped, locale, query, right):
    assert finding.search(query, locale)[0].number in right
    quoted = answers(query, locale, written_in=locale).passages[0]
    assert quoted.number in right
    assert quoted.text


@pytest.mark.parametrize(("locale", "query"), [("ja", "cancel subscription"), ("en", "解約したい")])
def test_words_of_another_language_find_the_readers_own_article(shipped, locale, query):
    hit = finding.search(query, locale)[0]
    assert (hit.number, hit.locale) == (9018020, locale)


@pytest.mark.parametrize(
    ("locale", "query"), [("en", "zzqqx"), ("ja", "今日の天気"), ("en", ""), ("ja", "  "), ("en", "?!")]
)
def test_what_nobody_wrote_about_finds_nothing(shipped, locale, query):
    assert finding.search(query, locale) == []


@pytest.mark.django_db
def test_an_article_in_another_language_alone_is_found_and_says_so():
    shelf.publish(locale="ja", slug="返金", title="返金を依頼する", body_markdown="返金には十日かかります。")
    hit = finding.search("返金", "en")[0]
    assert (hit.locale, hit.path) == ("ja", "/en/articles/1001-%E8%BF%94%E9%87%91")


@pytest.mark.django_db
def test_a_hit_shows_the_sentence_that_matched():
    shelf.publish(body_markdown="Lead.\n\n## Slow\n\nOne. Quicksilver runs away. Three.\n")
    assert "Quicksilver runs away." in finding.search("quicksilver", "en")[0].snippet


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Pick one:\n\n- Quicksilver\n- Lead\n", "Pick one: Quicksilver · Lead"),
        ("Quicksilver runs.\n\nIt is a metal.\n", "Quicksilver runs. It is a metal."),
        ("水銀は Quicksilver です。\n\n金属です。\n", "水銀は Quicksilver です。金属です。"),
        ("Quicksilver is one.\n\n| Metal | Runs |\n|---|---|\n| Quicksilver | Yes |\n", "Quicksilver is one."),
        ("| Metal | Runs |\n|---|---|\n| Quicksilver | Yes |\n", "Metal · Runs · Quicksilver · Yes"),
    ],
    ids=["list", "paragraphs", "ja", "beside-a-table", "table"],
)
def test_a_snippet_parts_what_stands_in_lines_of_its_own(body, said):
    shelf.publish(body_markdown=body)
    assert finding.search("quicksilver", "en")[0].snippet == said


@pytest.mark.django_db
def test_a_hit_whose_title_says_it_all_shows_the_articles_summary():
    shelf.publish(body_markdown="Lead.\n\n## In a store\n\nA refund of the store comes from the store.\n")
    assert finding.search("ask for refund", "en")[0].snippet == "How refunds work."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("slow metals", ("Slow metals", "slow-metals")),
        ("lead", ("", "")),  # stands before the first heading
        ("refund", ("", "")),  # the title has it all, whatever a section says of it
        ("ask for metals", ("", "")),  # the article has it, each of its sections too little
    ],
)
def test_a_hit_leads_to_the_section_that_was_meant_alone(query, meant):
    shelf.publish(body_markdown="Lead.\n\n## Slow metals\n\nQuicksilver runs away. No refund.\n")
    hit = finding.search(query, "en")[0]
    assert (hit.heading, hit.anchor) == meant
    assert hit.path == "/en/articles/1001-refunds" + ("#slow-metals" if meant[0] else "")


@pytest.mark.django_db
def test_a_passage_leads_to_its_section():
    shelf.publish(body_markdown="Lead.\n\n## Slow metals\n\nQuicksilver runs away.\n")
    passage = answers("quicksilver", "en", written_in="en").passages[0]
    assert (passage.heading, passage.anchor) == ("Slow metals", "slow-metals")
    assert passage.path == "/en/articles/1001-refunds#slow-metals"
    assert 0 < passage.score <= 1


@pytest.mark.django_db
def test_among_equal_sections_the_earlier_one_is_quoted():
    shelf.publish(body_markdown="Quicksilver runs.\n\n## A\n\nQuicksilver runs.\n")
    assert answers("quicksilver", "en", written_in="en").passages[0].heading == ""


@pytest.mark.django_db
def test_a_keyword_finds_an_article_that_does_not_say_it():
    shelf.publish(keywords=["chargeback"])
    assert [hit.number for hit in finding.search("chargebacks", "en")] == [1001]


@pytest.mark.django_db
def test_a_publication_is_found_at_once():
    shelf.publish()
    assert finding.search("quicksilver", "en") == []
    shelf.publish(number=1002, body_markdown="Quicksilver.")
    assert [hit.number for hit in finding.search("quicksilver", "en")] == [1002]


@pytest.mark.django_db
def test_the_index_is_made_once_for_each_publication():
    shelf.publish()
    assert finding.library_in("en") is finding.library_in("en")


@pytest.mark.django_db
def test_an_empty_library_answers_with_nothing():
    assert finding.search("refund", "en") == []
    assert answers("refund", "en", written_in="en").passages == []
    assert finding.did_you_mean("refund", "en") == []
