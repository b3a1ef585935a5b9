"""Reads the files in content/ as values and says what is wrong with one, by file and line. Knows no database."""

import hashlib
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import frontmatter
import yaml

from helpcenter.numbers import LARGEST_NUMBER
from helpcenter.text.slugs import SLUG

_KINDS: dict[type, str] = {int: "a whole number", str: "text", list: "a list", date: "a date", bool: "true or false"}

_LONGEST = 200
_LONGEST_KEYWORD = 100
_MOST_QUESTIONS, _LONGEST_QUESTION = 25, 200
_NAME = re.compile(r"[a-z0-9_]{1,40}")
# What the database's columns hold.
_LARGEST_COLLECTION, _LARGEST_ORDER = 2**31 - 1, 2**15 - 1


class ContentError(Exception):
    """A content file is wrong; the message names the file and the line or field."""


@dataclass(frozen=True, slots=True)
class CollectionFile:
    """A collection's `_index.md`."""

    path: Path
    locale: str
    folder: str
    number: int
    title: str
    slug: str
    description: str
    order: int
    icon: str


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """An article in one language. `body_line` is where its Markdown begins in the file."""

    path: Path
    locale: str
    folder: str
    digest: str
    number: int
    title: str
    slug: str
    summary: str
    keywords: list[str]
    questions: list[str]
    updated: date
    related: list[int]
    featured: bool
    source: bool
    products: list[str]
    plans: list[str]
    roles: list[str]
    body: str
    body_line: int

    @property
    def markdown(self) -> str:
        """The text as it is stored."""
        return self.body.strip() + "\n"


class _Fields:
    """The front matter of one file, read field by field."""

    def __init__(self, path: Path, values: dict[str, Any]) -> None:
        self.path, self._values = path, values

    def get[T](self, name: str, kind: type[T], default: T | None = None) -> T:
        value = self._values.get(name, default)
        if value is None:
            raise ContentError(f"{self.path}: the field “{name}” is missing")
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise ContentError(f"{self.path}: the field “{name}” must be {_KINDS[kind]}, not {value!r}")
        return value

    def each[T](self, name: str, kind: type[T]) -> list[T]:
        values: list[Any] = self.get(name, list, [])
        for value in values:
            if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
                raise ContentError(f"{self.path}: each of “{name}” must be {_KINDS[kind]}, not {value!r}")
        return values

    def number(self, name: str, least: int, most: int, default: int | None = None) -> int:
        number = self.get(name, int, default)
        if not least <= number <= most:
            raise ContentError(f"{self.path}: the field “{name}” must be {least} to {most}, not {number}")
        return number

    def keywords(self) -> list[str]:
        keywords = self.each("keywords", str)
        if any(len(keyword) > _LONGEST_KEYWORD for keyword in keywords):
            raise ContentError(f"{self.path}: each of “keywords” must have at most {_LONGEST_KEYWORD} characters")
        return keywords

    def names(self, field: str) -> list[str]:
        """Names such as sign-ins use for products, plans and roles."""
        names = self.each(field, str)
        for name in names:
            if not _NAME.fullmatch(name):
                raise ContentError(
                    f"{self.path}: each of “{field}” must be a name of a-z, 0-9 and _, not {name[:50]!r}"
                )
        return list(dict.fromkeys(names))

    def questions(self) -> list[str]:
        questions = [question.strip() for question in self.each("questions", str)]
        if len(questions) > _MOST_QUESTIONS:
            raise ContentError(f"{self.path}: “questions” must be at most {_MOST_QUESTIONS}, not {len(questions)}")
        for question in questions:
            if not 1 <= len(question) <= _LONGEST_QUESTION or "\n" in question:
                raise ContentError(
                    f"{self.path}: each of “questions” must be one line of 1 to {_LONGEST_QUESTION} characters, "
                    f"not {question[:50]!r}"
                )
            if questions.count(question) > 1:
                raise ContentError(f"{self.path}: “questions” has {question!r} twice")
        return questions

    def line(self, name: str, default: str | None = None, longest: int = _LONGEST) -> str:
        text = self.get(name, str, default).strip()
        if (default is None and not text) or len(text) > longest or "\n" in text:
            raise ContentError(f"{self.path}: the field “{name}” must be one line of 1 to {longest} characters")
        return text

    def slug(self) -> str:
        slug = self.line("slug")
        if not SLUG.fullmatch(slug):
            raise ContentError(f"{self.path}: the field “slug” can't hold spaces or any of / ? # % & . \\: {slug!r}")
        return slug


def _read(path: Path) -> tuple[_Fields, str, int]:
    try:
        text = path.read_bytes().decode()
        values, body = frontmatter.parse(text)
    except UnicodeDecodeError as error:
        raise ContentError(f"{path}: not UTF-8 at byte {error.start}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise ContentError(f"{path}:{line}: {getattr(error, 'problem', None) or error}") from error
    except ValueError as error:  # a date like 2026-13-01
        raise ContentError(f"{path}: a field can't be read: {error}") from error
    if not values:
        raise ContentError(f"{path}:1: starts with no front matter between two lines of ---")
    at = text.find(body) if body else len(text)
    return _Fields(path, values), body, text.count("\n", 0, at) + 1


def read_collection(path: Path, locale: str) -> CollectionFile:
    """The collection that an `_index.md` describes. Raises ContentError."""
    fields, _body, _line = _read(path)
    return CollectionFile(
        path=path,
        locale=locale,
        folder=path.parent.name,
        number=fields.number("id", 1, _LARGEST_COLLECTION),
        title=fields.line("title"),
        slug=fields.slug(),
        description=fields.line("description", "", longest=500),
        order=fields.number("order", 0, _LARGEST_ORDER, 0),
        icon=fields.line("icon", "", longest=40),
    )


def read_article(path: Path, locale: str) -> ArticleFile:
    """The article that a file holds. Raises ContentError."""
    fields, body, body_line = _read(path)
    number = fields.number("id", 1, LARGEST_NUMBER)
    if not path.name.startswith(f"{number}-"):
        raise ContentError(f"{path}: the field “id” is {number}, but the file's name doesn't start with it")
    if not body.strip():
        raise ContentError(f"{path}:{body_line}: there is no text")
    return ArticleFile(
        path=path,
        locale=locale,
        folder=path.parent.name,
        digest=digest(path),
        number=number,
        title=fields.line("title"),
        slug=fields.slug(),
        summary=fields.line("summary", "", longest=500),
        keywords=fields.keywords(),
        questions=fields.questions(),
        updated=fields.get("updated", date),
        related=fields.each("related", int),
        featured=fields.get("featured", bool, False),
        source=fields.get("source", bool, False),
        products=fields.names("products"),
        plans=fields.names("plans"),
        roles=fields.names("roles"),
        body=body,
        body_line=body_line,
    )


def read_landmarks(path: Path, keys: Collection[str]) -> dict[str, int]:
    """The article numbers in landmarks.json by name; none when there is no such file. Raises ContentError."""
    try:
        numbers = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise ContentError(f"{path}: {error}") from error
    if not isinstance(numbers, dict) or not set(numbers) <= set(keys):
        raise ContentError(f"{path}: must hold only {', '.join(sorted(keys))}")
    for key, number in numbers.items():
        if type(number) is not int or not 1 <= number <= LARGEST_NUMBER:
            raise ContentError(f"{path}: “{key}” must be an article's number, not {number!r}")
    return numbers


def digest(path: Path) -> str:
    """A sha256 that says whether the file changed: its bytes, its name, or the shelf it stands on."""
    place = "/".join(path.parts[-3:])
    return hashlib.sha256(place.encode() + b"\0" + path.read_bytes()).hexdigest()


def collection_files(root: Path, locale: str) -> Iterator[Path]:
    """The `_index.md` of each collection of a language; folders that start with _ are not content."""
    return (path for path in sorted((root / locale).glob("[!_]*/_index.md")))


def article_files(root: Path, locale: str) -> Iterator[Path]:
    """The articles of a language, in the order of their names."""
    return (path for path in sorted((root / locale).glob("[!_]*/[!_]*.md")))
