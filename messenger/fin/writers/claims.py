"""What a sentence claims that no model may claim on its own: policy, and acts. Pure: no Django.

By words, in every language of the site at once: an answer that was led astray may be in another than its question.
A word too many costs a free wording (the article's own sentence takes its place), one too few a wrong promise.
"""

import json
import re
from pathlib import Path

from messenger.fin.writers.sentences import folded

_WORDS: dict[str, dict[str, list[str]]] = {
    language: kinds
    for language, kinds in json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8")).items()
    if language != "about"
}
LANGUAGES = tuple(language for language in _WORDS if language != "any")
# Written without spaces, or with short words fused to the next: an expression may begin anywhere.
_ANYWHERE = {"any", "ja", "ko", "zh-hans", "zh-hant", "ar"}
_NUMBER = r"(?:[0-9٠-٩]+|[一二两兩三四五六七八九十百千]+)"
# A word of letters from two alphabets that look alike is there to be overlooked.
_MIXED = re.compile(r"[a-z][а-яё]|[а-яё][a-z]|[a-z][α-ω]|[α-ω][a-z]")


def _expression(kind: str) -> re.Pattern[str]:
    found = []
    for language, kinds in _WORDS.items():
        begins = "" if language in _ANYWHERE else r"(?<!\w)"
        found += [f"{begins}(?:{each.replace('{n}', _NUMBER)})" for each in kinds[kind]]
    return re.compile("|".join(found))


_POLICY = _expression("policy")
_ACTION = _expression("action")


def is_policy(text: str) -> bool:
    """Whether it is about money, eligibility, deadlines, deletion, law or security."""
    return bool(_POLICY.search(folded(text)))


def says_something_was_done(text: str) -> bool:
    """Whether it says that something was, is being or will be done for the person."""
    return bool(_ACTION.search(folded(text)))


def hides_letters(text: str) -> bool:
    """Whether a word mixes alphabets, so that it reads as one of ours and isn't."""
    return bool(_MIXED.search(folded(text)))
