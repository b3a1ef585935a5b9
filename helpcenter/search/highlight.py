"""Marks in a text the words that were searched for. Pure apart from marking its HTML as safe."""

from itertools import groupby

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from helpcenter.search import terms


def marked(text: str, query: str, locale: str) -> SafeString:
    """The text as HTML with `<mark>` around what the query's terms match; everything else is escaped."""
    wanted = {term for term, weight in terms.query_terms(query, locale).items() if weight == 1}
    hit = [False] * len(text)
    for start, end, term in terms.spans(text, locale):
        if term in wanted:
            hit[start:end] = [True] * (end - start)
    pieces = []
    for is_hit, letters in groupby(zip(hit, text, strict=True), key=lambda pair: pair[0]):
        piece = "".join(letter for _hit, letter in letters)
        pieces.append(format_html("<mark>{}</mark>", piece) if is_hit else escape(piece))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above
