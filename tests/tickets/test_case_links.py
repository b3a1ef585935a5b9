"""The token of a case page's link: what it proves, what it gives away, and what a forger gets."""

import re

import pytest

from tickets.case_page.links import hide_tokens, make_token, read_token

REFERENCE, EMAIL, KEY = "HC-7K3M-9Q2X", "hanako@example.com", "k" * 50


def token(reference=REFERENCE, email=EMAIL, epoch=0, key=KEY):
    return make_token(reference, email, epoch=epoch, key=key)


def read(text, *keys):
    return read_token(text, keys=keys or (KEY,))


def test_it_says_which_ticket_which_round_and_whose_it_is():
    link = read(token(epoch=3))
    assert (link.reference, link.epoch) == (REFERENCE, 3)
    assert link.is_for("Hanako@Example.com ")
    assert not link.is_for("jo@example.com")


def test_it_names_nobody_and_fits_a_line_of_a_mail():
    assert "hanako" not in token()
    assert re.fullmatch(r"[a-z0-9-]{1,60}", token())
    assert token(reference="HC-2222-2222")[-34:-26] != token()[-34:-26], "one person's links can't be told to be theirs"


def test_a_mail_program_may_change_its_case():
    assert read(token().upper()) == read(token())


@pytest.mark.parametrize("place", [0, 9, 11, 18, -1])
def test_no_letter_of_it_can_be_changed(place):
    known = token()
    letter = "3" if known[place] != "3" else "4"
    assert read(known[:place] + letter + (known[place:][1:])) is None


@pytest.mark.parametrize("text", ["", "x", "7k3m9q2x-0-" + "a" * 34, "7k3m9q2x-0", token() + "a", token() + "\n"])
def test_what_nobody_signed_is_none(text):
    assert read(text) is None


def test_parts_of_two_links_make_no_third():
    mine, theirs = token(), token(reference="HC-2345-6789", email="jo@example.com")
    assert read(theirs[:11] + mine[11:]) is None
    assert read(mine[:19] + theirs[19:]) is None


def test_an_earlier_key_still_holds_while_it_is_listed():
    link = read(token(), "new" * 20, KEY)
    assert link is not None
    assert link.is_for(EMAIL)
    assert read(token(), "new" * 20) is None


def test_what_others_read_carries_no_token():
    assert hide_tokens(f"GET /en/case/{token()}/write?done=sent") == "GET /en/case/…/write?done=sent"
    assert hide_tokens(f"next=%2Fcase%2F{token().upper()}&x") == "next=%2Fcase%2F…&x"
    assert hide_tokens("GET /en/messenger/packet/a1.b-c_/send") == "GET /en/messenger/packet/…/send"
    assert hide_tokens("GET /en/not-me/MQ:1vOabc:x-y_z?a=b") == "GET /en/not-me/…?a=b"
    assert hide_tokens("GET /wall/k7m2-9qxw-4tbn-c3hd") == "GET /wall/…"
    assert hide_tokens("GET /admin/tickets/dayfigures/wall/?a=b") == "GET /admin/tickets/dayfigures/wall/?a=b"
    assert hide_tokens("HC-7K3M-9Q2X") == "HC-7K3M-9Q2X"
