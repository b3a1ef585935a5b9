"""Markdown under any text: safe HTML, anchors that stay apart, sections that hold the words; and its plain form."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpcenter.text.markdown import render
from helpcenter.text.outline import MarkdownError, heading_anchor
from helpcenter.text.plain_markdown import plain_markdown

PIECES = [
    *("## A\n", "### A\n", "## \n", "text ", "\n\n", "- x\n", "1. y\n", "> q\n", "```\ncode\n```\n", "    block\n"),
    *(
        "[a](article:7)",
        "[b](article:8)",
        "[c](javascript:x)",
        "![i](x.png)",
        "<b>",
        "<script>",
        "{ui:agree}",
        "|a|b|\n",
    ),
    *(
        "|-|-|\n",
        "::: note\n",
        ":::\n",
        "**",
        "`",
        "&lt;",
        '"',
        "'",
        "\\",
        "é漢かカ",
        "---\n",
        "\0",
        "[x]",
        "](",
        "~~s~~",
    ),
]
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
LABELS = {"agree": "Agree"}


def rendered(text):
    return render(text, article_path={7: "/en/articles/7-x"}.get, labels=LABELS)


@given(MARKDOWN)
def test_no_text_gives_html_that_runs(text):
    html = rendered(text).html
    assert not re.search(r"<(script|style|iframe|object|form|input)\b", html, re.IGNORECASE)
    assert not re.search(r"<[^>]*\son\w+\s*=", html, re.IGNORECASE)
    assert not re.search(r'(href|src)="\s*javascript:', html, re.IGNORECASE)


@given(MARKDOWN)
def test_every_anchor_leads_to_one_heading(text):
    page = rendered(text)
    anchors = [entry["anchor"] for entry in page.toc]
    assert len(set(anchors)) == len(anchors)
    assert [anchor for anchor in anchors if page.html.count(f' id="{anchor}"') != 1] == []


@given(MARKDOWN)
def test_sections_follow_the_contents_list(text):
    page = rendered(text)
    headed = [section.anchor for section in page.sections if section.anchor]
    # A heading without words and without text below it is no section to quote.
    assert [entry["anchor"] for entry in page.toc if entry["title"] or entry["anchor"] in headed] == headed


@given(MARKDOWN)
def test_links_to_what_is_not_there_are_counted_and_left_out(text):
    page = rendered(text)
    assert set(page.unresolved) <= {8}
    assert "article:" not in "".join(re.findall(r'href="([^"]*)"', page.html))


@given(st.text(max_size=80))
def test_any_text_at_all_is_rendered_or_refused_with_its_line(text):
    try:
        assert rendered(text).html is not None
    except MarkdownError as error:
        assert error.line >= 1  # noqa: PT017 - either way is right


@given(st.text(max_size=60))
def test_an_anchor_fits_into_an_address(title):
    assert re.fullmatch(r"[\w-]+", heading_anchor(title))
    assert not heading_anchor(title).startswith("-")


@pytest.mark.parametrize("titles", [["A", "A", "A-2"], ["A", "A-2", "A"], ["A-2", "A", "A"]])
def test_an_anchor_that_is_taken_by_its_own_name_is_not_given_twice(titles):
    page = rendered("".join(f"## {title}\n\n" for title in titles))
    assert len({entry["anchor"] for entry in page.toc}) == 3


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("See [it](article:7).", "See [it](https://h/7)."),
        ("See [it](article:7#who).", "See [it](https://h/7#who)."),
        ("Say {ui:agree}.", "Say Agree."),
        ("Say {ui:unknown}.", "Say {ui:unknown}."),
        ("::: note\nOne\n\nTwo\n:::", "> One\n>\n> Two"),
        ("::: important\nOne\n:::\n\nAfter", "> One\n\nAfter"),
        ("[x](https://example.com)", "[x](https://example.com)"),
        ("  text  ", "text"),
    ],
)
def test_the_plain_form_says_it_to_any_program(text, plain):
    assert plain_markdown(text, address=lambda number: f"https://h/{number}", labels=LABELS) == f"{plain}\n"


@given(MARKDOWN)
def test_the_plain_form_ends_with_one_line_end(text):
    plain = plain_markdown(text, address=str, labels=LABELS)
    assert plain.endswith("\n")
    assert not plain.endswith("\n\n")


@pytest.mark.parametrize("text", ["", "\n\n", "   "])
def test_nothing_is_rendered_as_nothing(text):
    page = rendered(text)
    assert (page.html.strip(), page.toc, page.sections) == ("", [], [])


def test_an_image_stands_in_a_section_by_its_words():
    page = rendered("![The cancel button](x.png) is red")
    assert page.sections[0].text == "The cancel button is red"


@pytest.mark.parametrize("break_", ["\n", "  \n", "\\\n"])
def test_a_line_break_is_a_space_in_a_section(break_):
    assert rendered(f"one{break_}two").sections[0].text == "one two"
