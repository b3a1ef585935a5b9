"""Text as it looks: any script's digits and full-width letters are plain ones, what nobody sees is gone. Pure."""

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

# Marks of other categories than Cf that nobody sees: joiners, fillers, selectors of a form, the frame of a keycap.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\u20e3")
# Hyphens and minus signs that programs put in place of the one that was typed.
_HYPHENS = frozenset("\u2010\u2011\u2212")
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


@lru_cache(maxsize=4096)
def _fold(mark: str) -> str:
    """What one character looks like; "" when nobody sees it."""
    if unicodedata.category(mark) == "Cf" or mark in _UNSEEN or any(ord(mark) in each for each in _SELECTORS):
        return ""
    if mark in _HYPHENS:
        return "-"
    digit = unicodedata.decimal(mark, None)
    return str(digit) if digit is not None else unicodedata.normalize("NFKC", mark)


class Folded:
    """A text as it looks, and where each of its places stands in the text as it was typed."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        table = {} if typed.isascii() else {mark: _fold(mark) for mark in set(typed)}
        self.text = typed.translate({ord(mark): looks for mark, looks in table.items()}) if table else typed
        one_each = all(len(looks) == 1 for looks in table.values())
        self._ends = [] if one_each else list(accumulate(len(table[mark]) for mark in typed))

    def typed_span(self, start: int, end: int) -> tuple[int, int]:
        """The same place in the text as it was typed; `end` is behind `start`."""
        if not self._ends:
            return start, end
        return bisect_right(self._ends, start), bisect_right(self._ends, end - 1) + 1
