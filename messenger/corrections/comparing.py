"""Which sentences of a text don't stand in another one word for word. Pure: no Django."""

from collections.abc import Sequence

from helpcenter.search.sentences import sentences


def standing(text: str) -> frozenset[str]:
    """The sentences of a text, with their spaces made even."""
    return frozenset(_even(each) for each in sentences(text))


def gone(shown: str, stands: frozenset[str]) -> Sequence[str]:
    """The sentences of what was shown that aren't among these; a part of a longer sentence isn't the same one."""
    return [each for each in sentences(shown) if _even(each) not in stands]


def _even(sentence: str) -> str:
    return " ".join(sentence.split())
