"""Fin's own sentences: all of them in all languages, and none that claims something was done."""

import re

import pytest

from messenger.fin.languages import LOCALES
from messenger.fin.phrases import SLOTS, phrases, say, slots_in

WORDS_OF_DONE = re.compile(
    r"have forwarded|転送しました|transmis votre|weitergeleitet|he reenviado|encaminhei|ho inoltrato|전달했습니다"
    r"|передал\b|已转交|已轉交"
)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_language_has_every_sentence_with_its_slots(locale):
    assert {key: slots_in(sentence) for key, sentence in phrases(locale).items()} == SLOTS
    assert all(sentence == sentence.strip() for sentence in phrases(locale).values())


@pytest.mark.parametrize("locale", LOCALES)
def test_fin_never_claims_to_have_passed_something_on_and_invents_no_number(locale):
    said = " ".join(phrases(locale).values())
    assert not WORDS_OF_DONE.search(said)
    assert not re.search(r"\d", said)


def test_slots_are_filled():
    assert say("quoted_from", "ja", title="領収書") == "記事「領収書」より："
    said = say("no_human_route", "en", reason="Your plan has no email support.", what_you_can_do="Ask an owner.")
    assert said.endswith("Your plan has no email support. Ask an owner.")


def test_braces_in_what_is_filled_in_stay():
    assert "{x}" in say("quoted_from", "en", title="{x}")


def test_a_missing_slot_is_an_error_of_the_caller():
    with pytest.raises(TypeError, match="title"):
        say("quoted_from", "en")
    with pytest.raises(TypeError, match="extra"):
        say("greeting", "en", extra="x")


def test_a_language_that_the_site_does_not_have_is_answered_in_english():
    assert say("greeting", "nl") == say("greeting", "en")
