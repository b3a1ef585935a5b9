"""Fin's setup as values: whom it answers, what it is called, and which words can be shown."""

import pytest

from accounts.identity import AuthenticationDomain, Identity
from messenger.fin.setup.values import Group, Setup, Words, called, group_of, has_hidden_marks, isolated, tidy

DOMAIN = AuthenticationDomain(host="claude.ai", product="claude")


def who(plan: str = "pro", product: str = "claude") -> Identity:
    return Identity(subject="1", email="a@example.com", product=product, plan=plan, role="")


@pytest.mark.parametrize(
    ("identity", "group"),
    [
        (None, Group.ANONYMOUS),
        (who("free"), Group.FREE),
        (who("max"), Group.MAX),
        (who("a plan of tomorrow"), Group.FREE),
        (who("", product="console"), Group.CONSOLE),
        (who("pro", product="console"), Group.CONSOLE),
    ],
)
def test_everybody_is_in_one_group(identity: Identity | None, group: Group) -> None:
    assert group_of(identity, DOMAIN if identity else None) == group


def test_an_identity_without_a_domain_counts_as_nobody() -> None:
    assert group_of(who(), None) == Group.ANONYMOUS


def test_fin_is_off_for_a_group_or_for_all() -> None:
    assert not Setup(off_for=frozenset({"pro"})).answers(who(), DOMAIN)
    assert Setup(off_for=frozenset({"free"})).answers(who(), DOMAIN)
    assert not Setup(on=False).answers(who(), DOMAIN)


def test_a_language_without_a_name_has_the_english_one_and_a_greeting_is_its_own() -> None:
    setup = Setup(words={"en": Words("Aria", "Hello!"), "ja": Words("アリア")})
    assert [setup.name(code) for code in ("en", "ja", "ko")] == ["Aria", "アリア", "Aria"]
    assert [setup.greeting(code) for code in ("en", "ja", "ko")] == ["Hello!", "", ""]
    assert Setup().name("ja") == "Fin"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Fin's answer. Finish it, Fin!", "Aria's answer. Finish it, Aria!"),
        ("AIサポートボットのFinです。", "AIサポートボットのAriaです。"),
        ("Das Ende: Finanzen, Final.", "Das Ende: Finanzen, Final."),
    ],
)
def test_the_name_takes_the_place_of_the_word_alone(sentence: str, expected: str) -> None:
    assert called(sentence, "Aria") == expected


def test_a_name_is_a_name_whatever_stands_in_it() -> None:
    assert called("Ask Fin", r"\1 {x} %s") == "Ask " + isolated(r"\1 {x} %s")
    assert called("Ask Fin", "<b>", escape=lambda name: name.replace("<", "&lt;")) == "Ask \u2068&lt;b>\u2069"


def test_a_name_that_could_turn_the_text_around_it_is_kept_apart() -> None:
    assert isolated("Aria 2") == "Aria 2"
    assert isolated("ليلى!") == "\u2068ليلى!\u2069"


def test_marks_that_nobody_sees_are_found_and_those_that_join_are_let_be() -> None:
    assert has_hidden_marks("A\u202eria")
    assert has_hidden_marks("A\0")
    assert not has_hidden_marks("👩\u200d👧 می\u200cخواهم\nAria")


def test_lines_are_made_tidy() -> None:
    assert tidy("  Hello! \r\n\r\n\r\n\r\nAsk  away. \r\n") == "Hello!\n\nAsk away."
