"""Secrets are hidden however they are written, ordinary sentences stay, and the text tells what is hidden."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.secrets import Masked, holds_card_number, kinds_of, mask

ROOT = Path(__file__).resolve().parent.parent.parent
# The schemes' published test numbers.
CARDS = ["4242424242424242", "5555555555554444", "378282246310005", "6011111111111117", "3530111333300000"]
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("key: sk-ant-api03-Ab_9-xyzQ7 fails", "key: [API key sk-ant-••••yzQ7] fails"),
        ("sk-proj-abcdef0123456789abcdef", "[API key sk-proj-••••cdef]"),
        ("AKIAIOSFODNN7EXAMPLE", "[API key AKIA••••MPLE]"),
        ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "[API key ghp_••••8B4a]"),
        ("xoxb-123456789012-abcdef", "[API key xoxb-••••cdef]"),
        ("sk_live_4eC39HqLyjWDarjt", "[API key sk_live_••••arjt]"),
        ("x-api-key: 0123456789abcdef", "x-api-key: [API key ••••cdef]"),
        ("APIキーは 0123456789abcdef です", "APIキーは [API key ••••cdef] です"),
        (f"a token {JWT}!", "a token [token eyJ••••dXJl]!"),
        ("Authorization: Bearer abcdef0123456789", "Authorization: Bearer [token ••••6789]"),
        ("Cookie: sessionid=0123456789abcdef; a=b", "Cookie: sessionid=[token ••••cdef]; a=b"),
        (f"here:\n{PEM}\nbye", "here:\n[private key ••••]\nbye"),
        ("-----BEGIN PRIVATE KEY-----\n> MIIEpAIBAAKCAQEA7bq\nHi Ben", "[private key ••••]\nHi Ben"),
        ("12/28 4242 4242 4242 4242 cvc 123", "12/28 [card number ••••4242] cvc [password ••••]"),
        ("password: hunter2", "password: [password ••••]"),
        ("My password is Tr0ub4dor&3.", "My password is [password ••••]."),
        ("user ben\nPassword: swordfish\nthanks", "user ben\nPassword: [password ••••]\nthanks"),
        ('{"password":"correct-horse"}', '{"password":"[password ••••]"}'),
        ("https://user:pass@example.com/", "https://user:[password ••••]@example.com/"),
        ("パスワードはhunter2です", "パスワードは[password ••••]です"),
        ("パスワード：hunter2", "パスワード：[password ••••]"),
        ("暗証番号は1234です", "暗証番号は[password ••••]です"),
        ("Mot de passe : Soleil2024", "Mot de passe : [password ••••]"),
        ("密码是abc12345", "密码是[password ••••]"),
        ("password: sk-ant-abcdefgh1234", "password: [API key sk-ant-••••1234]"),
        ("Sk\u2011ant\u2011api03\u2011Ab9xyzQ7", "[API key Sk-ant-••••yzQ7]"),
        ("mykeysk-ant-api03-Ab_9-xyzQ7", "mykey[API key sk-ant-••••yzQ7]"),
        ("user ben, pw: hunter22", "user ben, pw: [password ••••]"),
        ("Password - hunter22!", "Password - [password ••••]"),
    ],
)
def test_a_secret_is_hidden_and_what_helps_support_stays(typed: str, kept: str) -> None:
    assert mask(typed).text == kept
    assert mask(kept) == Masked(kept, mask(typed).kinds)


@pytest.mark.parametrize(
    "text",
    [
        "My password doesn't work, and my password is not accepted.",
        "Password: required. The password is reset every day; my password is wrong",
        "パスワードを忘れました。パスワードはリセットできますか？ 暗証番号は4桁です",
        "passwordとは何ですか？ パスワードは8文字以上",
        "password = getPassword() and password: string and PASSWORD=$SECRET",
        "Mot de passe : oublié. Passwort: vergessen",
        "Set ANTHROPIC_API_KEY=<your key> or sk-ant-... as the API key is described there",
        "The API key is missing-from-the-environment",
        "basic authentication-is-required, bearer of news, session=none",
        "request-id req_011CSHoEeqs5C35K2UUqR7Fy",
        "commit 4242424242424242424242424242424242424242",
        "task-ant-colony-simulation and a password - which I changed in 2024",
        "Invoices 4111,1112,1113,1114",
        "IBAN BE68 5390 0754 7034",
        "call +49 1512 3456789 or 1-800-555-0199",
        "from 2026-11-22 10:15:00 I paid 20.00 on 2026-10-01",
        "4 10 20 30 40 50 62",
        "The last four digits are 4242",
        "4242424242424241 and 0000000000000000",
        "",
    ],
)
def test_an_ordinary_sentence_stays(text: str) -> None:
    assert mask(text) == Masked(text)


@pytest.mark.parametrize("number", CARDS)
@pytest.mark.parametrize("zero", ["٠", "०", "０", "๐", "𝟎"])
def test_a_card_number_is_found_in_any_scripts_digits(number: str, zero: str) -> None:
    written = "".join(chr(ord(zero) + int(digit)) for digit in number)
    assert mask(f"カード{written}です").text == f"カード[card number ••••{number[-4:]}]です"


@pytest.mark.parametrize(
    "written",
    [
        "4242-4242-4242-4242",
        "4242.4242.4242.4242",
        "4242/4242/4242/4242",
        "4242\n4242\n4242\n4242",
        "4242 4242\u00a04242 4242",
        "4242 – 4242 – 4242 – 4242",
        "4242\u200b4242\u200b4242\u200b4242",
        "4\ufe0f\u20e32\ufe0f\u20e342 4242 4242 4242",
        "42424242 4242 4242",
        "4242,4242,4242,4242",
        "4242|4242|4242|4242",
        "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2",
    ],
)
def test_no_way_of_writing_a_card_number_hides_it(written: str) -> None:
    assert mask(f"\u200bｶｰﾄﾞ {written}!").text == "\u200bｶｰﾄﾞ [card number ••••4242]!"
    assert holds_card_number(written)


@given(st.sampled_from(CARDS), st.sampled_from(["", " ", "-", "."]), st.text(alphabet="abc あ", max_size=20))
def test_any_grouping_with_one_separator_is_found(number: str, separator: str, around: str) -> None:
    written = separator.join(number[place : place + 4] for place in range(0, len(number), 4))
    assert mask(f"{around} {written} {around}").text == f"{around} [card number ••••{number[-4:]}] {around}"


_PIECES = [
    "password: ",
    "パスワードは",
    "です",
    "sk-ant-",
    "api key=",
    "Bearer ",
    JWT,
    PEM,
    "://a:",
    "@",
    "•",
    "[",
    "]",
    " ",
    "\n",
]


@given(st.lists(st.one_of(st.sampled_from([*_PIECES, *CARDS]), st.text(max_size=12)), max_size=12))
def test_masking_once_more_changes_nothing(pieces: list[str]) -> None:
    once = mask("".join(pieces))
    assert mask(once.text) == once


def test_a_kind_is_told_from_the_text_alone_and_each_once() -> None:
    hidden = mask(f"password: hunter2 {CARDS[0]} {CARDS[1]} {JWT}")
    assert hidden.kinds == ("token", "card", "password")
    assert kinds_of("nothing", hidden.text) == hidden.kinds


@pytest.mark.parametrize(
    "row",
    [
        *(
            "4 ",
            "4243 ",
            "4\u200b",
            "eyJ-",
            "eyJaaaaaaaaa.",
            "sk-",
            "sk-ant-api03-",
            "4242,",
            "SG.aaaaaaaaaaaaaaaaa",
            "token=",
        ),
        *("password: ", "パスワードは", "-----BEGIN PRIVATE KEY-----", "://a:", "a"),
    ],
)
def test_a_hostile_text_takes_time_as_it_is_long(row: str) -> None:
    def seconds(letters: int) -> float:
        text = (row * letters)[:letters]
        begun = time.process_time()
        mask(text)
        return time.process_time() - begun

    # Ten times as long a text takes ten times as long; in quadratic time it would be a hundred. The best of three, as a
    # busy machine has its moments.
    assert min(seconds(300_000) for _time in "123") < 40 * max(seconds(30_000), 0.005)


def test_the_shipped_articles_hold_nothing_that_looks_like_a_secret() -> None:
    articles = sorted((ROOT / "content").rglob("*.md"))
    assert len(articles) > 80
    assert [path.name for path in articles if mask(path.read_text()).kinds] == []
