"""Markdown to HTML: structure, links, labels, anchors; and nothing that could run."""

import pytest

from helpcenter.text.markdown import Rendered, render
from helpcenter.text.outline import MarkdownError, heading_anchor

LABELS = {"send_message": "Send message", "get_help": "Get help"}


def rendered(text: str) -> Rendered:
    return render(text, article_path={7: "/en/articles/7-x"}.get, labels=LABELS)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](<java\nscript:alert(1)>)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](javascript:alert(1))",
        '<a href="x" onclick="alert(1)">x</a>',
        "<style>*{display:none}</style>",
        "<iframe src=https://evil.example></iframe>",
        '[x](https://a.example "><script>alert(1)</script>")',
    ],
)
def test_nothing_that_runs_gets_through(text):
    html = rendered(text).html
    for opening in (
        "<script",
        "<img src=x",
        "<style",
        "<iframe",
        "<a href=&quot;x",
        'href="java',
        'href="data',
        'src="java',
    ):
        assert opening not in html
    assert "<a onclick" not in html


def test_a_list_keeps_counting_around_a_list_inside_it():
    html = rendered("1. a\n2. b\n   - x\n3. c\n").html
    assert html.count("<ol>") == 1
    assert html.index("<ul>") < html.index("<li>c")


def test_a_list_that_starts_later_says_so():
    assert '<ol start="5">' in rendered("5. five\n6. six").html


@pytest.mark.parametrize("kind", ["note", "important"])
def test_a_callout_is_an_aside(kind):
    html = rendered(f"::: {kind}\nTake **care**.\n:::").html
    assert f'<aside class="callout callout-{kind}" role="note">' in html
    assert "<strong>care</strong>" in html


def test_headings_get_anchors_that_stay_apart():
    page = rendered("## Cancel\n\n### Cancel\n\n## ログインできませんか?\n")
    assert [each["anchor"] for each in page.toc] == ["cancel", "cancel-2", "ログインできませんか"]
    assert '<h3 id="cancel-2">Cancel<a ' in page.html


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("API & keys", "api-keys"),
        ("ＡＰＩ", "api"),
        ("解約 する", "解約-する"),
        ("!?", "section"),
        ("a_b - c", "a-b-c"),
    ],
)
def test_an_anchor_keeps_the_letters_of_every_script(title, anchor):
    assert heading_anchor(title) == anchor


def test_a_link_to_an_article_gets_its_address_and_keeps_its_part():
    assert 'href="/en/articles/7-x#who"' in rendered("[x](article:7#who)").html


def test_a_link_to_no_article_stays_as_its_text():
    page = rendered("See [**the** form](article:8) now.")
    assert "See <strong>the</strong> form now." in page.html
    assert page.unresolved == [8]


def test_a_link_to_another_site_gives_it_no_handle():
    assert '<a href="https://claude.ai" rel="noopener">' in rendered("[c](https://claude.ai)").html


def test_a_label_is_spelled_out_except_in_code():
    html = rendered("Click “{ui:send_message}” or `{ui:get_help}`.").html
    assert "“Send message”" in html
    assert "<code>{ui:get_help}</code>" in html


def test_an_unknown_label_names_its_line():
    with pytest.raises(MarkdownError, match=r"\{ui:sned\}") as raised:
        rendered("One.\n\nTwo {ui:sned}.")
    assert raised.value.line == 3


def test_a_second_top_heading_is_refused():
    with pytest.raises(MarkdownError, match="start with ##") as raised:
        rendered("One.\n\n# Two")
    assert raised.value.line == 3


def test_code_reads_left_to_right_and_is_not_translated():
    html = rendered('```json\n{"a": "<b>"}\n```').html
    assert '<pre dir="ltr" translate="no" tabindex="0"><code class="language-json">' in html
    assert "&lt;b&gt;" in html


def test_a_table_has_headers_and_alignment_without_styles():
    html = rendered("| Code | Why |\n| --- | ---: |\n| 429 | limit |").html
    assert '<th scope="col">Code</th>' in html
    assert '<td class="align-right">limit</td>' in html
    assert "style=" not in html


def test_sections_are_plain_text_under_their_headings():
    page = rendered("Lead **one**.\n\n## A\n\n- x\n- y\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n## B\n")
    assert [(each.heading, each.anchor) for each in page.sections] == [("", ""), ("A", "a"), ("B", "b")]
    assert page.sections[0].text == "Lead one."
    assert page.sections[1].text == "x\ny\na · b\n1 · 2"
