"""Articles that say little, the same one for the same chance, for libraries filled to be measured. Knows no rows."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

type Pen = Callable[[Random, str], str]


@dataclass(frozen=True, slots=True)
class Sample:
    """The text of one article in one language."""

    title: str
    summary: str
    markdown: str


def sample(chance: Random, locale: str, pen: Pen) -> Sample:
    """An article of three or four sections; `pen` writes one sentence by chance and language."""
    parts = [_paragraph(chance, locale, pen)]
    for _section in range(chance.randint(3, 4)):
        parts += [f"## {pen(chance, locale)}", _paragraph(chance, locale, pen), _steps(chance, locale, pen)]
    return Sample(
        title=f"{pen(chance, locale)} ({chance.randint(1, 99_999)})"[:200],
        summary=pen(chance, locale)[:500],
        markdown="\n\n".join(parts) + "\n",
    )


def _paragraph(chance: Random, locale: str, pen: Pen) -> str:
    return " ".join(pen(chance, locale) for _sentence in range(chance.randint(3, 6)))


def _steps(chance: Random, locale: str, pen: Pen) -> str:
    return "\n".join(f"{number}. {pen(chance, locale)}" for number in range(1, chance.randint(3, 5)))
