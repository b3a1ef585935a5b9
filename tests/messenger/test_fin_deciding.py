"""What Fin does with a question, by what was understood and found."""

import pytest

from accounts.entitlements import TopicKind, support_for
from messenger.fin.deciding import Candidate, Decided, Decision, Thresholds, decide, reaches_people

LIMITS = Thresholds(answer=0.7, nothing=0.5, near=0.8, same_question=3)


def found(number: int, score: float, certainty: float = 0.9, **more: bool) -> Candidate:
    return Candidate(number, score, certainty, **more)


def decided(*candidates: Candidate, intents: tuple[str, ...] = (), is_question: bool = True, **more) -> Decided:
    given = {"times_asked": 1, "thresholds": LIMITS} | more
    return decide(intents=intents, is_question=is_question, candidates=candidates, **given)


def test_the_best_section_is_quoted_and_two_other_articles_are_offered() -> None:
    sections = (found(1, 0.5), found(2, 0.9), found(2, 0.8), found(3, 0.4), found(4, 0.35))
    assert decided(*sections) == Decided(Decision.QUOTE, "", quoted=(1,), offered=(0, 3))


def test_nothing_sure_is_nothing_found() -> None:
    assert decided().decision == Decision.NOTHING
    assert decided(found(1, 0.9, 0.49)) == Decided(Decision.NOTHING)


def test_of_several_that_fit_somewhat_it_asks_which() -> None:
    sections = (found(1, 0.45, 0.6), found(2, 0.44), found(3, 0.30), found(4, 0.43), found(5, 0.42))
    assert decided(*sections) == Decided(Decision.CLARIFY, "", offered=(0, 1, 3))


def test_the_only_one_that_fits_somewhat_is_quoted() -> None:
    assert decided(found(1, 0.45, 0.6), found(2, 0.31)).quoted == (0,)


@pytest.mark.parametrize("intent", ["human", "anger", "risk"])
def test_who_wants_a_person_gets_no_quote_first(intent: str) -> None:
    given = decided(found(1, 0.99), intents=("cancel", intent))
    assert given == Decided(Decision.ONWARD, intent)
    assert given.onward


def test_danger_comes_before_all_else() -> None:
    assert decided(intents=("anger", "human", "risk")).intent == "risk"


def test_the_third_time_the_same_question_leads_onward() -> None:
    assert decided(found(1, 0.9), times_asked=2).decision == Decision.QUOTE
    assert decided(found(1, 0.9), times_asked=3) == Decided(Decision.ONWARD, "asked_again")


def test_a_topic_that_staff_keep_for_people_leads_onward() -> None:
    assert decided(found(1, 0.9), always_human=True) == Decided(Decision.ONWARD, "always_human")


def test_thanks_are_answered_in_words_unless_something_is_asked() -> None:
    assert decided(intents=("thanks",), is_question=False) == Decided(Decision.WORDS, "thanks")
    assert decided(found(1, 0.9), intents=("thanks",)).decision == Decision.QUOTE


def test_who_reaches_whom_is_said_for_this_person() -> None:
    guide = found(1, 0.8, about_support=True)
    assert decided(guide, found(2, 0.7)) == Decided(Decision.REACH, "", quoted=(0,))
    assert decided(found(2, 0.9), guide).decision == Decision.QUOTE


def test_an_intent_about_an_article_goes_along() -> None:
    assert decided(found(1, 0.9), intents=("refund",)).intent == "refund"


def test_only_the_entitlements_say_who_reaches_people() -> None:
    assert not reaches_people(support_for(None, None, TopicKind.GENERAL))
    assert reaches_people(support_for(None, None, TopicKind.CANT_LOG_IN))


@pytest.mark.parametrize(
    ("unsure", "score", "decision"),
    [
        (("human",), 0.5, Decision.QUOTE),
        (("human",), 0.4, Decision.ONWARD),
        ((), 0.9, Decision.ONWARD),
        (("anger",), 0.9, Decision.ONWARD),
    ],
)
def test_what_only_resembles_a_wish_for_a_person_is_a_question_where_a_section_fits_well(unsure, score, decision):
    decided = decide(
        intents=["human"],
        is_question=True,
        candidates=[Candidate(9018020, score, 0.99)],
        times_asked=1,
        unsure=unsure,
    )
    assert decided.decision == decision
    assert decided.intent == ("human" if decision == Decision.ONWARD else "")


@pytest.mark.parametrize(
    ("intent", "sections", "unsure", "offered"),
    [
        ("human", (found(1, 0.4), found(2, 0.3), found(2, 0.2), found(3, 0.25), found(4, 0.1)), True, (0, 1, 3)),
        ("anger", (found(1, 0.4), found(2, 0.3)), True, (0, 1)),
        ("human", (found(1, 0.4, 0.49), found(2, 0.3)), True, ()),
        ("human", (found(1, 0.4),), False, ()),
        ("human", (), True, ()),
        ("risk", (found(1, 0.4),), True, ()),
    ],
)
def test_what_may_be_meant_is_offered_beside_the_way_where_the_wish_for_it_is_unsure(intent, sections, unsure, offered):
    given = decided(*sections, intents=(intent,), unsure={intent} if unsure else ())
    assert given == Decided(Decision.ONWARD, intent, (), offered)
