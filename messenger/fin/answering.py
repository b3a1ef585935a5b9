"""From a question to Fin's answer: understand, retrieve, decide, and quote. Reads only; grants nothing.

What stands in a question or in an article is never an instruction here: Fin's own words come from `phrases`, all else
is quoted. That something was forwarded is said by the ticket alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import override
from numpy.typing import NDArray

from accounts.entitlements import Support
from accounts.identity import Identity
from accounts.reasons import reason_text
from helpcenter.search import encoder
from helpcenter.search.standing_in import is_brief
from helpcenter.search.terms import terms
from messenger.fin.deciding import WHAT_INSTEAD, Decided, Decision, decide, reaches_people
from messenger.fin.phrases import say
from messenger.fin.retrieving import Found, retrieve
from messenger.fin.setup.values import Setup
from messenger.fin.understanding import understand
from web.mail_languages import mail_language

# Where an intent leads besides the article about it.
_ROUTES = {"cannot_log_in": "cant_log_in", "abuse": "reports"}
# So much of two questions' words in common makes them the same question.
_SAME = 0.8


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `locale` is the conversation's language, `before` what the person said earlier, oldest first.

    `for_people`: staff have set that its topic goes to people; who reaches none has Fin's answer with the reason.
    """

    text: str
    locale: str
    support: Support
    identity: Identity | None = None
    before: Sequence[str] = ()
    about: str = ""
    for_people: bool = False
    setup: Setup = field(default_factory=Setup)

    @property
    def always_human(self) -> bool:
        return self.for_people and reaches_people(self.support)


@dataclass(frozen=True, slots=True)
class Answer:
    """What Fin says, in `locale`: its own words, what it quotes, and what else may have been meant."""

    locale: str
    text: str
    decided: Decided
    intents: tuple[str, ...]
    citations: list[dict[str, Any]] = field(default_factory=list)
    choices: dict[str, Any] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    # Said before the answer, whoever writes that.
    preface: str = ""

    @property
    def whole(self) -> str:
        """All that is said."""
        return "\n\n".join(filter(None, (self.preface, self.text)))

    def cited(self, at: int) -> dict[str, Any]:
        """What was found, named without being quoted: the words say it already."""
        return _choice(self.found[at]) | {"quote": "", "version": self.found[at].quote.version}


def answer(question: Question) -> Answer:
    """Fin's answer. Where nothing is found it says so, and never quotes something else instead."""
    by_examples = encoder.is_there() and not is_brief()
    understood = understand(question.text, question.locale, encode=encoded if by_examples else None)
    intents = tuple(name for name, _certainty in understood.intents)
    before = question.before[-1] if question.before else ""
    found = retrieve(
        understood.question or question.text,
        _read_in(understood.locale, question.locale),
        written_in=understood.locale,
        identity=question.identity,
        before=before,
        about=question.about,
    )
    decided = decide(
        intents=intents,
        is_question=understood.is_question,
        candidates=[each.candidate for each in found],
        unsure={name for name, certainty in understood.intents if certainty < 1},
        times_asked=1 + times_asked(question.text, question.before, question.locale),
        always_human=question.always_human,
        thresholds=question.setup.thresholds,
    )
    quoted = [found[at] for at in decided.quoted]
    offered = [found[at] for at in decided.offered]
    locale = understood.locale
    return Answer(
        locale=locale,
        text=_words(decided, locale, question, quoted),
        decided=decided,
        intents=intents,
        citations=[_citation(each) for each in quoted],
        choices=_choices(decided, intents, offered, locale),
        found=found,
        preface=_preface(question, decided, locale),
    )


def encoded(texts: list[str]) -> NDArray[np.float32]:
    """Unit vectors, as `understand` compares them. A sentence alone is most often the question searched next."""
    if len(texts) == 1 and (alone := encoder.encode_question(texts[0])) is not None:
        return alone.reshape(1, -1)
    found = encoder.encode_units(texts)
    if found is None:
        raise RuntimeError("the encoder is gone")
    return found


def times_asked(text: str, before: Sequence[str], locale: str) -> int:
    """How often the same was asked before, in these words or nearly so."""
    asked = set(terms(text, locale))
    if not asked:
        return 0
    earlier = [set(terms(each, locale)) for each in before]
    return sum(len(asked & each) >= _SAME * len(asked | each) for each in earlier)


def _read_in(locale: str, page: str) -> str:
    """The language whose articles are read first: the person's own, where there are any."""
    known = dict(settings.LANGUAGES)
    return locale if locale in known else page if page in known else settings.LANGUAGE_CODE


def _words(decided: Decided, locale: str, question: Question, quoted: Sequence[Found]) -> str:
    if decided.decision == Decision.QUOTE:
        return "\n".join([*_other_language(quoted, locale), say("may_help", locale)])
    if decided.decision == Decision.CLARIFY:
        return say("clarify", locale)
    if decided.decision == Decision.NOTHING:
        return say("nothing_found", locale)
    if decided.decision == Decision.REACH:
        return "\n".join([_reason(question, locale), *_other_language(quoted, locale)])
    if decided.decision == Decision.WORDS:
        own = question.setup.greeting(locale) if decided.intent == "greeting" else ""
        return own or question.setup.named(say(decided.intent, locale), locale)
    kind = [say("risk", locale)] if decided.intent == "risk" else []
    return "\n\n".join([*kind, _way(decided, question, locale)])


def _preface(question: Question, decided: Decided, locale: str) -> str:
    """Why nobody of the team answers this, where its topic is theirs and the answer doesn't say so itself."""
    says_so = decided.decision in {Decision.REACH, Decision.ONWARD, Decision.WORDS}
    return _reason(question, locale) if question.for_people and not question.always_human and not says_so else ""


def _way(decided: Decided, question: Question, locale: str) -> str:
    """What comes next: that it stands below, or honestly why nobody of the team answers and what helps instead."""
    if reaches_people(question.support):
        return say("for_people" if decided.intent == "always_human" else "handing_over", locale)
    instead = say(f"instead_{WHAT_INSTEAD[question.support.human.need]}", locale)
    return say("no_human_route", locale, reason=_reason(question, locale), what_you_can_do=instead)


def _reason(question: Question, locale: str) -> str:
    """Why this person reaches what they reach, in their language."""
    with override(mail_language(locale)):
        said = reason_text(question.support)
    return question.setup.named(said, locale)


def _other_language(quoted: Sequence[Found], locale: str) -> list[str]:
    """That an article is in another language than the person's."""
    others = {each.passage.locale for each in quoted} - {locale}
    return [say("article_in_other_language", locale, language=LANG_INFO[code]["name_local"]) for code in sorted(others)]


def _citation(found: Found) -> dict[str, Any]:
    """A quoted section and where it stands. `path` leads to it; `html` is the section whole, where it is."""
    passage = found.passage
    return {
        **_choice(found),
        "quote": found.quote.text or passage.text,
        "html": found.quote.html,
        "version": found.quote.version,
    }


def _choices(decided: Decided, intents: Sequence[str], offered: Sequence[Found], locale: str) -> dict[str, Any]:
    """What else there is: articles that may have been meant, and the routes that what was said leads to."""
    choices: dict[str, Any] = {}
    if offered:
        choices["articles"] = [_choice(each) for each in offered]
    if offered and decided.decision in {Decision.QUOTE, Decision.ONWARD}:
        choices["title"] = say("or_did_you_mean", locale)
    routes = [route for intent, route in _ROUTES.items() if intent in intents]
    if decided.decision == Decision.REACH:
        routes.append("reach")
    if routes:
        choices["routes"] = [{"name": route, "label": say(f"route_{route}", locale)} for route in routes]
    return choices


def _choice(found: Found) -> dict[str, Any]:
    passage = found.passage
    return {
        "number": passage.number,
        "title": passage.title,
        "heading": passage.heading,
        "anchor": passage.anchor,
        "path": passage.path,
        "locale": passage.locale,
    }
