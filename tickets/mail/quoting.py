"""What a person wrote in a mail's text, apart from what their program quoted and put below. No Django.

Nothing is cut: the rest is folded. It goes line by line, so a text made to be slow isn't; and it folds what is surely
not the writer's own, as words that somebody wrote and nobody sees cost more than a quotation too many.
"""

import functools
import re
import tomllib
from pathlib import Path
from typing import Any

# Of a longer line the beginning is looked at, and of a longer mail.
_LINE_READ, _LINES_READ = 400, 2_000
# A line above a quotation may be broken into so many; a block of headers has so many at most.
_INTRODUCTION, _BLOCK = 3, 10
# A longer one is no signature.
_SIGNATURE = 10
_QUOTED = re.compile(r"\s*>")
_RULE = re.compile(r"\s*[_─━]{20,}\s*")
_DASH, _COLONS, _AROUND = "-–—=_", (":", "："), " \t>*"
_COLON = re.compile("[:：]")
_ADDRESS = re.compile(r"[^\s<>@()]@[^\s<>@()]")
_DATE = re.compile(r"\d{1,4}\s?[./年년-]\s?\d{1,2}|\b(?:19|20)\d\d\b|\d{1,2}[:.]\d{2}|[٠-٩]{1,4}")
_DAY_FIRST = re.compile(r"\s*(?:\d{1,4}\s?[./年년-]|\d{1,2}\.?\s\w|[٠-٩])")
_DASHES = re.compile(r"\s*--\s*")


def split_quoted(text: str) -> tuple[str, str]:
    """What the person wrote, and what they quoted, with a signature. A mail that seems all quoted counts as written."""
    lines = text.strip().split("\n")
    cut = _quotation_at([line[:_LINE_READ] for line in lines[:_LINES_READ]], len(lines))
    # Quoted lines right above, or at the end of a mail without an introducing line.
    while cut > 0 and (not lines[cut - 1].strip() or _QUOTED.match(lines[cut - 1])):
        cut -= 1
    cut = _signature_at(lines, cut) or cut
    written, quoted = "\n".join(lines[:cut]).strip(), "\n".join(lines[cut:]).strip()
    return (written, quoted) if written else (quoted, "")


def without_prefixes(subject: str) -> str:
    """The subject without what programs put before the one of a mail that is answered or passed on."""
    return _table().prefixes.sub("", subject, count=1).strip()


class _Table:
    """The words of all languages together."""

    def __init__(self, languages: dict[str, dict[str, Any]]) -> None:
        every = list(languages.values())
        self.starts = tuple(f"{word} " for each in every for word in each["starts"])
        self.starts += tuple(f"{word}{sign}" for each in every for word in each["starts"] for sign in ",.،")
        self.wrote = tuple(word for each in every for word in each["wrote"])
        self.lines = frozenset(word for each in every for word in each["lines"])
        self.sent_from = tuple(word for each in every for word in each["sent_from"])
        self.heads: dict[str, set[str]] = {}
        for each in every:
            for role, words in each["heads"].items():
                for word in words:
                    self.heads.setdefault(word, set()).add(role)
        marks = sorted({word for each in every for word in (*each["reply"], *each["forward"])}, key=len, reverse=True)
        marks += ["sv", "vs", "vl", "vb", "antw", "odp", "ynt", "ilt", "pd", "vá", "re", "fw"]
        one = "|".join(re.escape(word) for word in marks)
        self.prefixes = re.compile(
            rf"\s*(?:(?:{one})\s?(?:\[\d{{1,3}}\]|\(\d{{1,3}}\))?\s?[:：]\s*){{1,20}}", re.IGNORECASE
        )


@functools.cache
def _table() -> _Table:
    with (Path(__file__).parent / "quoting.toml").open("rb") as file:
        return _Table(tomllib.load(file))


def _quotation_at(lines: list[str], whole: int) -> int:
    """The line at which the quotation begins, with what introduces it; the number of lines when there is none."""
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        if _is_separator(line) or _heads_a_mail(lines, at):
            return at
        begins = _introduction_at(lines, at)
        if begins is not None and not _is_answered_inside(lines[at + 1 :]):
            return begins
    return whole


def _is_separator(line: str) -> bool:
    said = line.strip(_AROUND).lower()
    words = said.rstrip(":： ").strip(_DASH).strip(_AROUND)
    return words in _table().lines and (said.startswith(tuple(_DASH)) or said.endswith(_COLONS))


def _heads_a_mail(lines: list[str], at: int) -> bool:
    """Whether the headers of a mail begin here as programs put them above it, perhaps below a rule."""
    if _RULE.fullmatch(lines[at]):
        following = next((below for below in range(at + 1, min(at + 4, len(lines))) if lines[below].strip()), None)
        return following is not None and len(_roles(lines, following)) >= 3
    roles = _roles(lines, at)
    if not {"from", "subject"} <= roles or not roles & {"sent", "date"} or not roles & {"to", "sent"}:
        return False
    # Below a word of one's own, what was copied out of a mail is a part of it.
    return (at == 0 or not lines[at - 1].strip()) or {"sent", "to"} <= roles


def _roles(lines: list[str], at: int) -> set[str]:
    """What the labels of this line and the following ones say; nothing unless the first is who it is from."""
    heads = _table().heads
    found: set[str] = set()
    for line in lines[at : at + _BLOCK]:
        label, *value = _COLON.split(line[:60], maxsplit=1)
        roles = heads.get(label.strip(_AROUND).lower(), set()) if value else set()
        if not found and "from" not in roles:
            return set()
        if not line.strip(" >"):
            break
        found |= roles
    return found


def _introduction_at(lines: list[str], at: int) -> int | None:
    """The line at which a sentence begins that ends in this one and says who wrote when; None when none ends here."""
    if not lines[at].rstrip(" \t*").endswith(_COLONS) or _QUOTED.match(lines[at]):
        return None
    following = next((line for line in lines[at + 1 :] if line.strip()), "")
    for begins in range(at, max(at - _INTRODUCTION, -1), -1):
        if begins < at and (not lines[begins].strip() or _QUOTED.match(lines[begins])):
            return None
        sentence = " ".join(line.strip() for line in lines[begins : at + 1])
        if _says_who_and_when(sentence, is_followed=bool(_QUOTED.match(following))):
            above = lines[begins - 1].strip() if begins else ""
            is_broken = begins > max(at - _INTRODUCTION + 1, 0) and _starts(above) and not _starts(sentence)
            return begins - 1 if is_broken and not _QUOTED.match(above) else begins
    names_somebody = len(lines[at]) < 120 and _wrote(lines[at]) and bool(_QUOTED.match(following))
    return at if names_somebody else None


def _says_who_and_when(sentence: str, *, is_followed: bool) -> bool:
    """Whether it has a date and two of: the verb, how such sentences begin, an address, a quotation below."""
    if not _DATE.search(sentence):
        return False
    has_address = bool(_ADDRESS.search(sentence))
    if _wrote(sentence):
        return has_address or _starts(sentence)
    return has_address and (is_followed or (_starts(sentence) and "<" in sentence))


def _wrote(sentence: str) -> bool:
    said = sentence.lower()
    return any(word in said for word in _table().wrote)


def _starts(sentence: str) -> bool:
    said = sentence.strip(" *").lower()
    return said.startswith(_table().starts) or bool(_DAY_FIRST.match(said))


def _is_answered_inside(lines: list[str]) -> bool:
    """Whether somebody's own words stand between or below the quoted lines; a signature there is none."""
    seen = False
    for line in lines:
        if _QUOTED.match(line):
            seen = True
        elif line.strip():
            if not seen:
                return False  # a quotation without marks
            return not _DASHES.fullmatch(line)
    return False


def _signature_at(lines: list[str], cut: int) -> int | None:
    """The line above `cut` at which a signature begins, below words of one's own; None when there is none."""
    last = next((at for at in range(cut - 1, -1, -1) if lines[at].strip()), None)
    if last is None:
        return None
    for at in range(last, max(last - _SIGNATURE, 0), -1):
        if _DASHES.fullmatch(lines[at]) and any(line.strip() for line in lines[:at]):
            return at
    said = lines[last].strip(" *").lower()
    marks = _table().sent_from
    ends = tuple(mark for mark in marks if not mark.isascii())
    is_line = len(said) < 80 and (said.startswith(marks) or said.endswith(ends))
    # A sentence that begins so is somebody's own; a telephone's line stands alone.
    if is_line and last > 0 and not lines[last - 1].strip() and not re.search(r"[.!?。！？]$", said.rstrip()):
        return last if any(line.strip() for line in lines[:last]) else None
    return None
