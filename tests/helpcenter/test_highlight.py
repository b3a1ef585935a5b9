"""Marks around what was searched for, and nothing of the text let through as HTML."""

import pytest

from helpcenter.search.highlight import marked


@pytest.mark.parametrize(
    ("text", "query", "locale", "expected"),
    [
        ("You can cancel it.", "canceling", "en", "You can <mark>cancel</mark> it."),
        ("すぐに解約できます", "解約したい", "ja", "すぐに<mark>解約</mark>できます"),
        ("Claudeアカウントの削除", "アカウント削除", "ja", "Claude<mark>アカウント</mark>の<mark>削除</mark>"),
        ("a <b> refund & more", "refund", "en", "a &lt;b&gt; <mark>refund</mark> &amp; more"),
        ("How do I pay", "how do I", "en", "How do I pay"),
        ("", "refund", "en", ""),
    ],
)
def test_matches_are_marked_and_everything_is_escaped(text, query, locale, expected):
    assert marked(text, query, locale) == expected
