"""Every text that a person can see is in every language, and the catalogues hold exactly the sources' texts."""

import re
from pathlib import Path

import pytest
from babel.messages import Catalog
from django.conf import settings
from django.utils.translation import to_locale

from config import catalogues

ROOT = Path(__file__).resolve().parent.parent
# One process reads the sources, which takes seconds.
pytestmark = pytest.mark.xdist_group("translations")
each_catalogue = pytest.mark.parametrize(
    ("language", "domain"),
    [(language, domain) for language in catalogues.languages() for domain in catalogues.kept(language)],
)


@pytest.fixture(scope="module")
def templates() -> dict[str, Catalog]:
    """Every text of the sources, by domain."""
    return catalogues.extract()


# Words in scripts that only a machine reads.
_JS_STRING = re.compile(r"""(?<![\w/])(["'`])((?:\\.|(?!\1)[^\\\n])*)\1""")
_JS_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
_SENTENCE = re.compile(r"^[A-Z][a-z]+(?: [a-z’']+)*[.!?…]?$|^[A-Z][a-z]+ [a-z]+|[^\x00-\x7F]")


def sentences_in(script: str) -> list[str]:
    """String literals of a script that read like something a person would see."""
    found = [match.group(2) for match in _JS_STRING.finditer(_JS_COMMENT.sub("", script))]
    return [text for text in found if _SENTENCE.search(text) and text not in MACHINE_WORDS]


MACHINE_WORDS = {"Escape", "Enter", "Tab", "Home", "End", "Space", "Messenger", "Accept", "Origin"}
# Parts of the names under which a page holds words, and a number beside words of the page.
MACHINE_WORDS |= {
    "${open} – ${unread} (${count})",
    "Added",
    "Failed",
    "Files",
    "Large",
    "Many",
    "Refused",
    "Removed",
    "Waits",
}


@each_catalogue
def test_no_text_is_untranslated_or_unconfirmed_where_it_is_needed(language, domain):
    missing = catalogues.untranslated(catalogues.read(language, domain))
    assert [message.id for message in missing if domain in catalogues.needed(language)] == []


@each_catalogue
def test_translations_keep_the_placeholders(language, domain):
    assert catalogues.with_wrong_placeholders(catalogues.read(language, domain)) == []


@each_catalogue
def test_the_catalogue_holds_the_texts_of_the_sources_and_no_others(language, domain, templates):
    def texts(catalog: Catalog) -> set[tuple[object, object]]:
        return {(message.id, message.context) for message in catalog if message.id}

    there, wanted = texts(catalogues.read(language, domain)), texts(templates[domain])
    assert (wanted - there, there - wanted) == (set(), set()), "run `make messages`"


def test_english_has_no_catalogue_since_the_sources_are_english():
    assert "en" in dict(settings.LANGUAGES)
    assert not catalogues.file_of("en").exists()


def test_who_needs_which_texts(settings):
    assert catalogues.needed("ja") == ("mail", "django", "desk", "demo")
    assert catalogues.needed("fr") == catalogues.kept("fr") == ("mail",)
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "Français")]
    assert catalogues.needed("fr") == ("mail", "django")


def test_a_language_without_pages_has_no_words_of_them():
    """Else whatever is said in it beside mail would be half translated."""
    pages = {to_locale(code) for code, _name in settings.LANGUAGES}
    found = {file for file in (ROOT / "locale").glob("*/LC_MESSAGES/*.po") if file.parent.parent.name not in pages}
    assert {file.name for file in found} == {"mail.po"}
    assert len(found) == 11


def test_the_sources_have_texts_of_python_and_of_templates(templates):
    places = {Path(place).suffix for message in templates["django"] for place, _line in message.locations}
    assert {".py", ".html"} <= places


@pytest.mark.parametrize("script", sorted((ROOT / "static" / "js").glob("*.js")), ids=lambda path: path.name)
def test_scripts_take_their_words_from_the_page(script):
    assert sentences_in(script.read_text()) == []


def test_a_sentence_in_a_script_would_be_noticed():
    assert sentences_in("button.textContent = 'Send message'; // Send it") == ["Send message"]
    assert sentences_in('label.title = "閉じる"') == ["閉じる"]
    assert sentences_in('on("click"); header("Content-Type", "text/html"); key === "Escape"') == []


# --- the words that the house has agreed on ---

_SIGN_IN = re.compile(r"\bsign(ed|s|ing)?[ -](in|out|ins)\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|<[^>]*>|https://\S+")
_NARROW = re.compile(r"[()?!]|:(?![0-9/])")
SHIPPED = (ROOT / "content" / "topics.json").read_text()


def strings(catalog: Catalog) -> list[str]:
    """All translations of a catalogue, without their placeholders."""
    found = [message.string for message in catalog if message.id]
    return [_PLACEHOLDER.sub("", text) for each in found for text in ((each,) if isinstance(each, str) else each)]


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_english_says_log_in(domain, templates):
    ids = [message.id for message in templates[domain]]
    texts = [text for each in ids for text in ((each,) if isinstance(each, str) else each)]
    # What a product signs is its login's token, and that is another word.
    assert [text for text in texts if _SIGN_IN.search(text.replace("isn't signed in a way", ""))] == []


# The client's own text asks this below its guide, word for word; and staff read how an origin is written.
_AS_GIVEN = ("こちらの回答で解決しましたか?", "https://ホスト名")


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_japanese_marks_are_as_wide_as_its_letters(domain):
    texts = [text for text in strings(catalogues.read("ja", domain)) if _NARROW.search(text)]
    assert [text for text in texts if not any(given in text for given in _AS_GIVEN)] == []


_BESIDE_HAN = re.compile(r"[一-鿿]\s*[,:;?!()]|[,:;?!(]\s*[一-鿿]")
_FRENCH = re.compile(r"(?<![\u00a0])[;?!»]|«(?!\u00a0)|(?<=\w):|(?<= ):")


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("zh-hans", _BESIDE_HAN),
        ("zh-hant", _BESIDE_HAN),
        ("ar", re.compile(r"[?,;]")),
        ("es", re.compile(r"^[^¿]*\?|^[^¡]*!")),
        ("fr", _FRENCH),
    ],
)
def test_marks_are_those_of_the_language(language, wrong):
    assert [text for text in strings(catalogues.read(language, "mail")) if wrong.search(text)] == []


@pytest.mark.parametrize(
    ("language", "familiar"),
    [
        ("de", r"\b([Dd]u|[Dd]ein\w*|[Dd]ir|[Dd]ich)\b"),
        ("fr", r"\b(tu|toi|ton|tes)\b"),
        ("es", r"\b(tú|tu|tus|te|puedes|tienes)\b"),
        ("it", r"\b(tu|tuo|tua|tuoi|puoi|hai)\b"),
        ("ru", r"\b(ты|твой|тебя|тебе)\b"),
        ("zh-hans", "你"),
        ("zh-hant", "你"),
    ],
)
def test_nobody_is_spoken_to_as_a_friend(language, familiar):
    texts = strings(catalogues.read(language, "mail"))
    assert [text for text in texts if re.search(familiar, text.partition(": blocca")[0], re.IGNORECASE)] == []


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
@pytest.mark.parametrize("word", ["あなた", "払い戻し", "サインイン"])
def test_japanese_has_one_word_for_one_thing(domain, word):
    assert [text for text in strings(catalogues.read("ja", domain)) if word in text] == []
    assert word not in SHIPPED


_COLON_APART = re.compile(r':"(?: context "[^"]*")?\s*%\}(?:</\w+>)*[^\S\n]+\S')


def test_the_space_after_a_colon_is_part_of_the_words():
    """A full-width colon has its room in itself."""
    parted = {
        str(path.relative_to(ROOT)): _COLON_APART.findall(path.read_text())
        for path in (ROOT / "templates").rglob("*.*")
    }
    assert {name: found for name, found in parted.items() if found} == {}
