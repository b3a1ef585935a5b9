"""Message-IDs, References and signed reply addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.mail.threading import (
    build_references,
    is_signed_for,
    make_message_id,
    parse_message_ids,
    parse_reply_address,
    reply_address,
)
from tickets.references import PATTERN, make_reference

REFERENCE, SUPPORT = "HC-7K3M-9Q2X", "support@help.example"


def address(*, email="a@example.com", key="k", reference=REFERENCE):
    return reply_address(reference, email, key=key, support_address=SUPPORT)


def test_a_reference_is_opaque_and_readable():
    assert PATTERN.fullmatch(make_reference())
    assert make_reference() != make_reference()


def test_a_message_id_is_the_same_each_time():
    first = make_message_id(REFERENCE, 7, "a@example.com", key="k", domain="help.example")
    assert first == make_message_id(REFERENCE, 7, "A@example.com ", key="k", domain="help.example")
    assert first.startswith("<hc-7k3m-9q2x.7.")
    assert first.endswith("@help.example>")


def test_a_message_id_differs_by_message_person_and_key():
    made = {
        make_message_id(REFERENCE, number, email, key=key, domain="help.example")
        for number in (1, 2)
        for email in ("a@example.com", "b@example.com")
        for key in ("k", "l")
    }
    assert len(made) == 8


def test_a_reply_address_is_read_back_in_any_case():
    found = parse_reply_address(address().upper(), support_address=SUPPORT)
    assert found is not None
    assert found.reference == REFERENCE
    assert is_signed_for(found, "A@Example.com", key="k")


def test_the_local_part_fits_into_an_address():
    assert len(address().partition("@")[0]) <= 64


@pytest.mark.parametrize(("email", "key"), [("b@example.com", "k"), ("a@example.com", "other")])
def test_a_signature_holds_for_one_person_and_one_key(email, key):
    found = parse_reply_address(address(), support_address=SUPPORT)
    assert not is_signed_for(found, email, key=key)


def test_a_signature_holds_for_one_ticket():
    moved = address().replace("hc-7k3m-9q2x", "hc-7k3m-9q2y")
    found = parse_reply_address(moved, support_address=SUPPORT)
    assert not is_signed_for(found, "a@example.com", key="k")


@pytest.mark.parametrize(
    "recipient",
    [
        "support@help.example",
        "support+hc-7k3m-9q2x@help.example",
        "support+hc-7k3m-9q2x.zz@help.example",
        "support+nothing.abcdef@help.example",
        "other+hc-7k3m-9q2x.abcdef@help.example",
        "support+hc-7k3m-9q2x.abcdef@elsewhere.example",
        "",
    ],
)
def test_other_addresses_are_no_reply_addresses(recipient):
    assert parse_reply_address(recipient, support_address=SUPPORT) is None


@given(st.text(max_size=80))
def test_any_recipient_can_be_asked(recipient):
    assert parse_reply_address(recipient, support_address=SUPPORT) is None


def test_message_ids_are_read_from_a_folded_header_once_each():
    assert parse_message_ids("<a@x>\r\n <b@y> (note) <a@x> broken") == ["<a@x>", "<b@y>"]


def test_references_keep_the_order():
    assert build_references(["<a@x>", "<b@x>", "<a@x>"]) == ["<a@x>", "<b@x>"]


def test_long_threads_keep_their_root_and_the_latest():
    chain = build_references([f"<{n}@x>" for n in range(40)])
    assert len(chain) == 12
    assert (chain[0], chain[1], chain[-1]) == ("<0@x>", "<29@x>", "<39@x>")
