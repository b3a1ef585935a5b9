"""How people really type: widths, cases, slips, kana not yet converted; the right article comes, or a way to it."""

import pytest

from helpcenter.search import finding
from helpcenter.search.answers import answers
from helpcenter.search.suggestions import Suggestions, packed


@pytest.mark.parametrize(
    ("locale", "typed", "number"),
    [
        ("en", "ｃａｎｃｅｌ　ｓｕｂｓｃｒｉｐｔｉｏｎ", 9018020),
        ("en", "CANCEL SUBSCRIPTION", 9018020),
        ("en", "cancel  \t subscription ", 9018020),
        ("en", "canceling subscriptions!!!", 9018020),
        ("en", "“cancel” (subscription)", 9018020),
        ("en", "ログイン", 9017013),
        ("ja", "ﾛｸﾞｲﾝできない", 9017013),
        ("ja", "ﾒｰﾙが届かない", 9017020),
        ("ja", "ログインできない。", 9017013),
        ("ja", "　解約　したい　", 9018020),
        ("ja", "かいやく 解約", 9018020),
        ("ja", "２段階認証", 9017041),
        ("ja", "2段階認証", 9017041),
        ("ja", "ＳＳＯ", 9020027),
        ("ja", "ＡＰＩ　４２９", 9021034),
    ],
)
def test_the_article_is_found_however_it_is_typed(shipped, locale, typed, number):
    assert number in [hit.number for hit in finding.search(typed, locale, 3)]


@pytest.mark.parametrize(
    ("locale", "typed", "part"),
    [
        ("en", "subscripton", "subscription"),
        ("en", "loging in", "login"),
        ("ja", "めーる", "メール"),
        ("ja", "ぱすわーど", "パスワード"),
        ("ja", "ログインデキナイ", "ログイン"),
        ("ja", "ろぐいんできない", "ログインできない"),
    ],
)
def test_a_slip_or_kana_not_yet_converted_is_answered_with_what_was_meant(shipped, locale, typed, part):
    assert any(part in phrase for phrase in finding.did_you_mean(typed, locale))


@pytest.mark.parametrize("typed", ["めーる", "メール", "ﾒｰﾙ"])
def test_kana_are_compared_by_their_sound(typed):
    assert Suggestions(packed(["受付メール", "解約"])).closest(typed) == ["受付メール"]


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_no_more_are_given_than_asked_for(shipped, limit):
    assert len(finding.search("claude", "en", limit)) <= limit
    assert len(answers("claude", "en", written_in="en", limit=limit).passages) <= limit
    assert len(finding.did_you_mean("claude", "en", limit)) <= limit


@pytest.mark.parametrize(("locale", "query"), [("en", "refund invoice plan"), ("ja", "プラン 請求書 返金")])
def test_answers_come_best_first_and_each_once(shipped, locale, query):
    hits, passages = finding.search(query, locale), answers(query, locale, written_in=locale).passages
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    for found in (hits, passages):
        assert len({answer.number for answer in found}) == len(found) > 0


@pytest.mark.parametrize("query", ["\0", "a" * 5000, "%", "'; --", "🙂" * 50, "\u202e", "\ud7ff", "．。、"])
def test_a_query_that_means_nothing_finds_little_and_breaks_nothing(shipped, query):
    assert finding.search(query, "ja") == []


@pytest.mark.parametrize("locale", ["en", "ja"])
def test_an_answer_speaks_the_readers_language_and_leads_there(shipped, reader, locale):
    for hit in finding.search("API", locale):
        assert (hit.locale, hit.path.split("/")[1]) == (locale, locale)
    assert reader.get(hit.path).status_code == 200


def test_a_passage_leads_to_a_part_that_is_there(shipped, reader):
    for passage in answers("cancel subscription refund", "en", written_in="en", limit=5).passages:
        page = reader.get(passage.path.partition("#")[0]).content.decode()
        assert not passage.anchor or f'id="{passage.anchor}"' in page


def test_a_passage_is_short_enough_to_be_read_in_a_chat(shipped):
    for query in ("cancel subscription", "invite members", "API 429", "export my data"):
        passages = answers(query, "en", written_in="en", limit=3).passages
        assert [passage for passage in passages if len(passage.text) > 700] == []


@pytest.mark.parametrize(("path", "header"), [("/en/search?q=refund", "en"), ("/ja/search?q=refund", "ja")])
def test_a_search_is_read_and_never_posted(shipped, reader, path, header):
    assert reader.get(path)["Content-Language"] == header
    assert reader.post(path).status_code == 405
