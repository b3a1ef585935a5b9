"""In which language people are written to: mail speaks more of them than the site's pages do. Knows no rows.

A catalogue of mail alone (`locale/*/LC_MESSAGES/mail.po`) belongs to each that has no pages.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils import translation
from django.utils.module_loading import import_string

# What each calls itself. The order is the one in which they are offered.
_MAIL_ALONE = {
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "pt-br": "Português (Brasil)",
    "it": "Italiano",
    "id": "Bahasa Indonesia",
    "ko": "한국어",
    "ru": "Русский",
    "zh-hans": "简体中文",
    "zh-hant": "繁體中文",
    "ar": "العربية",
}
# In these a letter without a name begins without a greeting.
_GREETS_BY_NAME_ALONE = frozenset({"ja"})


@dataclass(frozen=True, slots=True)
class Letters:
    """How a language is set: fonts after the system's own, the one for Word, and where lines may break."""

    fonts: str
    word_font: str = ""
    breaks: str = "normal"


# Chinese, Japanese and Korean share characters that each draws in its own way, so each names its own fonts first.
_LETTERS = {
    "ja": Letters("'Hiragino Sans','Yu Gothic','Noto Sans CJK JP'", "'Yu Gothic'", "auto-phrase"),
    "ko": Letters("'Apple SD Gothic Neo','Malgun Gothic','Noto Sans CJK KR'", "'Malgun Gothic'", "keep-all"),
    "zh-hans": Letters("'PingFang SC','Microsoft YaHei','Noto Sans CJK SC'", "'Microsoft YaHei'"),
    "zh-hant": Letters("'PingFang TC','Microsoft JhengHei','Noto Sans CJK TC'", "'Microsoft JhengHei'"),
    "ar": Letters("'Geeza Pro','Noto Sans Arabic','Noto Naskh Arabic'"),
}
# People of any language have names in Japanese letters.
_OTHER_LETTERS = Letters("'Hiragino Sans','Noto Sans CJK JP'")


def names() -> dict[str, str]:
    """Every language that mail is written in, and what it calls itself; those of the pages first."""
    return {code: str(name) for code, name in settings.LANGUAGES} | _MAIL_ALONE


def mail_alone() -> dict[str, str]:
    """Those of them that have no pages."""
    return dict(_MAIL_ALONE)


def nearest(wanted: str) -> str:
    """The language of mail for a tag such as de-AT, zh_TW or pt, in any case; "" where there is none."""
    parts = wanted.strip().lower().replace("_", "-").split("-")
    tags = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    named: dict[str, Any] = LANG_INFO
    nearer = [code for tag in tags for code in (tag, *named.get(tag, {}).get("fallback", ()))]
    kin = [code for code in names() if code.partition("-")[0] == parts[0]]
    return next((code for code in (*nearer, *kin) if code in names()), "")


def mail_language(wanted: str) -> str:
    """The language of mail for a tag, or the site's own."""
    return nearest(wanted) or settings.LANGUAGE_CODE


def page_language(wanted: str) -> str:
    """The language of the pages that mail in this one leads to: the same where the site has it, else the site's own."""
    code = mail_language(wanted)
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def answered_in(text: str, page: str) -> str:
    """The language to answer in what was typed on a page in `page`.

    Who writes another language that the pages have chose the page all the same; who writes one that they don't have
    had no choice.
    """
    guess: str = import_string(settings.LANGUAGE_GUESS)(text, page)
    return guess if guess in names() and guess not in dict(settings.LANGUAGES) else page


def greets(code: str, name: str) -> bool:
    """Whether a letter to somebody called `name`, or to nobody by name, begins with a greeting."""
    return bool(name) or code not in _GREETS_BY_NAME_ALONE


def frame(code: str) -> dict[str, Any]:
    """What the frame of every mail reads; call it with that language active."""
    return {
        "locale": code,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "letters": _LETTERS.get(code, _OTHER_LETTERS),
        "home": f"{settings.SITE_URL}/{page_language(code)}/",
    }
