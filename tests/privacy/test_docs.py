"""What docs/privacy.md says of the rules is what an installation begins with."""

import re
from pathlib import Path

import pytest

from privacy.rules import DEFAULTS, What, is_shorter

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "privacy.md").read_text()


def test_the_table_of_rules_is_the_defaults() -> None:
    rows = re.findall(r"^\| `(\w+)` \| .+ \| (\d+|for ever) \|$", PAGE, re.MULTILINE)
    assert [(What(name), None if days == "for ever" else int(days)) for name, days in rows] == list(DEFAULTS.items())


def test_rules_that_the_other_table_names_are_rules() -> None:
    stored = PAGE.partition("## What is stored")[2].partition("**Consents**")[0]
    named = {name for line in stored.splitlines() for name in re.findall(r"`([a-z_]+)`", line.rpartition(" | ")[2])}
    assert named == set(What) - {"failed_jobs"}


def test_for_ever_is_the_longest_time() -> None:
    assert is_shorter(1, None)
    assert is_shorter(1, 2)
    assert not is_shorter(None, 1)
    assert not is_shorter(2, 2)


@pytest.mark.parametrize(("language", "days"), [("en", "deleted 90 days after"), ("ja", "終わってから 90 日後")])
def test_the_article_says_how_long_a_chat_is_kept(language: str, days: str) -> None:
    article = (ROOT / "content" / language / "privacy-data" / "9019034-data-retention.md").read_text()
    assert days.replace("90", str(DEFAULTS[What.CHATS])) in article
