"""The AI support bot Fin: finds the passages of articles that answer a question. Writes nothing, grants nothing."""

from dataclasses import asdict, dataclass

from helpcenter.search.finding import passages

# Below this share of the question's weight a passage is about something else; measured on the shipped articles.
LEAST_SCORE = 0.15
MOST_PASSAGES = 2


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
    found = passages(question, locale, limit=MOST_PASSAGES)
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
