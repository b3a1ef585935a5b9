"""The files of questions that people ask, `questions/<language>.toml`: by article and heading, or that none answers.

```toml
[9018020]
"*" = ["about the article as a whole"]
"Cancel on the web" = ["where is the button to stop paying"]

[none]
elsewhere = ["what is the capital of France"]
uncovered = ["is there a discount for students"]
```

Headings are those of the article in that language, or of the site's default language where there is no such article.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpcenter.content.files import ContentError
from helpcenter.models import Phrasing
from helpcenter.models.articles import LONGEST_QUESTION

WHOLE = "*"
_NOBODY = "none"
_LOCALE = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")
_NUMBER = re.compile(r"[1-9]\d{0,17}")


@dataclass(frozen=True, slots=True)
class PhrasingLine:
    """A question, and the article's number and the heading that answer it; `nobody` says why none does."""

    text: str
    number: int | None = None
    heading: str = ""
    nobody: str = ""


def phrasing_files(root: Path) -> list[Path]:
    """The files of all languages, in the order of their names."""
    return sorted((root / "questions").glob("*.toml"))


def read_phrasings(path: Path) -> list[PhrasingLine]:
    """The questions of one language, in the file's order. Raises ContentError."""
    if not _LOCALE.fullmatch(path.stem):
        raise ContentError(f"{path}: must have the name of a language, such as pt-br.toml")
    try:
        tables = tomllib.loads(path.read_bytes().decode())
    except UnicodeDecodeError as error:
        raise ContentError(f"{path}: not UTF-8 at byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path}: {error}") from error
    lines = [line for key, table in tables.items() for line in _lines(path, key, table)]
    seen: set[str] = set()
    for line in lines:
        if line.text in seen:
            raise ContentError(f"{path}: {line.text!r} stands there twice; one place answers it best")
        seen.add(line.text)
    return lines


def _lines(path: Path, key: str, table: Any) -> Iterator[PhrasingLine]:
    if not isinstance(table, dict) or (key != _NOBODY and not _NUMBER.fullmatch(key)):
        raise ContentError(f"{path}: [{key}] must be the number of an article, or [{_NOBODY}]")
    for heading, texts in table.items():
        if key == _NOBODY and heading not in Phrasing.Nobody.values:
            raise ContentError(f"{path}: [{_NOBODY}] has {', '.join(Phrasing.Nobody.values)}, not {heading!r}")
        if not isinstance(texts, list):
            raise ContentError(f"{path}: {heading!r} of [{key}] must be a list of questions")
        for text in texts:
            if not isinstance(text, str) or not text.strip() or "\n" in text or len(text) > LONGEST_QUESTION:
                raise ContentError(
                    f"{path}: {heading!r} of [{key}]: a question must be one line of 1 to {LONGEST_QUESTION} "
                    f"characters, not {text!r}"
                )
            if key == _NOBODY:
                yield PhrasingLine(text.strip(), nobody=heading)
            else:
                yield PhrasingLine(text.strip(), int(key), "" if heading == WHOLE else heading)
