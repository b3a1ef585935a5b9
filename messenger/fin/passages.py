"""The AI support bot Fin: finds the passages of articles that answer a question. Writes nothing, grants nothing."""

from dataclasses import asdict, dataclass

from helpcenter.models import Article, Landmark
from helpcenter.reading.landmarks import known_landmarks
from helpcenter.search.finding import passages

# Below this share of the question's weight a passage is about something else; measured on the shipped articles.
LEAST_SCORE = 0.15
MOST_PASSAGES = 2
# So many more are looked at, as some aren't quoted.
_CANDIDATES = 4


@dataclass(frozen=True, slots=True)
class Citation:
    """A quoted passage and where it stands. `path` leads to the section; `locale` is the article's language."""

    number: int
    title: str
    heading: str
    path: str
    quote: str
    locale: str


def answer(question: str, locale: str) -> list[dict[str, object]]:
    """The passages that may answer `question`, best first; empty when none is near enough."""
    ways = _ways_to_the_messenger()
    candidates = passages(question, locale, limit=MOST_PASSAGES + _CANDIDATES if ways else MOST_PASSAGES)
    found = [passage for passage in candidates if passage.number not in ways][:MOST_PASSAGES]
    best = found[0].score if found else 0.0
    near = [passage for passage in found if passage.score >= max(LEAST_SCORE, best * 0.75)]
    return [
        asdict(
            Citation(
                number=passage.number,
                title=passage.title,
                heading=passage.heading,
                path=passage.path,
                quote=passage.text,
                locale=passage.locale,
            )
        )
        for passage in near
    ]


def _ways_to_the_messenger() -> set[int]:
    """Articles on the shelf that says how to get support: who asks Fin has opened the messenger already."""
    guide = known_landmarks().get(Landmark.Key.GET_SUPPORT)
    if guide is None:
        return set()
    shelf = Article.objects.filter(number=guide).values("collection")
    return set(Article.objects.filter(collection__in=shelf).values_list("number", flat=True))
