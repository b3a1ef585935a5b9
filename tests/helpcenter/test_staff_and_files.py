"""Content files beside staff's own work: what staff changed or took off stays, and the shipped text waits."""

import pytest
from django.core.management import call_command

from helpcenter import actions
from helpcenter.models import Article, Collection, CollectionTranslation, ShippedText, Translation
from helpcenter.text.fingerprints import fingerprint
from tests.helpcenter import shelf
from tests.helpcenter.test_load_content import CAT, DOG, INDEX, load, write

pytestmark = pytest.mark.django_db
LOUD = CAT.replace("purr", "purr loudly")


@pytest.fixture
def folder(tmp_path):
    """Two articles, loaded once."""
    write(tmp_path, "en/pets/_index.md", INDEX)
    write(tmp_path, "en/pets/7001-cats.md", CAT)
    write(tmp_path, "en/pets/7002-dogs.md", DOG)
    call_command("load_content", tmp_path)
    return tmp_path


def cat() -> Translation:
    return Translation.objects.get(article__number=7001)


def staff_write(**changes: object) -> None:
    held = cat()
    names = ("slug", "title", "summary", "keywords", "questions", "body_markdown", "updated_at")
    shelf.publish(number=7001, **{name: getattr(held, name) for name in names} | changes)


def test_what_staff_wrote_stays_when_its_file_changes_and_the_shipped_text_waits(folder, capsys):
    staff_write(body_markdown="An editor wrote this.")
    write(folder, "en/pets/7001-cats.md", LOUD)
    out = load(folder, capsys)
    assert "Articles published: 0," in out
    assert "en article 7001 “Cats” waits: staff changed it." in out
    assert cat().body_markdown == "An editor wrote this."
    assert "purr loudly" in cat().shipped_text.body_markdown
    assert "waits" in load(folder, capsys)


@pytest.mark.parametrize(
    "changes", [{"title": "Felines"}, {"keywords": []}, {"questions": ["x"]}, {"slug": "felines"}, {"reviewed": False}]
)
def test_whatever_staff_changed_counts(folder, capsys, changes):
    staff_write(**changes)
    write(folder, "en/pets/7001-cats.md", LOUD)
    assert "staff changed it" in load(folder, capsys)


def test_what_staff_took_off_is_not_published_again(folder, capsys):
    actions.unpublish_translation(translation=cat())
    write(folder, "en/pets/7001-cats.md", LOUD)
    assert "waits: staff took it off" in load(folder, capsys)
    assert cat().published_at is None


def test_what_staff_put_back_as_it_was_follows_its_file_again(folder, capsys):
    staff_write(body_markdown="An editor wrote this.")
    staff_write(body_markdown="Cats purr. See [dogs](article:7002).\n")
    write(folder, "en/pets/7001-cats.md", LOUD)
    assert "Articles published: 1," in load(folder, capsys)


def test_what_staff_wrote_just_as_the_file_does_waits_for_nothing(folder, capsys):
    staff_write(body_markdown="Cats purr loudly. See [dogs](article:7002).\n")
    write(folder, "en/pets/7001-cats.md", LOUD)
    assert "waits" not in load(folder, capsys)
    assert cat().is_as_shipped


def test_an_article_of_staffs_own_is_not_written_over_by_a_file_of_its_number(folder, capsys):
    shelf.publish(number=7003, slug="apes", title="Apes")
    write(folder, "en/pets/7003-apes.md", CAT.replace("7001", "7003"))
    assert "en article 7003 “Cats” waits: staff changed it." in load(folder, capsys)
    assert Translation.objects.get(article__number=7003).title == "Apes"
    assert Article.objects.get(number=7003).collection.number == 31


def test_taking_the_shipped_text_publishes_it_and_the_next_file_follows(folder, capsys):
    staff_write(body_markdown="An editor wrote this.")
    write(folder, "en/pets/7001-cats.md", LOUD)
    load(folder, capsys)
    assert actions.take_shipped(translation=cat(), now=shelf.NOW)
    assert "purr loudly" in cat().body_html
    assert not actions.take_shipped(translation=cat(), now=shelf.NOW)
    write(folder, "en/pets/7001-cats.md", CAT)
    assert "Articles published: 1," in load(folder, capsys)


def test_the_questions_of_a_shipped_text_wait_with_it(folder, capsys):
    staff_write(questions=["why cats"])
    write(folder, "en/pets/7001-cats.md", CAT.replace("related:", "questions: [cats??]\nrelated:"))
    load(folder, capsys)
    assert cat().shipped_text.questions == ["cats??"]
    actions.take_shipped(translation=cat(), now=shelf.NOW)
    assert cat().questions == ["cats??"]


def test_a_text_shipped_before_there_were_questions_is_still_as_shipped(folder):
    held = cat()
    words = (held.slug, held.title, held.summary, held.keywords, held.body_markdown)
    assert held.as_shipped == fingerprint(*words, held.updated_at, held.machine, held.reviewed)


def test_a_shipped_text_put_aside_comes_back_only_with_another_file(folder, capsys):
    staff_write(body_markdown="An editor wrote this.")
    write(folder, "en/pets/7001-cats.md", LOUD)
    load(folder, capsys)
    assert actions.leave_shipped(translation=cat())
    assert "waits" not in load(folder, capsys)
    write(folder, "en/pets/7001-cats.md", LOUD.replace("loudly", "softly"))
    assert "waits" in load(folder, capsys)
    assert "softly" in ShippedText.objects.get().body_markdown


def test_a_place_that_staff_chose_stays(folder, capsys):
    shelf.collection()
    actions.place_article(number=7001, collection=31, related=[], featured=True, source_locale="en")
    write(folder, "en/pets/7001-cats.md", LOUD)
    assert "Article 7001 stays" not in load(folder, capsys)
    write(folder, "en/pets/7001-cats.md", LOUD.replace("related: [7002]", "related: []"))
    assert "Article 7001 stays where staff put it" in load(folder, capsys)
    article = Article.objects.get(number=7001)
    assert (article.collection.number, article.featured) == (31, True)


def test_a_collection_that_staff_renamed_keeps_its_name_and_still_moves(folder, capsys):
    shelf.collection(number=77, title="Animals", slug="animals")
    Collection.objects.filter(number=77).update(order=3, icon="people")
    write(folder, "en/pets/_index.md", INDEX.replace("order: 3", "order: 8").replace('"Pets"', '"Our pets"'))
    assert "en collection 77 stays as staff changed it" in load(folder, capsys)
    words = CollectionTranslation.objects.get(collection__number=77)
    assert (words.title, words.collection.order) == ("Animals", 8)


def test_the_admin_lists_what_waits_shows_both_texts_and_takes_the_shipped_one(folder, capsys, editor):
    staff_write(body_markdown="An editor wrote this.")
    write(folder, "en/pets/7001-cats.md", LOUD)
    load(folder, capsys)
    listed = editor.get("/admin/helpcenter/translation/?shipped=waits").content.decode()
    assert "Cats" in listed
    assert "Dogs" not in listed
    page = f"/admin/helpcenter/translation/{cat().pk}/change/"
    shown = editor.get(page).content.decode()
    assert "<del>-An editor wrote this.</del>\n<ins>+Cats purr loudly." in shown
    sent = {"action": "take_shipped", "_selected_action": [cat().pk]}
    editor.post("/admin/helpcenter/translation/", sent)
    assert "purr loudly" in cat().body_markdown
    assert "A shipped text waits" not in editor.get(page).content.decode()
