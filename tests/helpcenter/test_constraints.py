"""What the database of the library holds to, constraint by constraint, whoever writes to it."""

import pytest
from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError

from helpcenter.models import (
    Article,
    Collection,
    CollectionTranslation,
    ContentStamp,
    Reaction,
    Related,
    Section,
    Translation,
)
from tests.helpcenter import shelf

pytestmark = pytest.mark.django_db


def broken(constraint, change, error=IntegrityError):
    with pytest.raises(error, match=constraint), transaction.atomic():
        change()


@pytest.fixture
def made():
    return shelf.publish()


def test_an_article_is_related_to_another_once(made):
    other = shelf.article(number=1002)
    Related.objects.create(article=made.article, to=other)
    broken("helpcenter_related_once", lambda: Related.objects.create(article=made.article, to=other))


def test_an_article_is_not_related_to_itself(made):
    broken("helpcenter_related_to_another", lambda: Related.objects.create(article=made.article, to=made.article))


def test_an_article_has_one_translation_into_a_language(made):
    def again():
        Translation.objects.create(article=made.article, locale="en", slug="x", title="x", updated_at=made.updated_at)

    broken("helpcenter_translation_once_per_locale", again)


def test_what_readers_see_has_a_version(made):
    broken("helpcenter_translation_published_has_version", lambda: Translation.objects.update(version=0))
    Translation.objects.update(version=0, published_at=None)
    assert not Translation.objects.published().exists()


def test_a_text_has_few_questions(made):
    broken("helpcenter_translation_few_questions", lambda: Translation.objects.update(questions=["x"] * 26))
    Translation.objects.update(questions=["x"] * 25)


@pytest.mark.parametrize("version", [-1, -(2**31)])
def test_a_version_is_never_below_nothing(made, version):
    broken(
        "helpcenter_translation_version_check", lambda: Translation.objects.update(version=version, published_at=None)
    )


def test_a_translations_sections_each_have_a_place(made):
    first = made.sections.first()
    broken(
        "helpcenter_section_position_once",
        lambda: Section.objects.create(translation=made, position=first.position, text="x", terms=b""),
    )


def test_a_collection_has_its_words_once_in_a_language(made):
    words = {"collection": made.article.collection, "locale": "en", "slug": "x", "title": "x"}
    broken("helpcenter_collection_once_per_locale", lambda: CollectionTranslation.objects.create(**words))


def test_a_reader_reacts_once_to_a_version(made):
    said = {"translation": made, "version": 1, "reader": "r", "face": 0}
    Reaction.objects.create(**said)
    broken("helpcenter_reaction_once_per_reader", lambda: Reaction.objects.create(**said))
    Reaction.objects.create(**said | {"version": 2})
    Reaction.objects.create(**said | {"reader": "s"})
    assert Reaction.objects.count() == 3


@pytest.mark.parametrize("face", [-2, 2, 100])
def test_there_are_three_faces(made, face):
    said = {"translation": made, "version": 1, "reader": "r", "face": face}
    broken("helpcenter_reaction_known_face", lambda: Reaction.objects.create(**said))


def test_a_language_has_one_stamp(made):
    broken("helpcenter_content_stamp_once_per_locale", lambda: ContentStamp.objects.create(locale="en"))


def test_numbers_of_articles_and_collections_are_each_there_once(made):
    broken("number", lambda: Collection.objects.create(number=31))
    broken("number", lambda: Article.objects.create(number=1001, collection=made.article.collection))


def test_a_shelf_with_articles_is_not_taken_away(made):
    broken("protected", made.article.collection.delete, ProtectedError)


@pytest.mark.parametrize(
    ("field", "most"), [("title", 200), ("slug", 200), ("summary", 500), ("locale", 20), ("file_digest", 64)]
)
def test_words_longer_than_their_column_are_refused(made, field, most):
    Translation.objects.update(**{field: "x" * most})
    broken("too long", lambda: Translation.objects.update(**{field: "x" * (most + 1)}), DataError)


def test_what_hangs_on_an_article_goes_with_it(made):
    shelf.article(number=1002, related=[1001])
    Reaction.objects.create(translation=made, version=1, reader="r", face=0)
    made.article.delete()
    assert not Translation.objects.exists()
    assert not Section.objects.exists()
    assert not Reaction.objects.exists()
    assert not Related.objects.exists()


def test_rows_name_themselves(made):
    shelf.article(number=1002, related=[1001])
    said = Reaction(translation=made, version=1, reader="r", face=-1)
    assert (str(made), str(made.article), str(made.article.collection)) == (
        "Ask for a refund",
        "Ask for a refund",
        "Billing",
    )
    assert str(made.article.collection.translations.get()) == "Billing"
    assert str(made.sections.last()) == "Who gets one"
    assert str(said) == "No"
    assert " → " in str(Related.objects.get())


def test_rows_know_their_place_on_the_site(made):
    assert made.get_absolute_url() == "/en/articles/1001-refunds"
    assert made.article.collection.translations.get().get_absolute_url() == "/en/collections/31-billing"
