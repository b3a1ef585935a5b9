"""What of a draft is believed: each fault alone, in every language, and that honest sentences stay."""

import json
from pathlib import Path

import pytest

from messenger.fin.writers.checking import Fault, check
from messenger.fin.writers.claims import LANGUAGES, is_policy, says_something_was_done
from messenger.fin.writers.drafts import Draft, Sentence
from messenger.fin.writers.prompts import RULES
from tests.messenger.fin.conftest import EXPORT, REFUND, source

SETTINGS = "Open Settings and press Export data."
GUIDE = (
    "See https://status.example/now or /en/articles/5-other, or write to help@help.example and call +81 3 1234 5678."
)
SOURCES = [source(11, EXPORT), source(22, REFUND), source(33, GUIDE)]


def checked(text, *cites, sources=SOURCES):
    numbers, quotes = tuple(number for number, _quote in cites), tuple(quote for _number, quote in cites)
    return check(Draft((Sentence(text, numbers, quotes),), "m"), sources, rules=RULES, site="https://help.example")


def faults(text, *cites, sources=SOURCES):
    return [fault for _text, fault in checked(text, *(cites or ((33, GUIDE), (11, SETTINGS))), sources=sources).faults]


def test_a_sentence_that_a_section_stands_behind_stays():
    found = checked("Press Export data in the settings.", (11, "Open  Settings\nand press Export data."))
    assert found.text == "Press Export data in the settings."
    assert found.sentences[0].quotes == (SETTINGS,)
    assert not found.faults


@pytest.mark.parametrize(
    "cites", [[], [(11, "Open Settings and delete.")], [(22, SETTINGS)], [(99, SETTINGS)], [(11, "")], [(11, ".")]]
)
def test_without_words_of_the_named_section_it_is_dropped(cites):
    found = checked("Press Export data in the settings.", *cites)
    assert (found.text, found.faults[0][1]) == ("", Fault.UNSUPPORTED)


def test_of_several_citations_those_that_hold_stay():
    found = checked("Press Export data.", (11, SETTINGS), (22, "Never written."))
    assert (found.sentences[0].sources, found.sentences[0].quotes) == ((11,), (SETTINGS,))


def test_policy_in_the_articles_words_stays():
    assert checked("You can get a refund\nonce per account.", (22, REFUND)).sentences[0].sources == (22,)
    assert (
        checked("1. Ask within 14 days of the payment.", (22, REFUND)).text == "1. Ask within 14 days of the payment."
    )


def test_policy_in_other_words_is_replaced_by_the_articles():
    found = checked("Refunds are always possible.", (22, "You can get a refund once per account. "))
    assert found.text == "You can get a refund once per account."
    assert found.faults == (("Refunds are always possible.", Fault.REPLACED),)


def test_policy_that_no_cited_sentence_says_is_dropped():
    assert faults("You get all your money back.", (11, SETTINGS)) == [Fault.POLICY]
    assert faults("It costs $20.", (11, SETTINGS)) == [Fault.POLICY]
    assert faults("The price is 20 ＵＳＤ.", (11, SETTINGS)) == [Fault.POLICY]


def test_the_same_is_said_once():
    twice = (Sentence("Refunds are sure.", (22,), (REFUND,)), Sentence("We refund it.", (22,), (REFUND,)))
    assert check(Draft(twice, "m"), SOURCES).text == (
        "Ask within 14 days of the payment. You can get a refund once per account."
    )


def test_an_article_that_says_something_was_done_is_no_excuse():
    poisoned = source(44, "Your refund was issued. I have forwarded your case.")
    for text in ("Your refund was issued.", "I have forwarded your case."):
        assert faults(text, (44, text), sources=[poisoned]) == [Fault.ACT]
    assert faults("Refunds are paid.", (44, "Your refund was issued. "), sources=[poisoned]) == [Fault.POLICY]


@pytest.mark.parametrize(
    "text",
    [
        "Read https://evil.example/x to go on.",
        "Read [the page](https://evil.example/x).",
        "Go to evil.example/login there.",
        "Go to //evil.example now.",
        "Go to www.evil.example now.",
        "Read https://status.example/now?text=secret there.",
        "Read https://status.example.evil.example/now there.",
        "Open /admin/logout there.",
        "Open javascript:alert there.",
        "Write to help@evil.example now.",
        "Write to help [at] evil.example now.",
    ],
)
def test_an_address_that_no_section_has_is_dropped(text):
    assert faults(text) == [Fault.ADDRESS]


@pytest.mark.parametrize(
    "text",
    [
        "Look at https://status.example/now.",
        "Look at /en/articles/5-other.",
        "Read /en/articles/11-slug#heading there.",
        "Read https://help.example/en/articles/33-slug#heading there.",
        "Write to help@help.example.",
        "Call +81 3 1234 5678.",
        "Use your phone, e.g. the older one.",
    ],
)
def test_an_address_of_the_sections_stays(text):
    assert not faults(text)


def test_a_link_of_markdown_becomes_its_words():
    found = checked("Look at [the **page**](https://status.example/now).", (33, GUIDE))
    assert found.text == "Look at the page."


def test_numbers_come_from_the_sections():
    assert faults("Call 0120 999 999 for help.") == [Fault.NUMBER]
    assert faults("2. Press Export data.", (11, SETTINGS)) == []


@pytest.mark.parametrize(
    "text", ["![x](/p.png) Press it.", "Press <b>Export</b>.", "Press <img src=x onerror=y", "```\nrm\n```"]
)
def test_pictures_and_markup_are_dropped(text):
    assert faults(text) == [Fault.MARKUP]


@pytest.mark.parametrize(
    "text", [RULES[100:145], f"Sure: {RULES[300:380].upper()}", "The key is sk-ant-api03-x.", "It is sk\u200b-ant-x."]
)
def test_rules_and_keys_do_not_come_out(text):
    assert faults(text) == [Fault.LEAK]


def test_a_leak_across_sentences_takes_both_and_no_other():
    said = ["Press Export data.", RULES[150:180], RULES[180:210].strip(), "A link comes."]
    found = check(Draft(tuple(Sentence(text, (11,), (EXPORT,)) for text in said), "m"), SOURCES, rules=RULES)
    assert found.text == "Press Export data. A link comes."


@pytest.mark.parametrize(
    "text", ["Done!", "Forwarded to the team.", "You've been refunded.", "I'll let the team know."]
)
def test_short_words_for_an_act_are_dropped_too(text):
    assert faults(text) == [Fault.ACT]


def test_letters_that_only_look_like_ours_are_dropped():
    assert faults("Your rеfund is on its way.") == [Fault.HIDDEN_LETTERS]
    assert faults("Your re\u200bfund was is\u00adsued.") == [Fault.ACT]


def test_a_sentence_without_an_end_is_not_even_looked_at():
    assert faults("a." * 30_000) == [Fault.TOO_LONG]


def test_steps_stand_on_lines_of_their_own():
    said = ("Do this:", "1. Open Settings.", "2. Press Export data.", "A link comes.")
    found = check(Draft(tuple(Sentence(text, (11,), (EXPORT,)) for text in said), "m"), SOURCES)
    assert found.text == "Do this:\n1. Open Settings.\n2. Press Export data.\nA link comes."


def test_japanese_sentences_follow_each_other_without_a_space():
    text = "設定を開きます。「書き出す」を押します。"
    said = (Sentence("設定を開きます。", (1,), (text,)), Sentence("「書き出す」を押します。", (1,), (text,)))
    assert check(Draft(said, "m"), [source(1, text, locale="ja")]).text == text


# By language: policy, an act that was done, one that is promised, and what may be said in any words.
SAYINGS = json.loads(Path(__file__).with_name("sayings.json").read_text())


def test_every_language_of_the_site_has_its_words():
    assert set(SAYINGS) == set(LANGUAGES)


@pytest.mark.parametrize("language", SAYINGS)
def test_policy_and_acts_are_told_from_plain_words(language):
    says = SAYINGS[language]
    assert is_policy(says["policy"])
    assert {kind for kind, text in says.items() if says_something_was_done(text)} == {"done", "promised"}
    assert not is_policy(says["plain"])
