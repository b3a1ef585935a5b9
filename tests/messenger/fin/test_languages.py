"""Which language a text is in: few words, mixed scripts, and what says nothing."""

import tomllib
from pathlib import Path

import pytest

from messenger.fin.languages import LOCALES, language_of

SETS = sorted((Path(__file__).parent / "requests").glob("*.toml"))


@pytest.mark.parametrize(
    ("text", "default", "language"),
    [
        ("ok", "ja", "ja"),
        ("123", "fr", "fr"),
        ("👍", "de", "de"),
        ("", "ko", "ko"),
        ("API", "ja", "ja"),
        ("Claude Pro", "es", "es"),
        ("me@example.org https://example.org/the/and/with", "ja", "ja"),
        ("สวัสดี", "de", "de"),
        ("refund", "ja", "en"),
        ("Danke!", "en", "de"),
        ("Je voudrais un remboursement", "en", "fr"),
        ("quiero cancelar mi cuenta", "en", "es"),
        ("quero cancelar minha conta", "en", "pt-br"),
        ("vorrei disdire il mio abbonamento", "en", "it"),
        ("gimana cara batalin langganan", "en", "id"),
        ("환불", "en", "ko"),
        ("возврат", "en", "ru"),
        ("استرداد", "en", "ar"),
        ("なるほど", "en", "ja"),
    ],
)
def test_few_words(text, default, language):
    assert language_of(text, default) == language


@pytest.mark.parametrize(
    ("text", "default", "language"),
    [
        ("Claude Codeの使い方", "en", "ja"),
        ("API key를 잃어버렸어요", "en", "ko"),
        ("How do I fix the エラー on this page?", "ja", "en"),
        ("Claude Code не запускается in terminal", "en", "ru"),
        ("我的 API key 在哪里", "en", "zh-hans"),
    ],
)
def test_mixed_scripts(text, default, language):
    assert language_of(text, default) == language


@pytest.mark.parametrize(
    ("text", "default", "language"),
    [
        ("解約方法", "en", "ja"),
        ("返金", "ja", "ja"),
        ("電話番号", "zh-hant", "ja"),
        ("人間", "ja", "ja"),
        ("取消订阅", "ja", "zh-hans"),
        ("取消訂閱", "ja", "zh-hant"),
        ("真人客服", "zh-hant", "zh-hant"),
        ("真人客服", "en", "zh-hans"),
        ("轉接客服", "en", "zh-hant"),
    ],
)
def test_han_characters_alone(text, default, language):
    assert language_of(text, default) == language


@pytest.mark.parametrize("default", ["en", "ja", "own"])
def test_what_people_write_is_in_their_language_whatever_the_page(default):
    texts = [
        (locale, text)
        for path in SETS
        for locale, kinds in tomllib.loads(path.read_text()).items()
        for found in kinds.values()
        for text in found
    ]
    wrong = [
        (locale, text) for locale, text in texts if language_of(text, locale if default == "own" else default) != locale
    ]
    print(wrong)
    assert {locale for locale, _ in texts} == set(LOCALES)
    assert len(wrong) / len(texts) <= (0.01 if default == "own" else 0.04)
