"""Whose articles come first: those for the person who asks."""

import pytest

from accounts.identity import Identity
from messenger.fin.readership import FOR_OTHERS, Readership, weight

CONSOLE = Readership(products=["console"])
COMPANIES = Readership(plans=["team", "enterprise"])


def who(product: str = "claude", plan: str = "pro", role: str = "") -> Identity:
    return Identity("x", "x@example.com", product, plan, role)


@pytest.mark.parametrize(
    ("readership", "identity", "question", "expected"),
    [
        (CONSOLE, who(), "my card was declined", FOR_OTHERS),
        (CONSOLE, who(), "my API key", 1.0),
        (CONSOLE, who(), "コンソールの請求書", 1.0),
        (CONSOLE, who("console", ""), "my card was declined", 1.0),
        (CONSOLE, None, "my card was declined", 1.0),
        (COMPANIES, who(plan="free"), "add somebody", FOR_OTHERS),
        (COMPANIES, who(plan="team", role="member"), "add somebody", 1.0),
        (COMPANIES, who(plan="free"), "what does Enterprise give me", 1.0),
        (Readership(roles=["owner"]), who(plan="team", role="member"), "add somebody", FOR_OTHERS),
        (Readership(), who(), "anything", 1.0),
        (Readership(plans=["made_up"]), who(), "the MADE_UP plan", 1.0),
    ],
)
def test_an_article_for_others_comes_later_unless_it_is_asked_for(readership, identity, question, expected) -> None:
    assert weight(readership, identity, question) == expected


@pytest.mark.parametrize(
    "question", ["can i use it in my own script", "自分のプログラムから呼べますか", "自己写的程序能调吗"]
)
def test_who_calls_from_a_program_of_their_own_asks_about_the_api(question: str) -> None:
    assert weight(CONSOLE, who(), question) == 1.0
    assert weight(CONSOLE, who(), "where is my invoice") == FOR_OTHERS
