"""What somebody wants who writes to Fin: the language, what they wish, and whether there is a question. No Django.

Rules come first, in words that an editor can read. What no rule knows is compared with examples where there is a
sentence encoder; without one the rules stand alone.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from messenger.fin.examples import Encode, likenesses
from messenger.fin.intents import GAP, NAMES, ORDINARY, SOCIAL, Wording, is_all, only_patterns, wording
from messenger.fin.languages import LOCALES, language_of
from messenger.fin.wording import even, sentences

# How like its examples a sentence must be, and how much more than those of another kind. What alarms must be surer.
_LIKE = {"risk": 0.2, "abuse": 0.0, "anger": -0.1}
_LIKE_ELSE = -0.2
_AHEAD = {"risk": 0.3, "abuse": 0.3, "anger": 0.2}
_AHEAD_ELSE = 0.05
# How much of a wish for a person there must be in a sentence, in a part of it, and where a rule has found one already;
# so much more where a rule has found manners: "who are you" is near to one.
_WISH, _WISH_IN_PIECE, _WISH_BY_RULE = -0.2, 0.1, -2.0
_BESIDE_MANNERS = 0.8
# Of a long text its first and last sentences are compared: what people want stands there.
_MOST_COMPARED = 16
_CJK = re.compile(r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_COMMA = re.compile("[,、，،;；؛]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a text wants, the weightiest intent first. `question` is the text without sentences that ask nothing."""

    locale: str
    intents: tuple[tuple[str, float], ...]
    is_question: bool
    question: str

    def certainty(self, name: str) -> float:
        """How sure that intent is, from 0 to 1; a rule is sure."""
        return dict(self.intents).get(name, 0.0)

    def wants(self, name: str) -> bool:
        """Whether the text has that intent."""
        return self.certainty(name) > 0


def understand(text: str, default_locale: str, encode: Encode | None = None) -> Understanding:
    """What `text` wants. `encode` makes unit vectors of sentences; `default_locale` is that of the conversation."""
    locale = language_of(text, default_locale)
    known = _wordings(locale)
    parts = sentences(text)
    evened = [even(part) for part in parts]
    found = [_by_rules(part, each, known) for part, each in zip(parts, evened, strict=True)]
    if encode is not None:
        _compare(parts, evened, found, encode, known)
    asking = [part for part, each, intents in zip(parts, evened, found, strict=True) if _asks(each, intents, known)]
    certainties: dict[str, float] = {}
    for intents in found:
        for name, certainty in intents.items():
            certainties[name] = max(certainty, certainties.get(name, 0.0))
    manners = SOCIAL - {"who_are_you"} if asking else frozenset()
    ordered = tuple((name, certainties[name]) for name in NAMES if name in certainties and name not in manners)
    return Understanding(locale, ordered, bool(asking), " ".join(asking))


@functools.cache
def _wordings(locale: str) -> tuple[Wording, ...]:
    """The language's words and English ones; both ways of writing Chinese know each other's."""
    other = {"zh-hans": "zh-hant", "zh-hant": "zh-hans"}.get(locale)
    codes = [locale if locale in LOCALES else "en", *([other] if other else []), "en"]
    return tuple(wording(code) for code in dict.fromkeys(codes))


def _by_rules(part: str, sentence: str, known: Sequence[Wording]) -> dict[str, float]:
    """What the rules of these languages find in a sentence."""
    bares = [each.bare(sentence) for each in known]
    bare = bares[0]
    found = set()
    for name in NAMES:
        rest = _without_vetoes(name, sentence, known)
        for each, without_fillers in zip(known, bares, strict=True):
            intent = each.intents[name]
            if intent.phrases.search(rest) or is_all(intent.only, sentence, without_fillers):
                found.add(name)
    if "human" not in found and any(is_all(only, sentence, bare) for _locale, only in only_patterns()):
        found.add("human")
    if "human" not in found and _calls_somebody(part, known):
        found.add("human")
    return dict.fromkeys(found, 1.0)


def _calls_somebody(part: str, known: Sequence[Wording]) -> bool:
    """Whether a sentence begins by calling for somebody: "operator please, my account is blocked"."""
    first, *rest = _COMMA.split(part, maxsplit=1)
    called = even(first)
    return bool(rest) and any(is_all(each.intents["human"].only, called, each.bare(called)) for each in known)


def _without_vetoes(name: str, sentence: str, known: Sequence[Wording]) -> str:
    for each in known:
        sentence = each.intents[name].without_vetoes(sentence)
    return sentence


def _compare(
    parts: list[str], evened: list[str], found: list[dict[str, float]], encode: Encode, known: Sequence[Wording]
) -> None:
    """Add what examples say of the sentences that no rule is sure of: a wish for a person may stand beside all else."""
    waiting = [
        at for at, intents in enumerate(found) if _words(evened[at]) and not _is_sure(evened[at], intents, known)
    ]
    if len(waiting) > _MOST_COMPARED:
        half = _MOST_COMPARED // 2
        waiting = waiting[:half] + waiting[-half:]
    pieces = [(at, piece) for at in waiting for piece in _pieces(parts[at])]
    if not pieces:
        return
    ruled = {at: dict(found[at]) for at in waiting}
    for (at, piece), like in zip(pieces, likenesses([piece for _at, piece in pieces], encode), strict=True):
        is_whole = piece == parts[at]
        if is_whole and "human" in ruled[at] and like.wish < _WISH_BY_RULE:
            del found[at]["human"]
        if not ruled[at] and is_whole:
            found[at].update(_likest(like.kinds, evened[at], known))
        enough = (_WISH if is_whole else _WISH_IN_PIECE) + _BESIDE_MANNERS * (not SOCIAL.isdisjoint(ruled[at]))
        if "human" not in ruled[at] and like.wish >= enough and not _is_vetoed("human", even(piece), known):
            found[at]["human"] = max(_certainty(like.wish / 4), found[at].get("human", 0))


def _is_sure(sentence: str, intents: dict[str, float], known: Sequence[Wording]) -> bool:
    """Whether rules are enough: somebody in danger, or nothing but a word for a person."""
    if "risk" in intents:
        return True
    return "human" in intents and any(
        is_all(each.intents["human"].only, sentence, each.bare(sentence)) for each in known
    )


def _likest(kinds: list[tuple[str, float]], sentence: str, known: Sequence[Wording]) -> dict[str, float]:
    """The kind that a sentence is most like, where it is like it enough; a wish for a person is decided elsewhere."""
    (name, like), (_next, next_like) = [pair for pair in kinds if pair[0] != "human"][:2]
    is_wish = kinds[0][0] == "human" and name != "risk"
    if name == ORDINARY or is_wish or _is_vetoed(name, sentence, known):
        return {}
    enough, ahead = _LIKE.get(name, _LIKE_ELSE), _AHEAD.get(name, _AHEAD_ELSE)
    return {name: _certainty(like)} if like >= enough and like - next_like >= ahead else {}


def _certainty(like: float) -> float:
    return min(max((1 + like) / 2, 0.05), 0.99)


def _pieces(part: str) -> list[str]:
    """A sentence, and what stands between its commas: a wish for a person often follows its reason."""
    between = [piece for each in _COMMA.split(part) if (piece := each.strip())]
    return [part, *between] if len(between) > 1 else [part]


def _is_vetoed(name: str, sentence: str, known: Sequence[Wording]) -> bool:
    return any(each.intents[name].vetoes.search(sentence) for each in known)


def _asks(sentence: str, intents: dict[str, float], known: Sequence[Wording]) -> bool:
    """Whether a sentence says something that an article may answer, beside its manners and the wish for a person."""
    manners = [name for name in intents if name in SOCIAL or name == "human"]
    if any(intents[name] < 1 for name in manners):
        return False
    rest = sentence
    for each in known:
        for name in manners:
            rest = each.intents[name].phrases.sub(GAP, rest)
        rest = each.bare(rest)
    if not manners:
        return _words(rest) > 0
    if any(is_all(each.intents[name].only, sentence, each.bare(sentence)) for each in known for name in manners):
        return False
    return _words(rest) >= (3 if "?" in sentence or "؟" in sentence else 4)


def _words(text: str) -> float:
    """How many words a text has; two characters of Chinese, Japanese or Korean count for one."""
    unspaced = len(_CJK.findall(text))
    return unspaced / 2 + len(_WORD.findall(_CJK.sub(" ", text)))
