"""What a person wrote, apart from what their program quoted."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.mail import bodies
from tickets.mail.charsets import clean, decode
from tickets.mail.html_text import to_text
from tickets.mail.opening import opened
from tickets.mail.quoting import split_quoted


def body(raw):
    return bodies.body_of(opened(raw))


@pytest.mark.parametrize(
    "quoted",
    [
        "On Sun, 22 Nov 2026 at 12:00, Product Support <s@h.example> wrote:\n> Please try again.",
        "2026年11月22日(日) 12:00 Product Support <s@h.example>:\n> もう一度お試しください。",
        "Am So., 22. Nov. 2026 um 12:00 Uhr schrieb Product Support <s@h.example>:\n> Bitte nochmal.",
        "-----Original Message-----\nFrom: Product Support\nSent: Sunday\nSubject: x\n\nPlease try again.",
        "From: Product Support <s@h.example>\nSent: Sunday\nTo: me\nSubject: x\n\nPlease try again.",
        "差出人: Product Support <s@h.example>\n送信日時: 2026年11月22日\n宛先: 私\n件名: x\n\nもう一度",
        "________________________________\nFrom: Product Support\nSent: Sunday\nSubject: x\n\nPlease try again.",
        "> Please try again.\n> Thanks",
        "----- 元のメッセージ -----\nもう一度お試しください。",
    ],
)
def test_the_quoted_part_is_folded(quoted):
    assert split_quoted(f"It works now.\nThank you!\n\n{quoted}") == ("It works now.\nThank you!", quoted)


def test_a_mail_without_a_quote_is_all_text():
    assert split_quoted("Hello\n\n- one\n- two\n\nBest regards\nHanako") == (
        "Hello\n\n- one\n- two\n\nBest regards\nHanako",
        "",
    )


def test_an_answer_between_quoted_lines_stays_whole():
    text = "> Which plan?\nPro.\n> Since when?\nMay."
    assert split_quoted(text) == (text, "")


def test_a_mail_that_is_all_quoted_hides_nothing():
    assert split_quoted("> only\n> this") == ("> only\n> this", "")


@given(
    st.lists(st.sampled_from(["", "> q", "text", "On Monday, A wrote:", "From: x", "_" * 40, "差出人: y"]), max_size=8)
)
def test_no_line_is_lost(lines):
    written, quoted = split_quoted("\n".join(lines))
    kept = [line for line in (written + "\n" + quoted).split("\n") if line.strip()]
    assert kept == [line for line in lines if line.strip()]


def test_a_hostile_mail_takes_no_time():
    started = time.process_time()
    split_quoted("\n".join(["On " + "a " * 5000] * 3000))
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("ISO-2022-JP", "iso2022_jp"),
        ("Shift_JIS", "cp932"),
        ("euc-jp", "euc_jp"),
        ("utf-8", "utf-8"),
        ("us-ascii", "utf-8"),
        ("no-such-charset", "utf-8"),
    ],
)
def test_japanese_is_read_in_every_charset(charset, codec):
    assert decode("解約したいです。".encode(codec), charset) == "解約したいです。"


def test_characters_beyond_the_named_charset_are_read():
    assert decode("①Tel㈱".encode("iso2022_jp_2004"), "iso-2022-jp") == "①Tel㈱"
    assert decode(b"caf\xe9", "") == "café"


def test_what_a_database_cannot_hold_is_cleaned():
    assert clean("a\x00b\r\nc\rd\udce9") == "ab\nc\nd\ufffd"


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape"])
def test_a_charset_that_takes_quadratic_time_is_none(charset):
    started = time.process_time()
    assert decode(b"a" * 200_000 + b"-" + b"b" * 200_000, charset).startswith("aaa")
    assert time.process_time() - started < 1


def test_half_a_character_is_no_obstacle():
    assert clean(b"+2AA-".decode("utf-7", "surrogatepass")) == "\ufffd"


def test_of_endless_text_the_beginning_is_shown():
    shown = body(b"\n" + b"a line of it\n" * 100_000)
    assert len(shown) < 210_000
    assert shown.endswith("[…]")


def test_plain_text_comes_before_html():
    raw = (
        b"Content-Type: multipart/alternative; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nplain\n--b\nContent-Type: text/html\n\n<p>html</p>\n--b--\n"
    )
    assert body(raw) == "plain"


def test_html_alone_becomes_text():
    raw = b"Content-Type: text/html; charset=iso-2022-jp\n\n" + "<p>解約<br>したい</p>".encode("iso2022_jp")
    assert body(raw) == "解約\nしたい"


def test_an_attached_text_file_is_not_the_text():
    raw = (
        b"Content-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nhello\n"
        b"--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=log.txt\n\nlog line\n--b--\n"
    )
    assert body(raw) == "hello"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<style>p{}</style><script>x()</script><p>Hi &amp; bye</p>", "Hi & bye"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("a <b>bold</b> word", "a bold word"),
        ("<p>New</p><blockquote>Old<br>text</blockquote>", "New\n\n> Old\n> text"),
        ("<div>New</div><div class='gmail_quote'>On … wrote</div>", "New\n> On … wrote"),
        ("<div>New</div><div id='appendonsend'></div><p>Old</p>", "New\n> Old"),
        ("<p>unclosed <b>tags", "unclosed tags"),
        ("<p>a</p></div></p><p>b</p>", "a\n\nb"),
        ("", ""),
    ],
)
def test_html_becomes_text(html, text):
    assert to_text(html) == text


@given(st.text())
def test_any_markup_is_read(html):
    assert "\x00" not in to_text(clean(html))
