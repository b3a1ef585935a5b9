"""The Japanese guide as readers get it, compared with the client's own text line by line."""

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

SEED = Path(settings.CONTENT_DIR, "ja", "_source", "how-to-get-support.ja.txt")
ADDRESS = "/ja/articles/9015913-サポートを受ける方法"
_BLOCKS = {"h1", "h2", "h3", "p"}


class Lines(HTMLParser):
    """The lines a reader sees of the page's own text: the skip link, the article, the question at its end.

    A list's line begins with its number or • as browsers show it, two spaces deeper for each list it stands in.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._lists: list[int | None] = []
        self._in_line = False
        self._shown = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        classes = (dict(attributes).get("class") or "").split()
        # The second link of each page leads to help by people, and is no words of the guide's.
        if {"toc-narrow", "toc-wide", "article-take", "related"} & set(classes) or "data-open-messenger" in dict(
            attributes
        ):
            self._shown = False
        elif tag in {"article", "section"} or {"skip-link", "prose"} & set(classes):
            self._shown = True
        elif tag == "header" and "site-header" in classes:
            self._shown = False
        if tag in {"ol", "ul"}:
            self._lists.append(int(dict(attributes).get("start") or 1) if tag == "ol" else None)
        if tag == "li" and self._lists:
            number = self._lists[-1]
            self._lists[-1] = number + 1 if number is not None else None
            self._begin("  " * len(self._lists) + ("• " if number is None else f"{number}. "))
        elif tag in _BLOCKS or "skip-link" in classes:
            self._begin("")

    def _begin(self, mark: str) -> None:
        if self._shown:
            self.lines.append(mark)
            self._in_line = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ol", "ul"}:
            self._lists.pop()
        if tag in _BLOCKS | {"li", "ul", "ol"} or (tag == "a" and len(self.lines) == 1):
            self._in_line = False

    def handle_data(self, text: str) -> None:
        if self._in_line and text.strip():
            self.lines[-1] += text


def lines_of(html: str) -> list[str]:
    parser = Lines()
    parser.feed(html)
    return [line.rstrip() for line in parser.lines if line.strip()]


@pytest.fixture
def guide(shipped, reader, monkeypatch):
    monkeypatch.setattr("helpcenter.reading.page_views.timezone.localdate", lambda: date(2026, 11, 22))
    return reader.get(ADDRESS).content.decode()


def test_the_page_says_the_seed_line_by_line_with_its_numbers_and_nothing_else(guide):
    seed = [line.rstrip() for line in SEED.read_text().splitlines() if line.strip()]
    assert lines_of(guide) == seed


def test_the_guides_headings_are_headings_and_its_notes_are_notes(guide):
    assert guide.count('<aside class="callout callout-note" role="note">') == 3
    assert guide.count('<aside class="callout callout-important" role="note">') == 1
    assert '<h2 id="ログインできませんか">ログインできませんか?' in guide
    assert '<h3 id="claude-のサポートを求める">' in guide


def test_lists_keep_counting_around_the_lists_inside_them(guide):
    assert "<li>サポートメッセンジャーで:\n<ul>" in guide
    assert "  5. 「メッセージを送信」をクリックして、Fin とのチャットを開始します。" in lines_of(guide)


@pytest.mark.parametrize("number", [9016011, 9016018, 9016025, 9015927, 9015934, 9017027, 9021055])
def test_what_the_guide_links_to_is_there(guide, reader, number):
    address = guide.split(f'href="/ja/articles/{number}-', 1)[1].split('"', 1)[0]
    assert reader.get(f"/ja/articles/{number}-{address}").status_code == 200


def test_the_seed_is_not_served_as_an_article(shipped, reader):
    assert "_source" not in reader.get("/en/llms.txt").content.decode()


def test_the_english_guide_has_the_same_parts(shipped, reader):
    japanese = reader.get(ADDRESS).context["article"].toc
    english = reader.get("/en/articles/9015913-how-to-get-support").context["article"].toc
    assert [each["level"] for each in english] == [each["level"] for each in japanese]
