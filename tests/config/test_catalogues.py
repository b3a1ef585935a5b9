"""Catalogues: taken from Python and templates, kept by reader, filled from .po files, compiled to what Django reads."""

import gettext
from pathlib import Path

import django
import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po
from django import forms
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.utils import translation

from config import catalogues, texts
from tickets.desk.django_words import OTHERWISE, WORDS


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A small source tree whose catalogues are in its own locale folder."""
    for folder in ("accounts", "tickets/desk", "templates/demo"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "accounts" / "views.py").write_text('_("Sign in")\nngettext("%(n)s day", "%(n)s days", n)\n')
    (tmp_path / "tickets" / "desk" / "queue.py").write_text('_("Waiting")\n_("Agree")\n')
    (tmp_path / "templates" / "page.html").write_text(
        "<p>  it's \"odd\" (text\n   {% translate 'Agree' %} "
        "{% blocktranslate trimmed %}\n Hello\n {{ name }}{% endblocktranslate %}"
        '{% translate "May" context "month" %}'
    )
    (tmp_path / "templates" / "demo" / "page.html").write_text("{% translate 'Sample' %}{% translate 'Waiting' %}")
    monkeypatch.setattr(catalogues, "BASE_DIR", tmp_path)
    monkeypatch.setattr(catalogues, "LOCALE_DIR", tmp_path / "locale")
    return tmp_path


def given(**changes: str) -> Catalog:
    """Translations of everything in the tree, with changes by msgid."""
    catalog = Catalog(locale="ja")
    known = {"Sign in": "サインイン", "Agree": "同意する", "Waiting": "待ち", "Sample": "見本"}
    known["Hello %(name)s"] = "%(name)s さん"
    for text, translated in (known | changes).items():
        catalog.add(text, translated)
    catalog.add(("%(n)s day", "%(n)s days"), ("%(n)s 日",))
    catalog.add("May", "5月", context="month")
    return catalog


def one(text: str, translation: str) -> Catalog:
    catalog = Catalog(locale="ja")
    catalog.add(text, translation)
    return catalog


def ids(catalog: Catalog) -> set[tuple[object, str | None]]:
    return {(message.id, message.context) for message in catalog if message.id}


def test_texts_are_found_in_python_and_in_templates(tree):
    assert ids(catalogues.extract()["django"]) == {
        ("Sign in", None),
        (("%(n)s day", "%(n)s days"), None),
        ("Agree", None),
        ("Hello %(name)s", None),
        ("May", "month"),
    }


def test_a_text_that_several_read_belongs_to_readers_first_then_to_the_desk(tree):
    found = catalogues.extract()
    assert ids(found["desk"]) == {("Waiting", None)}
    assert ids(found["demo"]) == {("Sample", None)}


@pytest.mark.parametrize(
    ("file", "domain"),
    [
        ("templates/messenger/home.html", "django"),
        ("tickets/mail/emails.py", "mail"),
        ("templates/emails/receipt.txt", "mail"),
        ("templates/emails/notifications.txt", "desk"),
        ("messenger/conversations/refusals.py", "django"),
        ("tickets/desk/filters.py", "desk"),
        ("helpcenter/models/articles.py", "desk"),
        ("messenger/topics/admin.py", "desk"),
        ("templates/admin/tickets/ticket/change_list.html", "desk"),
        ("demo/people.py", "demo"),
        ("templates/demo/claude.html", "demo"),
    ],
)
def test_where_a_text_stands_says_who_reads_it(file, domain):
    assert texts.domain_of(catalogues.BASE_DIR, file, 1) == domain


def test_what_customers_read_of_a_model_is_in_their_catalogue():
    found = catalogues.extract()
    assert found["django"].get("Solved") is not None
    assert found["desk"].get("assignee") is not None
    assert found["mail"].get("UK: Online Safety Act") is not None


def test_a_language_without_pages_gets_the_texts_of_mail_and_no_others(tree):
    (tree / "tickets" / "mail").mkdir()
    (tree / "tickets" / "mail" / "emails.py").write_text('_("Agree")\n')
    catalogues.main(["extract"])
    assert ids(catalogues.read("ar", "mail")) == {("Agree", None)}
    assert [file.name for file in (tree / "locale" / "ar" / "LC_MESSAGES").iterdir()] == ["mail.po"]
    assert catalogues.merge("ar", one("Agree", "موافق")) == ([], [])


def test_merging_says_what_is_missing_and_what_no_source_has(tree):
    catalog = one("Agree", "同意する")
    catalog.add("Gone", "なし")
    unused, missing = catalogues.merge("ja", catalog)
    assert unused == ["Gone"]
    assert set(missing) == {"Sign in", "%(n)s day", "Hello %(name)s", "May", "Waiting", "Sample"}


def test_a_merge_keeps_what_was_translated_before_and_puts_the_new_in_its_place(tree):
    catalogues.merge("ja", given())
    catalogues.merge("ja", one("Sign in", "ログイン"))
    assert catalogues.read("ja").get("Agree").string == "同意する"
    assert catalogues.read("ja").get("Sign in").string == "ログイン"


def test_what_the_sources_no_longer_have_leaves_the_catalogue(tree):
    catalogues.merge("ja", given())
    (tree / "accounts" / "views.py").write_text("")
    assert catalogues.updated("ja", catalogues.extract()["django"]).get("Sign in") is None


def test_a_text_that_changes_its_reader_takes_its_translation_along(tree):
    catalogues.merge("ja", given())
    (tree / "templates" / "page.html").write_text("{% translate 'Waiting' %}")
    catalogues.main(["extract"])
    assert catalogues.read("ja", "django").get("Waiting").string == "待ち"
    assert catalogues.read("ja", "desk").get("Agree").string == "同意する"
    assert catalogues.read("ja", "desk").get("Waiting") is None


def test_one_catalogue_of_all_is_split_without_losing_a_translation(tree):
    catalogues.write("ja", given())
    catalogues.main(["extract"])
    assert ids(catalogues.read("ja", "desk")) == {("Waiting", None)}
    assert [catalogues.untranslated(catalogues.read("ja", domain)) for domain in texts.DOMAINS] == [[], [], [], []]


def test_extracting_twice_changes_no_byte(tree):
    catalogues.merge("ja", given())
    first = catalogues.file_of("ja").read_bytes()
    catalogues.main(["extract"])
    assert catalogues.file_of("ja").read_bytes() == first


def test_compiled_catalogues_speak_as_one(tree):
    catalogues.merge("ja", given())
    catalogues.compile_all()
    spoken = gettext.translation("django", tree / "locale", ["ja"])
    assert [spoken.gettext(text) for text in ("Sign in", "Waiting", "Sample")] == ["サインイン", "待ち", "見本"]
    assert spoken.ngettext("%(n)s day", "%(n)s days", 2) == "%(n)s 日"
    assert spoken.pgettext("month", "May") == "5月"


def test_a_catalogue_is_compiled_again_only_when_one_of_its_files_changed(tree):
    catalogues.merge("ja", given())
    catalogues.compile_all()
    mo = catalogues.file_of("ja").with_suffix(".mo")
    before = mo.stat().st_mtime_ns
    catalogues.compile_all()
    assert mo.stat().st_mtime_ns == before
    catalogues.write("ja", one("Sample", "例"), "demo")
    catalogues.compile_all()
    assert gettext.translation("django", tree / "locale", ["ja"]).gettext("Sample") == "例"


def test_an_unconfirmed_translation_counts_as_none(tree):
    catalogues.merge("ja", given())
    catalog = catalogues.read("ja")
    catalog.get("Agree").flags.add("fuzzy")
    assert [message.id for message in catalogues.untranslated(catalog)] == ["Agree"]


def test_a_language_that_only_readers_need_is_complete_without_the_desks_words(tree, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "Français")]
    _unused, missing = catalogues.merge("fr", one("Agree", "Accepter"))
    assert "Waiting" not in missing
    assert "Sign in" in missing


@pytest.mark.parametrize("wrong", ["さん", "%(nam)s さん", "%(name)s %(more)s さん"])
def test_a_translation_that_loses_or_invents_a_placeholder_is_noticed(tree, wrong):
    catalogues.merge("ja", given(**{"Hello %(name)s": wrong}))
    assert len(catalogues.with_wrong_placeholders(catalogues.read("ja"))) == 1


def test_the_command_fails_while_something_is_missing(tree, capsys):
    file = tree / "ja.po"
    file.write_text('msgid "Agree"\nmsgstr "同意する"\n')
    assert catalogues.main(["merge", "ja", str(file)]) == 1
    assert "no translation: 'Sign in'" in capsys.readouterr().out
    with file.open("wb") as target:
        write_po(target, given())
    assert catalogues.main(["merge", "ja", str(file)]) == 0


def test_languages_with_regions_have_djangos_folder_names():
    assert catalogues.file_of("pt-br").parts[-3] == "pt_BR"
    assert catalogues.file_of("zh-hans").parts[-3] == "zh_Hans"


def test_words_that_django_has_not_in_japanese_are_ours():
    pages = Path(django.__file__).parent / "contrib/admin/templates"
    shown = [BLANK_CHOICE_LABEL, *(page.read_text() for page in sorted(pages.rglob("*.html")))]
    for words in WORDS:
        assert catalogues.extract()["desk"].get(words) is not None
        assert any(words.replace("%(field_name)s", "{{ field_name }}") in each for each in shown)


def test_the_words_of_the_librarys_admin_are_staffs():
    assert catalogues.extract()["desk"].get("Publish the shipped text instead of ours") is not None


def test_a_label_in_japanese_ends_in_a_wide_colon():
    class Asked(forms.Form):
        name = forms.CharField(label="名前")
        sure = forms.CharField(label="よろしいですか？")

    with translation.override("ja"):
        tags = [str(field.label_tag()) for field in Asked()]
    assert [tag.removesuffix("</label>")[-1] for tag in tags] == ["：", "？"]


@pytest.mark.parametrize("words", OTHERWISE)
def test_words_that_django_has_otherwise_are_its_own_still(words):
    """A text that Django changes would no longer be found by ours."""
    paths = Path(django.__file__).parent.rglob("locale/ja/LC_MESSAGES/django.po")
    assert any(read_po(path.open("rb")).get(words) for path in paths)
    assert catalogues.extract()["desk"].get(words) is not None


def test_titles_in_japanese_have_no_gaps_between_words():
    with translation.override("ja"):
        assert translation.gettext("Add %s") % "タグ" == "タグを追加"
        assert translation.gettext("Select %s to change") % "タグ" == "変更するタグを選択"
