"""HTML of mails as text: as browsers do, as far as text goes, and never slowly."""

import time

import pytest

from tickets.mail.html_text import to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<a title="1 > 0" href=x>one</a> two', "one two"),
        ("2 < 3 and <3", "2 < 3 and <3"),
        ("a<!-- <b>no</b> -->b<!-->c<!DOCTYPE html><?php x ?>d", "abcd"),
        ("<p>Your editor says <![if x]>so</p>", "Your editor says so"),
        ("<p>expected <![ in template</p> </ or <? x", "expected <![ in template\n\n</ or <? x"),
        ("before <!-- never closed", "before"),
        ("before <a href='x", "before"),
        ("<script>if (a < b) '</p>'</script>after", "after"),
        ("&amp; &eacute; &#x41; &#" + "9" * 5000 + ";", "& é A \ufffd"),
        ("<o:p>Word</o:p> <p ID=appendonsend>old", "Word\n> old"),
        ("<table><tr><th>Item<th>Price<tr><td>Seats 12<td>30 EUR</table>", "Item Price\nSeats 12 30 EUR"),
        ("<pre>def f():\n    return 1\n\n# end</pre>", "def f():\n    return 1\n\n# end"),
        ("<P CLASS=x>ü</P ><TD>y", "ü\n\ny"),
    ],
)
def test_text_is_read_as_a_browser_would_show_it(html, text):
    assert to_text(html) == text


ATTACKS = {
    "bold": "<b>x" * 20_000,
    "unclosed comments": "<!--" * 50_000,
    "unclosed tags": "<a " * 50_000,
    "unclosed quotes": "<a b='" * 50_000,
    "unclosed paragraphs": "<p>x" * 20_000,
    "unclosed rows": "<table>" + "<tr><td>x" * 20_000,
    "nested": "<div>" * 60_000 + "x" + "</div>" * 20_000,
    "ends of nothing": "<b>" * 83_000 + "</z>" * 62_000,
    "bodies in bodies": "<span>" * 40_000 + "<body>" * 41_000,
    "letters for each paragraph": "".join(f"<font a={number}>" for number in range(2_000)) + "</p><p>x" * 20_000,
    "empty breaks": "<span> </span>" * 20_000 + "<td>" * 20_000,
    "instructions": "<?" * 100_000,
    "sections": "<![" * 100_000,
    "ends": "</" * 100_000,
    "attributes": "<a " + " ".join(f"a{number}" for number in range(60_000)) + ">x",
    "equal signs": "<a " + "=" * 400_000,
    "spaces": "<a " + ("=" + " " * 1000) * 400,
    "styles": "<style>" * 60_000,
    "entities": "&#" + "9" * 400_000 + "&" * 50_000,
    "numbers": "&#1" * 100_000,
}


@pytest.mark.parametrize("html", ATTACKS.values(), ids=ATTACKS.keys())
def test_html_made_to_be_slow_is_not(html):
    started = time.process_time()
    to_text(html)
    assert time.process_time() - started < 1


def test_of_endless_html_the_beginning_is_read():
    text = to_text("<p>first</p>" + "<p>x</p>" * 100_000 + "<p>last</p>")
    assert text.startswith("first")
    assert "last" not in text


def test_where_links_lead_is_said_behind_their_words():
    html = (
        "<p>See <a href='https://a.example/x'>the <b>bill</b></a>, <a href='https://a.example/'>https://a.example</a>"
    )
    html += " and <a href='javascript:x'>this</a><a href='https://b.example'></a>.</p><a href='https://c.example'>"
    assert to_text(html) == "See the bill <https://a.example/x>, https://a.example and this."
