"""What of a model's draft is believed. Pure: no Django, no network.

A sentence stays when the articles stand behind it; what may be said in the articles' words alone is replaced by them.
Nothing here trusts the model, the question or the articles' instructions: a draft that obeyed one fails like any other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from messenger.fin.writers import claims, links
from messenger.fin.writers.drafts import Draft, Sentence, Source
from messenger.fin.writers.sentences import bare, one_line, same, sentences


class Fault(StrEnum):
    """Why a sentence isn't as it was written."""

    LEAK = "leak"
    TOO_LONG = "too_long"
    MARKUP = "markup"
    HIDDEN_LETTERS = "hidden_letters"
    ACT = "act"
    UNSUPPORTED = "unsupported"
    ADDRESS = "address"
    NUMBER = "number"
    # Dropped as policy, or replaced by the article's own sentence.
    POLICY = "policy"
    REPLACED = "replaced"


# No sentence is longer, in characters; the expressions here take too long for one that is.
_LONGEST = 1000
# So many of an article's sentences take the place of one of the model's.
_MOST_INSTEAD = 2
# A shorter quote supports nothing; in letters, of which Japanese and Chinese need few.
_LEAST_QUOTE = 4


@dataclass(frozen=True, slots=True)
class Checked:
    """What stays, in order, and why the rest doesn't, for the log that staff read."""

    sentences: tuple[Sentence, ...]
    faults: tuple[tuple[str, Fault], ...] = ()

    @property
    def text(self) -> str:
        """The sentences as they are shown: steps on lines of their own, else one after the other."""
        lines = "".join(_joined(self.sentences)).split("\n")
        return "\n".join(stripped for line in lines if (stripped := line.strip()))


def check(draft: Draft, sources: Sequence[Source], *, rules: str = "", site: str = "") -> Checked:
    """The sentences of a draft that may be shown; none left means that there is no written answer.

    `rules` is what the model was told, which mustn't come out again; `site` is our origin, for links to the sources.
    """
    by_id = {source.id: source for source in sources}
    leaking = links.leaking([each.text for each in draft.sentences], rules)
    kept: dict[str, Sentence] = {}
    faults: list[tuple[str, Fault]] = []
    for at, sentence in enumerate(draft.sentences):
        if len(sentence.text) > _LONGEST:
            faults.append((sentence.text[:_LONGEST], Fault.TOO_LONG))
            continue
        read = Sentence(one_line(links.plain(sentence.text)), *_held(sentence, by_id))
        fault = Fault.LEAK if at in leaking else _fault(sentence.text, read, by_id, site)
        if fault == Fault.POLICY:
            instead = _instead(read, by_id, rules)
            fault = Fault.REPLACED if instead else fault
            kept.update((same(each.text), each) for each in instead if same(each.text) not in kept)
        elif fault is None:
            kept.setdefault(same(bare(read.text)), read)
        if fault is not None:
            faults.append((sentence.text, fault))
    return Checked(tuple(kept.values()), tuple(faults))


def _held(sentence: Sentence, sources: Mapping[int, Source]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The citations that hold: the quote stands in the source, word for word."""
    pairs = [
        (number, one_line(quote))
        for number, quote in zip(sentence.sources, sentence.quotes, strict=False)
        if len(same(quote)) >= _LEAST_QUOTE and number in sources and same(quote) in same(sources[number].text)
    ]
    return tuple(number for number, _quote in pairs), tuple(quote for _number, quote in pairs)


def _fault(raw: str, read: Sentence, sources: Mapping[int, Source], site: str) -> Fault | None:
    if links.has_markup(raw):
        return Fault.MARKUP
    if claims.hides_letters(raw):
        return Fault.HIDDEN_LETTERS
    if claims.says_something_was_done(read.text):
        return Fault.ACT
    if not read.sources or not any(letter.isalnum() for letter in read.text):
        return Fault.UNSUPPORTED
    cited = [sources[number] for number in read.sources]
    if links.leads_elsewhere(raw, cited, site):
        return Fault.ADDRESS
    if claims.is_policy(read.text):
        return None if _is_theirs(read.text, cited) else Fault.POLICY
    return Fault.NUMBER if links.has_other_numbers(read.text, cited) else None


def _is_theirs(text: str, cited: Sequence[Source]) -> bool:
    """Whether it is a sentence of one of these sources, whole and as it stands there."""
    said = same(bare(text))
    return any(said == same(theirs) for source in cited for theirs in sentences(source.text))


def _instead(read: Sentence, sources: Mapping[int, Source], rules: str) -> list[Sentence]:
    """The whole sentences that were cited and are about policy, as they stand in the article."""
    found: dict[str, Sentence] = {}
    for number, quote in zip(read.sources, read.quotes, strict=True):
        quoted = same(quote)
        for theirs in sentences(sources[number].text):
            if same(theirs) in quoted and claims.is_policy(theirs) and _may_be_quoted(theirs, rules):
                words = one_line(theirs)
                found.setdefault(same(words), Sentence(words, (number,), (words,)))
    return list(found.values())[:_MOST_INSTEAD]


def _may_be_quoted(theirs: str, rules: str) -> bool:
    done = claims.says_something_was_done(theirs) or claims.hides_letters(theirs)
    return not (done or links.leaking([theirs], rules) or links.has_markup(theirs))


def _joined(kept: Sequence[Sentence]) -> Iterator[str]:
    for sentence in kept:
        if bare(sentence.text) != sentence.text:
            yield f"\n{sentence.text}\n"
        else:
            # No space follows a full stop of full width.
            yield sentence.text + ("" if sentence.text[-1] in "。！？」』）" else " ")
