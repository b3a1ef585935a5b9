"""Text to search terms in any language without a dictionary. Pure: no Django, no database.

Words become Snowball stems; Han and kana become pairs of characters plus single Han characters; Hangul becomes pairs;
Thai, Lao, Khmer and Burmese become triples. Beside ICU, Janome and Lindera this measured
the same and saves their 40 to 250 MB.
"""

import functools
import re
import threading
import unicodedata
from collections.abc import Iterator

import Stemmer

# Changes when the same text would give other terms, so that what is stored is made again.
VERSION = "2"

_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "nb": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f々〇"
_KANA = r"\u3040-\u30ff\u31f0-\u31ff"
_HANGUL = r"\uac00-\ud7af\u1100-\u11ff\u3130-\u318f"
_SOUTH_EAST = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
# Vowel signs and accents that Python doesn't count as word characters but that stand inside words.
_MARK = (
    r"\u0300-\u036f\u064b-\u0652\u0670\u0900-\u0903\u093a-\u094f\u0962\u0963\u0981-\u0983\u09bc-\u09cd"
    r"\u0a3c-\u0a4d\u0b82\u0bbe-\u0bcd"
)
_OTHER = rf"[^\W_{HAN}{_KANA}{_HANGUL}{_SOUTH_EAST}]"
_RUN = re.compile(
    rf"(?P<cjk>[{HAN}{_KANA}]+)|(?P<three>[{_SOUTH_EAST}]+)|(?P<two>[{_HANGUL}]+)"
    rf"|(?P<word>{_OTHER}+(?:['’]{_OTHER}+)*(?:[{_MARK}]+{_OTHER}*)*)"
)
_IS_HAN = re.compile(f"[{HAN}]")
_ONLY_HIRAGANA = re.compile(r"^[\u3040-\u309fー]+$")

# What people wrap around a question without saying what it is about.
_FILLERS = {
    "ja": re.compile(
        r"(について|に関して|教えて(?:ください|下さい|ほしい|欲しい)?|ください|下さい|お願い(?:します|いたします)?"
        r"|知りたい(?:です|のですが)?|したい(?:です|のですが|んですが|と思(?:って|い)います?)?|のですが|んですが|でしょうか|ですか|ますか"
        r"|ましょうか|どうすれば(?:よい|いい|良い)?|どうしたら(?:よい|いい|良い)?|どのように|どうやって|できますか|ありますか|場合は?|方法"
        r"|ほしい|欲しい)"
    ),
    "en": re.compile(
        r"\b(?:please|hello|hi|thanks|thank you"
        r"|i(?:'d| would) like to|i want to|i need (?:to|help)|i(?:'m| am) trying to|i wish to"
        r"|(?:can|could) (?:you|someone)(?: help me)?|help me(?: to| with)?|tell me(?: how to| about)?"
        r"|how (?:do|can|could|should|would) (?:i|we|you)|is it possible to|what (?:do|should|can) i do)\b"
    ),
}
# Function words say little about what is asked; like kana endings they count a third, and still find "The Who".
_LIGHT = {
    "en": """
        a about am an and any are as at be been by can could did do does for from had has have how i if in into is it
        its me my of on or our should so some that the their them then there these they this to was we were what
        when where which while who why will with would you your i'm i've i'd it's don't
    """,
}
_LIGHT_WEIGHT = 0.3
_stemmers = threading.local()


def _stem(word: str, name: str) -> str:
    """The stem of a word. A stemmer keeps state, so each thread has its own."""
    stemmer = _stemmers.__dict__.get(name)
    if stemmer is None:
        stemmer = _stemmers.__dict__[name] = Stemmer.Stemmer(name)
    stem: str = stemmer.stemWord(word)
    return stem


@functools.lru_cache(100_000)
def _word_term(word: str, language: str) -> str:
    word = word.replace("’", "'")
    name = _SNOWBALL.get(language) or ("english" if word.isascii() else "")
    return _stem(word, name) if name else word


def _grams(run: str, size: int) -> list[str]:
    return [run[i : i + size] for i in range(len(run) - size + 1)] if len(run) >= size else [run]


def has_no_spaces(text: str) -> bool:
    """Whether some of it is written without spaces between words."""
    return any(match.lastgroup in {"cjk", "three"} for match in _RUN.finditer(text))


def normal(text: str) -> str:
    """The text with full-width, half-width and letter case made one; doing so again changes nothing."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded if folded.isascii() else unicodedata.normalize("NFKC", folded)


def _terms_of(match: re.Match[str], language: str) -> list[str]:
    run = match.group()
    match match.lastgroup:
        case "cjk":
            single = [character for character in run if _IS_HAN.match(character)] if len(run) > 1 else []
            return _grams(run, 2) + single
        case "two":
            return _grams(run, 2)
        case "three":
            return _grams(run, 3)
    return [_word_term(run, language)]


def terms(text: str, locale: str) -> list[str]:
    """All terms of a text in order, repeats included."""
    language = locale.partition("-")[0]
    return [term for match in _RUN.finditer(normal(text)) for term in _terms_of(match, language)]


def telling(text: str, locale: str) -> tuple[str, ...]:
    """The distinct terms without single characters, which tell less than the pairs that they stand in."""
    found = list(dict.fromkeys(terms(text, locale)))
    return tuple(term for term in found if len(term) > 1) or tuple(found)


def runs(even: str) -> Iterator[tuple[str, int, str]]:
    """Of a text that is `normal`, what stands between its marks and spaces: its kind, its place, itself.

    Kinds are "word", "cjk" (Han and kana), "two" (Hangul) and "three" (Thai and its neighbours).
    """
    return ((match.lastgroup or "", match.start(), match.group()) for match in _RUN.finditer(even))


def canonical(text: str, locale: str) -> str:
    """The text to be searched for phrases: words as their stems between spaces, the rest as it stands."""
    language = locale.partition("-")[0]
    return "".join(f" {_word_term(run, language)} " if kind == "word" else run for kind, _at, run in runs(normal(text)))


def spans(text: str, locale: str) -> list[tuple[int, int, str]]:
    """Where each term stands in the text as (start, end, term); none when making letters normal moves their places."""
    language = locale.partition("-")[0]
    even = normal(text)
    if len(even) != len(text):
        even = text.lower()
    if len(even) != len(text):
        return []
    return [
        (match.start() + at, match.start() + at + size, term)
        for match in _RUN.finditer(even)
        for at, size, term in _places_of(match, language)
    ]


def _places_of(match: re.Match[str], language: str) -> list[tuple[int, int, str]]:
    run = match.group()
    size = {"cjk": 2, "two": 2, "three": 3}.get(match.lastgroup or "")
    if size is None:
        return [(0, len(run), _word_term(run, language))]
    return [(at, len(gram), gram) for at, gram in enumerate(_grams(run, size))]


def _without_fillers(text: str, language: str) -> str:
    filler = _FILLERS.get(language)
    if filler is None:
        return text
    rest = filler.sub(" ", text)
    return rest if len(re.sub(r"\W", "", rest)) >= 2 else text


def query_terms(text: str, locale: str) -> dict[str, float]:
    """The distinct terms of a question with their weights, 0.3 for kana endings and function words, else 1."""
    language = locale.partition("-")[0]
    light = _light_terms(language)
    found = terms(_without_fillers(normal(text), language), locale)
    return {term: _LIGHT_WEIGHT if term in light or _ONLY_HIRAGANA.match(term) else 1.0 for term in found}


@functools.cache
def _light_terms(language: str) -> frozenset[str]:
    return frozenset(_word_term(word, language) for word in _LIGHT.get(language, "").split())
