"""The pure parts of mail under any input: signatures, references, loops, quotes, markup."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets import labels, workflow
from tickets.mail import charsets, html_text, loops, quoting, threading
from tickets.references import ALPHABET, PATTERN, make_reference

SUPPORT = "support@help.example"
REFERENCES = st.text(ALPHABET, min_size=8, max_size=8).map(lambda letters: f"HC-{letters[:4]}-{letters[4:]}")
EMAILS = st.text(string.ascii_letters + string.digits + ".+-", min_size=1, max_size=30).map(
    lambda x: f"{x}@example.com"
)
KEYS = st.text(min_size=1, max_size=20)


@given(REFERENCES, EMAILS, KEYS)
def test_a_reply_address_comes_back_whole(reference, email, key):
    address = threading.reply_address(reference, email, key=key, support_address=SUPPORT)
    found = threading.parse_reply_address(address, support_address=SUPPORT)
    assert found.reference == reference
    assert threading.is_signed_for(found, f" {email.upper()} ", key=key)


@given(REFERENCES, EMAILS, EMAILS, KEYS)
def test_a_reply_address_is_nobody_elses(reference, email, other, key):
    address = threading.reply_address(reference, email, key=key, support_address=SUPPORT)
    found = threading.parse_reply_address(address, support_address=SUPPORT)
    assert threading.is_signed_for(found, other, key=key) is (email.lower() == other.lower())


@given(REFERENCES, EMAILS, st.integers(0, 19))
def test_one_changed_letter_of_a_signature_is_a_forgery(reference, email, at):
    address = threading.reply_address(reference, email, key="k", support_address=SUPPORT)
    found = threading.parse_reply_address(address, support_address=SUPPORT)
    letter = "0" if found.signature[at] != "0" else "1"
    forged = threading.ReplyAddress(reference, found.signature[:at] + letter + found.signature[at + 1 :])
    assert not threading.is_signed_for(forged, email, key="k")


@given(REFERENCES, st.integers(1, 10**12), EMAILS)
def test_a_message_id_is_one_that_we_read(reference, number, email):
    made = threading.make_message_id(reference, number, email, key="k", domain="help.example")
    assert threading.parse_message_ids(f"x {made} y") == [made]
    assert len(made) <= 250


@given(st.text())
def test_any_header_has_message_ids_without_space(header):
    assert [found for found in threading.parse_message_ids(header) if " " in found or "@" not in found] == []


@given(st.lists(st.integers(0, 60).map(lambda n: f"<{n}@x>"), max_size=80))
def test_references_are_short_start_at_the_root_and_end_at_the_latest(earlier):
    chain, distinct = threading.build_references(earlier), list(dict.fromkeys(earlier))
    assert len(chain) == min(12, len(distinct))
    assert chain[:1] == distinct[:1]
    assert chain[-1:] == distinct[-1:]


def test_references_are_made_of_letters_that_nobody_mixes_up():
    made = [make_reference() for _number in range(200)]
    assert len(set(made)) == 200
    assert all(PATTERN.fullmatch(reference) for reference in made)
    assert set("0O1ILU").isdisjoint("".join(made).replace("HC-", ""))


HEADERS = st.dictionaries(
    st.sampled_from(
        ["auto-submitted", "precedence", "list-id", "return-path", "content-type", "x-autoreply", "subject"]
    ),
    st.sampled_from(["", "no", "No ; x", "bulk", "list", "<>", "text/plain", "auto-replied"]) | st.text(max_size=10),
)


@given(HEADERS, st.text(max_size=20))
def test_any_headers_are_a_loop_or_a_person(headers, sender):
    assert loops.detect(headers, sender=sender, support_address=SUPPORT) in {None, *loops.Loop}


@given(HEADERS)
def test_our_own_mail_is_ours_whatever_it_says(headers):
    assert loops.detect(headers, sender=SUPPORT.upper(), support_address=SUPPORT) == loops.Loop.OWN_MAIL


@pytest.mark.parametrize("value", ["no", "NO", " no ", "no; because", "No ;x"])
def test_mail_that_says_it_is_not_automatic_is_believed(value):
    assert loops.detect({"auto-submitted": value}, sender="a@x.example", support_address=SUPPORT) is None


@pytest.mark.parametrize("name", ["list-id", "list-post", "list-unsubscribe", "list-help"])
def test_each_header_of_a_list_makes_it_one(name):
    assert loops.detect({name: ""}, sender="a@x.example", support_address=SUPPORT) == loops.Loop.MAILING_LIST


@pytest.mark.parametrize("sender", ["postmaster", "not-postmaster@x.example", "a.mailer-daemon@x.example"])
def test_a_name_like_a_machines_is_not_a_machine(sender):
    assert loops.detect({}, sender=sender, support_address=SUPPORT) is None


LINES = st.lists(
    st.sampled_from(
        ["", "  ", "> q", ">> q", "text", "On Mon, 1 Jan 2026, A <a@b.c> wrote:", "-----Original Message-----"]
    )
    | st.text(st.characters(exclude_characters="\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=30),
    max_size=12,
)


@given(LINES)
def test_what_was_written_comes_first_and_only_nothing_is_nothing(lines):
    text = "\n".join(lines)
    written, quoted = quoting.split_quoted(text)
    assert bool(written) is bool(text.strip())
    assert text.strip().startswith(written)
    assert text.strip().endswith(quoted)


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    cleaned = charsets.clean(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    assert charsets.clean(cleaned) == cleaned
    assert not {"\x00", "\r"} & set(cleaned)


@given(st.binary(max_size=80), st.text(max_size=12))
def test_any_bytes_in_any_charset_are_text_that_a_database_holds(content, charset):
    text = charsets.decode(content, charset)
    assert text.encode("utf-8").decode("utf-8") == text
    assert "\x00" not in text


QUOTES = ["<div class='gmail_quote'>", "</div>", "<blockquote>", "</blockquote>", "<img alt='x'>", "word ", "\n"]
BLOCKS = ["<p>", "</p>", "<br>", "<li>", "<td>", "<script>", "</script>", "<style>", "</style>"]
TAGS = st.sampled_from([*QUOTES, *BLOCKS, "&amp;", "<", "<!--", "-->", "<p"])


@given(st.lists(TAGS, max_size=20).map("".join))
def test_html_becomes_lines_without_space_around_or_gaps(html):
    text = html_text.to_text(html)
    assert text == text.strip()
    assert "\n\n\n" not in text


@pytest.mark.parametrize("html", ["<script>alert(1)</script>", "<style>p{}</style>", "<head><title>t</title></head>"])
def test_what_is_never_read_is_never_shown(html):
    assert html_text.to_text(f"<p>before</p>{html}<p>after</p>") == "before\n\nafter"


@given(st.sampled_from(list(workflow.Status)), st.sampled_from(list(workflow.Event)))
def test_every_event_moves_or_is_refused_never_both(status, event):
    answer = workflow.move(status, event)
    assert (answer.status is None) is (answer.refusal is not None)


@given(st.sampled_from(list(workflow.Status)))
def test_no_choice_by_hand_is_refused(status):
    moves = [workflow.move(status, event).status for event in workflow.choices_from(status)]
    assert None not in moves
    assert status not in moves


@given(st.dictionaries(st.text(max_size=10), st.none() | st.booleans() | st.text(max_size=10) | st.integers()))
def test_any_identity_is_listed_without_name_email_and_what_is_empty(identity):
    lines = labels.identity_lines(identity)
    assert all(value for _label, value in lines)
    assert len(lines) == sum(1 for name, value in identity.items() if value and name not in {"name", "email"})
