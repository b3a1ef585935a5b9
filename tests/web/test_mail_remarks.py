"""What we say below a mail's words is known again, in whatever language it was stored, and nobody else's words are."""

import pytest
from django.utils import translation

from web.mail_languages import names
from web.mail_remarks import in_words, stored

EVENT = {"method": "REQUEST", "summary": "Review", "when": "2026-12-01 10:00", "place": "Room 5", "answer": ""}
KINDS = [("pgp", {}), ("smime", {}), ("smime_signed", {}), ("invitation", EVENT)]
OLD = {
    "［このメールは S/MIME の署名に包まれています。届いた内容は添付されています。］": "S/MIME signature.",
    "招待を承諾：会議\n日時：2026-12-01": "Invitation accepted: 会議\nWhen: 2026-12-01",
}


@pytest.mark.parametrize("locale", [code for code in names() if code != "en"])
@pytest.mark.parametrize(("kind", "values"), KINDS)
def test_each_language_of_mail_has_words_of_its_own(locale, kind, values):
    text = f"Hello.\n\n{stored(kind, values)}"
    with translation.override(locale):
        shown = in_words(text)
    assert shown.startswith("Hello.\n\n")
    assert not set(shown.split("\n")[2:]) & set(text.split("\n")[2:])
    for value in values.values():
        assert value in shown or value == "REQUEST"


@pytest.mark.parametrize("answer", ["", "ACCEPTED", "DECLINED", "TENTATIVE"])
@pytest.mark.parametrize("method", ["REQUEST", "REPLY", "COUNTER", "CANCEL", "PUBLISH"])
@pytest.mark.parametrize("place", ["", "Where: the room\u2028"])
def test_what_is_stored_is_read_back_as_it_was(answer, method, place):
    said = stored("invitation", EVENT | {"answer": answer, "method": method, "place": place, "summary": ""})
    with translation.override("en"):
        assert in_words(said) == said
    with translation.override("ja"):
        assert in_words(said) != said


@pytest.mark.parametrize("old", OLD)
def test_what_an_earlier_version_stored_is_read_in_the_readers_language(old):
    with translation.override("en"):
        assert OLD[old] in in_words(f"こんにちは\n\n{old}")


def test_several_stand_in_their_order_and_a_text_may_have_no_other_words():
    text = "\n\n".join(stored(kind, values) for kind, values in KINDS)
    with translation.override("ja"):
        shown = in_words(text)
    assert [part[:3] for part in shown.split("\n\n")] == ["［この"] * 3 + ["招待："]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Invitation: come to my party",
        "Invitation: come\nWhen: now\nand bring a cake",
        "[This mail is encrypted with PGP. We can’t read it; what came is attached.]\n\nsays your page",
        "She wrote [This mail is encrypted with PGP. We can’t read it; what came is attached.]",
    ],
)
def test_what_people_write_stays(text):
    with translation.override("de"):
        assert in_words(text) == text
