"""Address headers, honest and hostile."""

import time
from email.utils import formataddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.mail import addresses


def read(header):
    return addresses.read(header, most=40)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("a@x.example", [("", "a@x.example")]),
        ('"Yamada, H." <h@x.example>, b@x.example', [("Yamada, H.", "h@x.example"), ("", "b@x.example")]),
        ("Ann (at work) Lee <a@x.example> (not b@x.example)", [("Ann  Lee", "a@x.example")]),
        ("jane@c.example <jane@c.example>", [("jane@c.example", "jane@c.example")]),
        ("Team: a@x.example, B <b@x.example>;", [("", "a@x.example"), ("B", "b@x.example")]),
        ("undisclosed-recipients:;", []),
        ("<a@x.example> <b@x.example>", [("", "a@x.example"), ("", "b@x.example")]),
        ("a@x.example b@x.example", []),
        ("<@relay.example:a@x.example>", []),
        (r'"an \"odd\" name" <a@x.example>', [('an "odd" name', "a@x.example")]),
        ('"two words"@x.example', [("", '"two words"@x.example')]),
        ("nobody", []),
        ("", []),
    ],
)
def test_names_and_addresses_are_told_apart(header, found):
    assert read(header) == found


@pytest.mark.parametrize(
    "header",
    [
        "a:" * 30_000,
        "(" * 60_000,
        "<" * 60_000,
        '"' * 60_001,
        "a@x," * 15_000,
        "\\" * 60_000,
        "a@" * 30_000,
        " " * 60_000,
    ],
)
def test_a_header_made_to_be_slow_is_not(header):
    started = time.process_time()
    read(header)
    assert time.process_time() - started < 1


def test_of_endless_people_so_many_are_read():
    assert len(read(", ".join(f"p{number}@x.example" for number in range(1000)))) == 40


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"]), max_size=20).map(str.strip))
def test_a_name_that_a_mail_program_wrote_is_read_back(name):
    assert read(formataddr((name, "a@x.example"))) == [(name, "a@x.example")]
