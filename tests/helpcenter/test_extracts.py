"""A section cut out of a rendered text: from its heading to the next, with every tag closed."""

import pytest

from helpcenter.text import markdown
from helpcenter.text.extracts import section_html

TEXT = """Before it.

## Steps

1. One
2. Two [link](https://example.com/)

### Inside

| a | b |
| - | - |
| 1 | 2 |

## Last

Words.
"""


@pytest.fixture(scope="module")
def html() -> str:
    return markdown.render(TEXT, article_path=lambda _number: None, labels={}).html


def test_steps_stay_a_list_with_their_links(html: str) -> None:
    found = section_html(html, "steps")
    assert found.startswith("<ol>")
    assert found.endswith("</ol>")
    assert 'href="https://example.com/"' in found
    assert "Steps" not in found


def test_what_stands_before_the_first_heading_has_no_anchor(html: str) -> None:
    assert section_html(html, "") == "<p>Before it.</p>"


def test_a_table_stays_one_and_the_last_section_goes_to_the_end(html: str) -> None:
    assert "<td>2</td>" in section_html(html, "inside")
    assert section_html(html, "last") == "<p>Words.</p>"


def test_an_unknown_anchor_has_nothing(html: str) -> None:
    assert section_html(html, "gone") == ""
    assert section_html("<p>No heading.</p>", "gone") == ""


def test_a_frame_that_goes_on_behind_the_next_heading_is_closed_and_its_anchors_are_left_out() -> None:
    html = '<aside class="callout" role="note"><h2 id="a">A</h2><p>x</p><h3 id="b">B</h3></aside>'
    assert section_html(html, "a") == "<p>x</p>"
    assert "id=" not in section_html(html, "")
