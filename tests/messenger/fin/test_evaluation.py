"""What counts as right when Fin is judged."""

import pytest

from messenger.fin.deciding import Decision
from messenger.fin.evaluation import ABSTAIN, HANDOVER, Asked, Case, figures, misses


def asked(decision, *, expected="", shown=(), heading="", articles=(9018020,), section=""):
    case = Case("en-001", "en", "x", expected=expected, articles=() if expected else articles, section=section)
    return Asked(case=case, decision=decision, intent="", shown=shown, heading=heading, score=0.5)


@pytest.mark.parametrize(
    ("decision", "expected", "right"),
    [
        (Decision.NOTHING, ABSTAIN, True),
        (Decision.WORDS, ABSTAIN, True),
        (Decision.QUOTE, ABSTAIN, False),
        (Decision.CLARIFY, ABSTAIN, False),
        (Decision.ONWARD, ABSTAIN, False),
        (Decision.ONWARD, HANDOVER, True),
        (Decision.NOTHING, HANDOVER, False),
        (Decision.WORDS, HANDOVER, False),
        (Decision.WORDS, "", False),
    ],
)
def test_silence_and_the_way_to_people_are_right_where_they_are_expected(decision, expected, right):
    assert asked(decision, expected=expected).right is right


def test_the_first_article_the_first_three_and_the_section_are_counted_apart():
    rows = [
        asked(Decision.QUOTE, shown=(9018020, 1), heading="A", section="A"),
        asked(Decision.QUOTE, shown=(9018020,), heading="B", section="A"),
        asked(Decision.QUOTE, shown=(1, 2, 9018020), heading="A", section="A"),
        asked(Decision.CLARIFY, shown=(1, 2, 3, 9018020)),
        asked(Decision.NOTHING),
        asked(Decision.WORDS, expected=ABSTAIN),
        asked(Decision.ONWARD, expected=HANDOVER),
    ]
    counted = figures(rows)["en"]
    assert (counted.answerable, counted.first, counted.in_three, counted.refused) == (5, 2, 3, 1)
    assert (counted.sections, counted.right_sections) == (2, 1)
    assert (counted.abstain, counted.abstained, counted.human, counted.recognised) == (1, 1, 1, 1)
    assert misses(rows) == rows[2:5]
    assert [each.wholly_right for each in rows[:2]] == [True, False]
