"""The sections that may answer a question, best first. Reads only."""

from dataclasses import dataclass

from accounts.identity import Identity
from helpcenter.models import Article, Landmark
from helpcenter.reading.landmarks import known_landmarks
from helpcenter.reading.quotes import Quote, quotes
from helpcenter.search.answers import Answers, answers
from helpcenter.search.finding import Passage
from messenger.fin import certainty
from messenger.fin.deciding import Candidate
from messenger.fin.readership import Readership, weight

# So many articles are looked at: the right one is among ten almost always.
MOST = 10
# A question as short as this is about what was said before it: "and on Android?"
_SHORT = 4
# What a question of its own says is worth this much of what it says together with the one before.
_TOGETHER = 0.9


@dataclass(frozen=True, slots=True)
class Found:
    """A section that may answer: what can be quoted, how well it fits, and how sure that is, from 0 to 1."""

    passage: Passage
    quote: Quote
    score: float
    certainty: float
    about_support: bool

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.passage.number, self.score, self.certainty, self.about_support)


def retrieve(
    question: str,
    locale: str,
    *,
    written_in: str,
    identity: Identity | None = None,
    before: str = "",
    about: str = "",
) -> list[Found]:
    """What may answer `question`, best first, for a reader of the articles in `locale`.

    `written_in` is the question's own language, `identity` who asks, where that is known; `before` what they asked
    last, and `about` the topic's name, with which a question is read that is too short to stand alone.
    """
    best = _read(question, locale, written_in)
    for context in (part for part in (before, about) if part and _is_short(question)):
        together = _read(f"{context} {question}", locale, written_in)
        if together and (not best or together[0][2] * _TOGETHER > best[0][2]):
            best = together
    readers = _readerships({each.number for each, _score, _sure in best})
    weighed = [
        (each, score * weight(readers.get(each.number, Readership()), identity, question), sure)
        for each, score, sure in best
    ]
    ordered = sorted(weighed, key=lambda row: -row[1])
    held = quotes((each.number, each.locale, each.anchor) for each, _score, _sure in ordered)
    guide = known_landmarks().get(Landmark.Key.GET_SUPPORT)
    return [
        Found(each, quote, score, sure, each.number == guide)
        for each, score, sure in ordered
        if (quote := held.get((each.number, each.locale, each.anchor))) is not None
    ]


def _read(question: str, locale: str, written_in: str) -> list[tuple[Passage, float, float]]:
    """Passages, best first, each with its score and how sure it is that the best one answers."""
    found = answers(question, locale, written_in=written_in, limit=MOST)
    if not found.passages or certainty.is_gibberish(question):
        return []
    # Whoever names another company's product gets no answer about ours, however alike the questions are.
    sure = 0.0 if is_about_others(question, found) else certainty.of(found.features)
    return [(each, each.score, sure) for each in found.passages]


def is_about_others(question: str, found: Answers) -> bool:
    """Whether it names a product of others that the best article doesn't name: a store, a provider of logins."""
    text = " ".join(f"{each.title} {each.heading} {each.text}" for each in found.passages[:1]).casefold()
    return any(name not in text for name in certainty.named_elsewhere(question))


def _readerships(numbers: set[int]) -> dict[int, Readership]:
    """Whom those of the articles are for that aren't for everybody."""
    rows = Article.objects.filter(number__in=numbers).exclude(products=[], plans=[], roles=[])
    return {
        number: Readership(products, plans, roles)
        for number, products, plans, roles in rows.values_list("number", "products", "plans", "roles")
    }


def _is_short(question: str) -> bool:
    """Few words; Japanese and Chinese have no spaces, and say as much in fewer letters."""
    words = question.split()
    return len(words) <= _SHORT and len(question.encode()) <= _SHORT * 12
