"""Which of the site's languages a text is written in, by its script and its commonest words. No Django, no database.

Made for a customer's few words, so it says nothing where little speaks for a language: then it is the one that the
conversation or the page has.
"""

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from messenger.fin.wording import LONGEST, even

LOCALES = ("en", "ja", "fr", "de", "es", "pt-br", "it", "id", "ko", "ru", "zh-hans", "zh-hant", "ar")

_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|\S+@\S+\.\S+")
_SCRIPTS = {
    "kana": re.compile(r"[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]"),
    "han": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"),
    "hangul": re.compile(r"[\uac00-\ud7af\u1100-\u11ff\u3130-\u318f]"),
    "cyrillic": re.compile(r"[\u0400-\u052f]"),
    "arabic": re.compile(r"[\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
}
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_BY_SCRIPT = {"hangul": "ko", "cyrillic": "ru", "arabic": "ar"}
_WORD = re.compile(r"[a-z]+")
# A character of these scripts says as much as three Latin letters.
_WEIGHT = {"kana": 3, "han": 3, "hangul": 3, "cyrillic": 1, "arabic": 1}
# So many words' worth must speak for a language, and so much more than for the next one.
_ENOUGH, _AHEAD = 0.6, 0.25
# What the page's language has ahead of the others.
_HOME = 0.3
_ENDING, _LETTER = 0.3, 0.5


def language_of(text: str, default: str) -> str:
    """The code of the language that `text` is written in; `default` where that isn't sure."""
    text = _ADDRESS.sub(" ", text[:LONGEST])
    counts = {script: len(found.findall(text)) for script, found in _SCRIPTS.items()}
    script = max(counts, key=lambda each: counts[each] * _WEIGHT[each])
    if not counts[script]:
        return _latin(text, default)[0]
    latin, sure = _latin(text, default)
    if sure >= 3 and len(_LATIN.findall(text)) > sum(counts[each] * _WEIGHT[each] for each in counts):
        return latin  # a sentence that quotes a foreign word
    if script in {"kana", "han"}:
        return "ja" if counts["kana"] * 6 >= counts["han"] else _han(text, default)
    return _BY_SCRIPT[script]


def _han(text: str, default: str) -> str:
    """Chinese or Japanese, of a text in Han characters."""
    characters = [each for each in text if _SCRIPTS["han"].match(each)]
    in_gb, in_big5, in_jis = ([_has(each, code) for each in characters] for code in ("gb2312", "big5", "shift_jis"))
    seen = list(zip(in_gb, in_big5, in_jis, strict=True))
    simplified = sum(gb and not big5 for gb, big5, _jis in seen)
    traditional = sum(big5 and not gb for gb, big5, _jis in seen)
    only_simplified = any(gb and not big5 and not jis for gb, big5, jis in seen)
    only_japanese = any(jis and not gb and not big5 for gb, big5, jis in seen)
    chinese, japanese = (any(word in text for word in _known().han[code]) for code in ("zh", "ja"))
    if not only_simplified and (only_japanese or (japanese and not chinese) or (default == "ja" and not chinese)):
        return "ja"
    if simplified == traditional:
        return default if default.startswith("zh-") else "zh-hans"
    return "zh-hans" if simplified > traditional else "zh-hant"


@functools.lru_cache(maxsize=4096)
def _has(character: str, code: str) -> bool:
    """Whether a country's character set of old has it: GB 2312 simplified ones, Big5 traditional ones, JIS Japanese."""
    try:
        character.encode(code)
    except UnicodeEncodeError:
        return False
    return True


def _latin(text: str, default: str) -> tuple[str, float]:
    """The language of Latin letters that most speaks for, and how much does; `default` when that is too little."""
    words = _WORD.findall(even(text))
    lowered = text.lower()
    known = _known()
    scores = {code: known.score(code, words, lowered) for code in known.words}
    if scores.get(default):
        scores[default] += _HOME
    order = sorted(scores, key=lambda code: -scores[code])
    best, ahead = order[0], scores[order[0]] - scores[order[1]]
    if scores[best] >= _ENOUGH and ahead >= _AHEAD:
        return best, scores[best]
    return default, 0.0


@dataclass(frozen=True, slots=True)
class _Known:
    words: dict[str, frozenset[str]]
    endings: dict[str, tuple[str, ...]]
    letters: dict[str, frozenset[str]]
    shared: dict[str, int]  # how many languages have the word
    han: dict[str, tuple[str, ...]]

    def score(self, code: str, words: list[str], text: str) -> float:
        """How much speaks for the language, in words that no other has."""
        known, endings = self.words[code], self.endings[code]
        by_words = sum(self.shared[word] ** -1.5 for word in words if word in known)
        by_endings = sum(_ENDING for word in words if len(word) > 4 and word not in known and word.endswith(endings))
        by_letters = sum(_LETTER / self.shared[each] for each in set(text) if each in self.letters[code])
        return float(by_words + by_endings + by_letters)


@functools.cache
def _known() -> _Known:
    with (Path(__file__).parent / "languages.toml").open("rb") as file:
        data = tomllib.load(file)
    han = {code: tuple(words.split()) for code, words in data.pop("han").items()}
    han["zh"] += tuple("".join(han.pop("only_zh")))
    words = {code: frozenset(_WORD.findall(even(each["words"]))) for code, each in data.items()}
    letters = {code: frozenset(each["letters"]) for code, each in data.items()}
    shared: dict[str, int] = {}
    for each in (item for group in (*words.values(), *letters.values()) for item in group):
        shared[each] = shared.get(each, 0) + 1
    endings = {code: tuple(each["endings"]) for code, each in data.items()}
    return _Known(words, endings, letters, shared, han)
