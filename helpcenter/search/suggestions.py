"""“Did you mean”: known phrases that look like what was typed. Pure; similarity of letters, not of meaning."""

from collections import defaultdict
from collections.abc import Iterable

from helpcenter.search.terms import normal

_LEAST = 0.34
# Katakana to hiragana, since people search before they have converted what they typed.
_KANA = {katakana: katakana - 0x60 for katakana in range(0x30A1, 0x30F7)}


def _grams(phrase: str) -> frozenset[str]:
    """Pairs and triples of letters, with the ends marked; enough for kana and Han too, where words are short."""
    marked = f" {normal(phrase).translate(_KANA).strip()} "
    return frozenset(marked[i : i + size] for size in (2, 3) for i in range(len(marked) - size + 1))


class Suggestions:
    """The phrases of one language, ready to be compared."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = sorted(set(phrases))
        self._sizes: list[int] = []
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for row, phrase in enumerate(self._phrases):
            grams = _grams(phrase)
            self._sizes.append(len(grams))
            for gram in grams:
                self._holders[gram].append(row)

    def closest(self, query: str, limit: int = 3) -> list[str]:
        """The most similar phrases, best first; none when nothing is alike (Dice coefficient under 0.34)."""
        grams = _grams(query)
        shared: defaultdict[int, int] = defaultdict(int)
        for gram in grams:
            for row in self._holders.get(gram, ()):
                shared[row] += 1
        alike = [(2 * count / (len(grams) + self._sizes[row]), row) for row, count in shared.items()]
        alike.sort(key=lambda pair: (-pair[0], pair[1]))
        typed = normal(query).strip()
        found = [self._phrases[row] for score, row in alike[: limit + 1] if score >= _LEAST]
        return [phrase for phrase in found if normal(phrase) != typed][:limit]
