"""The names in a note as marks, and the rest set as its place wants it."""

from collections.abc import Callable, Collection

from django.utils.html import format_html

from tickets.mentions import names


def marked(words: str, called: Collection[str], rest: Callable[[str], str]) -> str:
    """HTML of the words: each of the names behind its sign is a mark; `rest` sets, and escapes, what lies between."""
    pieces: list[str] = []
    behind = 0
    for found in names.find(words, called):
        pieces.append(rest(words[behind : found.start]))
        pieces.append(format_html('<span class="mention">{}</span>', words[found.start : found.end]))
        behind = found.end
    return "".join([*pieces, rest(words[behind:])])
