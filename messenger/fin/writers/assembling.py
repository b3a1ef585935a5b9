"""From blocks of text with their citations to sentences with theirs. Pure: no Django, no network."""

from collections.abc import Sequence
from dataclasses import dataclass

from messenger.fin.writers.drafts import Sentence
from messenger.fin.writers.sentences import is_ended, pieces

# So much of a sentence has to stand in blocks that cite something; what joins two citations needs none.
_LEAST_COVERED = 0.6


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text and what it cites, as pairs of a source's id and the quote."""

    text: str
    cites: tuple[tuple[int, str], ...] = ()


def assemble(blocks: Sequence[Block], *, finished: bool) -> tuple[Sentence, ...]:
    """The sentences with the citations of the blocks that they run through; none where too little of one is covered.

    Until it is `finished`, the last sentence may go on and is left out. One without an end is left out even then, if
    others stand before it: the model ran out of room.
    """
    found: list[Sentence] = []
    parts = pieces("".join(block.text for block in blocks))
    if parts and (not finished or (len(parts) > 1 and not is_ended(parts[-1]))):
        parts.pop()
    start = 0
    for part in parts:
        found.append(_sentence(part, start, blocks))
        start += len(part)
    return tuple(found)


def _sentence(part: str, start: int, blocks: Sequence[Block]) -> Sentence:
    cites: dict[tuple[int, str], None] = {}
    covered = place = 0
    for block in blocks:
        shared = part[max(0, place - start) : max(0, place + len(block.text) - start)]
        place += len(block.text)
        if block.cites and shared.strip():
            covered += _letters(shared)
            cites.update(dict.fromkeys(block.cites))
    if not cites or covered < _LEAST_COVERED * _letters(part):
        return Sentence(part.strip())
    return Sentence(part.strip(), tuple(number for number, _quote in cites), tuple(quote for _number, quote in cites))


def _letters(text: str) -> int:
    return sum(letter.isalnum() for letter in text)
