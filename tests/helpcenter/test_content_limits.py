"""Content files against what addresses and columns can hold: the file and the field are named, nothing is published."""

import pytest
from django.core.management import CommandError, call_command

from helpcenter.models import Article, Collection, CollectionTranslation, Translation
from tests.helpcenter.test_load_content import CAT, DOG, INDEX, load, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "en/pets/_index.md", INDEX)
    write(tmp_path, "en/pets/7001-cats.md", CAT)
    return tmp_path


def refusal(folder):
    with pytest.raises(CommandError) as raised:
        call_command("load_content", folder)
    assert not Collection.objects.exists()
    return str(raised.value)


@pytest.mark.parametrize("number", ["0", "-7001", "1000000000000000000", "99999999999999999999", "true", "1.5"])
def test_an_article_number_that_no_address_has_is_refused(folder, number):
    (folder / "en/pets/7001-cats.md").rename(folder / f"en/pets/{number}-cats.md")
    write(folder, f"en/pets/{number}-cats.md", CAT.replace("id: 7001", f"id: {number}"))
    assert f"{number}-cats.md: the field “id” must be" in refusal(folder)


def test_the_largest_number_has_an_address(folder, capsys, reader):
    write(folder, "en/pets/999999999999999999-lions.md", CAT.replace("7001", "9" * 18).replace("cats", "lions"))
    load(folder, capsys)
    assert reader.get("/en/articles/999999999999999999-lions").status_code == 200


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (("id: 77", "id: 0"), "_index.md: the field “id” must be 1 to 2147483647, not 0"),
        (("id: 77", "id: 2147483648"), "_index.md: the field “id” must be 1 to 2147483647, not 2147483648"),
        (("id: 77", "id: x"), "_index.md: the field “id” must be a whole number, not 'x'"),
        (("order: 3", "order: -1"), "_index.md: the field “order” must be 0 to 32767, not -1"),
        (("order: 3", "order: 32768"), "_index.md: the field “order” must be 0 to 32767, not 32768"),
        (("icon: people", f"icon: {'x' * 41}"), "_index.md: the field “icon” must be one line of 1 to 40 characters"),
        (('slug: "pets"', 'slug: "my pets"'), "_index.md: the field “slug” can't hold spaces"),
        (('title: "Pets"', 'title: ""'), "_index.md: the field “title” must be one line of 1 to 200 characters"),
    ],
)
def test_a_collection_out_of_bounds_is_refused(folder, changes, message):
    write(folder, "en/pets/_index.md", INDEX.replace(*changes))
    assert message in refusal(folder)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (("id: 7001", "id: 7001\nplans: [Team Plan]"), "each of “plans” must be a name of a-z, 0-9 and _"),
        (('["tomcat"]', f'["{"x" * 101}"]'), "each of “keywords” must have at most 100 characters"),
        (('["tomcat"]', "tomcat"), "the field “keywords” must be a list, not 'tomcat'"),
        (("related:", f"questions: {['x' * 201]}\nrelated:"), "each of “questions” must be one line of 1 to 200 char"),
        (("related:", 'questions: ["a\\nb"]\nrelated:'), "must be one line of 1 to 200 characters, not 'a\\nb'"),
        (("related:", "questions: [' ']\nrelated:"), "each of “questions” must be one line of 1 to 200 char"),
        (("related:", "questions: [y: n]\nrelated:"), "each of “questions” must be text, not {'y': 'n'}"),
        (("related:", "questions: meow\nrelated:"), "the field “questions” must be a list, not 'meow'"),
        (("related:", "questions: [a, b, a]\nrelated:"), "“questions” has 'a' twice"),
        (("related:", f"questions: {list('abcdefghijklmnopqrstuvwxyz')}\nrelated:"), "must be at most 25, not 26"),
        (("[7002]", "[true]"), "each of “related” must be a whole number, not True"),
        (("[7002]", "[cat]"), "each of “related” must be a whole number, not 'cat'"),
        (('"Cats"', f'"{"x" * 201}"'), "the field “title” must be one line of 1 to 200 characters"),
        (('"All about cats."', f'"{"x" * 501}"'), "the field “summary” must be one line of 1 to 500 characters"),
        (('"All about cats."', '"One\\nTwo"'), "the field “summary” must be one line"),
        (("related: [7002]", "related: [7002]\nfeatured: 1"), "the field “featured” must be true or false, not 1"),
        (("related: [7002]", "related: [7002]\nsource: yes please"), "the field “source” must be true or false"),
        (('slug: "cats"', "slug: 7"), "the field “slug” must be text, not 7"),
        (('slug: "cats"', 'slug: "."'), "the field “slug” can't hold"),
        (("updated: 2026-11-01", "updated: 2026-13-01"), "7001-cats.md: a field can't be read: month must be in 1..12"),
    ],
)
def test_an_article_out_of_bounds_is_refused(folder, changes, message):
    write(folder, "en/pets/7001-cats.md", CAT.replace(*changes))
    assert message in refusal(folder)


def test_words_at_the_bounds_are_published(folder, capsys):
    text = CAT.replace('"Cats"', f'"{"x" * 200}"').replace('["tomcat"]', f'["{"y" * 100}"]')
    asked = [f"{'q' * 198}{number}" for number in range(10, 35)]
    text = text.replace("related:", f"questions: {asked}\nrelated:")
    write(folder, "en/pets/7001-cats.md", text.replace("All about cats.", "z" * 500))
    load(folder, capsys)
    made = Translation.objects.get()
    assert (len(made.title), len(made.keywords[0]), len(made.summary)) == (200, 100, 500)
    assert made.questions == asked


def test_a_moment_counts_as_its_day(folder, capsys):
    write(folder, "en/pets/7001-cats.md", CAT.replace("2026-11-01", "2026-11-01 23:30:00"))
    load(folder, capsys)
    assert str(Translation.objects.get().updated_at) == "2026-11-01"


def test_a_related_number_beyond_all_articles_is_left_out(folder, capsys):
    write(folder, "en/pets/7001-cats.md", CAT.replace("[7002]", "[99999999999999999999]"))
    load(folder, capsys)
    assert not Article.objects.get().related.exists()


def test_a_file_moved_to_another_shelf_moves_its_article(folder, capsys):
    load(folder, capsys)
    write(folder, "en/zoo/_index.md", INDEX.replace("77", "78").replace("pets", "zoo"))
    (folder / "en/pets/7001-cats.md").rename(folder / "en/zoo/7001-cats.md")
    assert "Articles published: 1" in load(folder, capsys)
    assert Article.objects.get().collection.number == 78
    assert Translation.objects.get().version == 1


def test_a_number_taken_by_a_file_that_did_not_change_is_refused(folder, capsys):
    load(folder, capsys)
    write(folder, "en/pets/7001-lions.md", CAT.replace("purr", "roar"))
    with pytest.raises(CommandError, match=r"7001-lions\.md: the field “id” is taken by .*7001-cats\.md"):
        call_command("load_content", folder)
    assert "purr" in Translation.objects.get().body_markdown


def test_a_copy_of_a_file_under_another_name_is_refused(folder, capsys):
    load(folder, capsys)
    write(folder, "en/pets/7001-copy.md", CAT)
    with pytest.raises(CommandError, match="is taken by"):
        call_command("load_content", folder)


def test_one_number_on_two_shelves_is_refused(folder):
    write(folder, "en/zoo/_index.md", INDEX.replace("pets", "zoo"))
    assert "zoo/_index.md: the field “id” is taken by" in refusal(folder)


def test_the_same_numbers_in_another_language_are_the_same_things(folder, capsys):
    write(folder, "ja/pets/_index.md", INDEX.replace("Pets", "ペット"))
    write(folder, "ja/pets/7001-猫.md", CAT.replace("Cats", "猫"))
    load(folder, capsys)
    assert (Article.objects.count(), Translation.objects.count()) == (1, 2)
    assert (Collection.objects.count(), CollectionTranslation.objects.count()) == (1, 2)


def test_a_wrong_shelf_is_named_among_all_other_faults(folder):
    write(folder, "en/pets/_index.md", "no front matter")
    write(folder, "en/pets/7002-dogs.md", DOG.replace('title: "Dogs"\n', ""))
    said = refusal(folder)
    assert "_index.md:1: starts with no front matter" in said
    assert "7002-dogs.md: the field “title” is missing" in said


def test_a_changed_shelf_is_published_and_an_unchanged_one_is_not(folder, capsys):
    load(folder, capsys)
    assert "Collections changed: 0." in load(folder, capsys)
    write(folder, "en/pets/_index.md", INDEX.replace("order: 3", "order: 4"))
    assert "Collections changed: 1." in load(folder, capsys)
    assert Collection.objects.get().order == 4


@pytest.mark.parametrize(
    "text", ["---\n- a\n- b\n---\n\nText\n", "---\n---\n\nText\n", "---\njust words\n---\n\nText\n"]
)
def test_front_matter_that_is_no_set_of_fields_is_refused(folder, text):
    write(folder, "en/pets/7001-cats.md", text)
    assert "7001-cats.md:1: starts with no front matter" in refusal(folder)


def test_a_file_with_windows_line_ends_is_read(folder, capsys):
    (folder / "en/pets/7001-cats.md").write_bytes(CAT.replace("\n", "\r\n").encode())
    load(folder, capsys)
    assert "\r" not in Translation.objects.get().body_html
