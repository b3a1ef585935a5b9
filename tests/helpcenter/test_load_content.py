"""Loading content files: what changed is published, nothing else; a wrong file is named and stops everything."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from helpcenter.models import Article, ContentStamp, Translation
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db

INDEX = '---\nid: 77\ntitle: "Pets"\nslug: "pets"\norder: 3\nicon: people\n---\n'
CAT = """---
id: 7001
title: "Cats"
slug: "cats"
summary: "All about cats."
keywords: ["tomcat"]
updated: 2026-11-01
related: [7002]
---

Cats purr. See [dogs](article:7002).
"""
DOG = (
    CAT.replace("7001", "7002")
    .replace("cats", "dogs")
    .replace("Cats", "Dogs")
    .replace("related: [7002]", "related: []")
)


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "en/pets/_index.md", INDEX)
    write(tmp_path, "en/pets/7001-cats.md", CAT)
    write(tmp_path, "en/pets/7002-dogs.md", DOG)
    return tmp_path


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def load(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("load_content", folder)
    return capsys.readouterr().out.strip()


def test_a_first_load_publishes_everything_with_links_and_relations(folder, capsys):
    assert "Collections changed: 1. Articles published: 2" in load(folder, capsys)
    cat = Translation.objects.get(article__number=7001)
    assert 'href="/en/articles/7002-dogs"' in cat.body_html
    assert cat.article.related.get().number == 7002


def test_a_second_load_changes_nothing(folder, capsys):
    load(folder, capsys)
    before = ContentStamp.pages()
    assert load(folder, capsys).endswith("rendered anew: 0, unchanged: 2. Questions taught or forgotten: 0.")
    assert ContentStamp.pages() == before


def test_only_the_changed_file_is_published(folder, capsys):
    load(folder, capsys)
    write(folder, "en/pets/7001-cats.md", CAT.replace("purr", "purr loudly"))
    assert "Articles published: 1," in load(folder, capsys)
    versions = Translation.objects.filter(article__number__in=(7001, 7002)).order_by("article__number")
    assert list(versions.values_list("version", flat=True)) == [2, 1]


def test_other_questions_make_the_words_anew_and_no_new_version(folder, capsys):
    load(folder, capsys)
    before = ContentStamp.texts()
    write(
        folder,
        "en/pets/7001-cats.md",
        CAT.replace("related:", "questions:\n  - why do they purr\n  - 猫 なぜ\nrelated:"),
    )
    assert "Articles published: 1," in load(folder, capsys)
    cat = Translation.objects.get(article__number=7001)
    assert (cat.questions, cat.version) == (["why do they purr", "猫 なぜ"], 1)
    assert ContentStamp.texts()["en"] != before["en"]


def test_what_an_editor_changed_stays(folder, capsys):
    load(folder, capsys)
    shelf.publish(number=7001, body_markdown="An editor wrote this.")
    load(folder, capsys)
    assert Translation.objects.get(article__number=7001).body_markdown == "An editor wrote this."


def test_other_interface_words_render_texts_anew_without_a_new_version(folder, capsys, monkeypatch):
    load(folder, capsys)
    monkeypatch.setattr("helpcenter.text.markdown.VERSION", "next")
    assert "rendered anew: 2" in load(folder, capsys)
    assert Translation.objects.get(article__number=7001).version == 1


def test_the_default_languages_file_says_where_an_article_stands(folder, capsys):
    write(folder, "ja/pets/_index.md", INDEX.replace("Pets", "ペット"))
    write(folder, "ja/pets/7001-猫.md", CAT.replace('"cats"', '"猫"').replace("related: [7002]", "related: []"))
    load(folder, capsys)
    article = Article.objects.get(number=7001)
    assert (article.source_locale, article.related.count(), article.translations.count()) == ("en", 1, 2)


def test_a_file_marked_as_source_leads_instead(folder, capsys):
    write(folder, "ja/pets/_index.md", INDEX.replace("Pets", "ペット"))
    write(folder, "ja/pets/7001-猫.md", CAT.replace('"cats"', '"猫"').replace("related:", "source: true\nrelated:"))
    load(folder, capsys)
    assert Article.objects.get(number=7001).source_locale == "ja"
    assert Translation.objects.get(article__number=7001, locale="en").source_version == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (CAT.replace('title: "Cats"\n', ""), "7001-cats.md: the field “title” is missing"),
        (CAT.replace("updated: 2026-11-01", "updated: soon"), "the field “updated” must be a date, not 'soon'"),
        (CAT.replace("id: 7001", "id: 7009"), "the field “id” is 7009, but the file's name doesn't start with it"),
        (CAT.replace('slug: "cats"', 'slug: "cats/2"'), "the field “slug” can't hold"),
        (CAT.replace('["tomcat"]', "[3]"), "each of “keywords” must be text, not 3"),
        (CAT.replace('title: "Cats"', 'title: "Cats'), "7001-cats.md:4: "),
        (CAT.replace("Cats purr.", "# Cats"), "7001-cats.md:11: the title is the page's only top heading"),
        (CAT.replace("Cats purr.", "{ui:purr}"), "7001-cats.md:11: {ui:purr} names no interface label"),
        (CAT.split("\nCats")[0], "7001-cats.md:10: there is no text"),
        ("Cats purr.", "7001-cats.md:1: starts with no front matter"),
    ],
)
def test_a_wrong_file_is_named_with_its_line_or_field_and_nothing_is_published(folder, wrong, message):
    write(folder, "en/pets/7001-cats.md", wrong)
    with pytest.raises(CommandError) as raised:
        call_command("load_content", folder)
    assert message in str(raised.value)
    assert not Article.objects.filter(number=7002).exists()


def test_all_wrong_files_are_named_at_once(folder):
    write(folder, "en/pets/7001-cats.md", "x")
    write(folder, "en/pets/7002-dogs.md", "x")
    with pytest.raises(CommandError, match=r"(?s)7001-cats.*7002-dogs"):
        call_command("load_content", folder)


def test_one_number_in_two_files_is_refused(folder):
    write(folder, "en/pets/7001-lions.md", CAT.replace("purr", "roar"))
    with pytest.raises(CommandError, match="is taken by"):
        call_command("load_content", folder)


def test_an_article_in_a_folder_without_index_is_refused(folder):
    write(folder, "en/zoo/7003-apes.md", CAT.replace("7001", "7003"))
    with pytest.raises(CommandError, match=r"its folder has no _index\.md"):
        call_command("load_content", folder)


def test_a_file_that_is_not_text_is_refused(folder):
    (folder / "en/pets/7001-cats.md").write_bytes(b"---\nid: \xff")
    with pytest.raises(CommandError, match="not UTF-8 at byte 8"):
        call_command("load_content", folder)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("load_content", tmp_path / "none")


def test_folders_that_begin_with_an_underscore_are_not_content(folder, capsys):
    write(folder, "en/_drafts/7009-x.md", "not an article")
    assert "Articles published: 2" in load(folder, capsys)


def test_whom_an_article_is_for_stands_in_its_file(folder, capsys):
    file = folder / "en/pets/7001-cats.md"
    file.write_text(file.read_text().replace("id: 7001", "id: 7001\nproducts: [console]\nplans: [team, team]"))
    load(folder, capsys)
    article = Article.objects.get(number=7001)
    assert (article.products, article.plans, article.roles) == (["console"], ["team"], [])
    assert article.fingerprint == article.as_shipped


def test_staff_say_whom_it_is_for_and_the_file_leaves_that_alone(folder, capsys, editor):
    load(folder, capsys)
    article = Article.objects.get(number=7001)
    seen = {"seen": article.fingerprint, "collection": article.collection_id, "source_locale": "en"}
    address = f"/admin/helpcenter/article/{article.pk}/change/"
    refused = editor.post(address, seen | {"related_numbers": "", "products": "Console!", "plans": "", "roles": ""})
    assert "errorlist" in refused.content.decode()
    answer = editor.post(
        address, seen | {"related_numbers": "", "products": "console", "plans": "", "roles": "admin, owner"}
    )
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    load(folder, capsys)
    article.refresh_from_db()
    assert (article.products, article.roles) == (["console"], ["admin", "owner"])
