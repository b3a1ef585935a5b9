"""Two people at one row: the second is told, loses nothing, and nobody waits for the other for ever."""

import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import connection

from helpcenter import actions
from helpcenter.actions import publishing
from helpcenter.content.loading import load
from helpcenter.models import CollectionTranslation, Translation
from tests.helpcenter import shelf
from tests.helpcenter.test_admin import TEXT, address
from tests.helpcenter.test_load_content import CAT, DOG, INDEX, write


def run(failed: list[Exception], act: Callable[..., object], *args: object, **values: object) -> None:
    """What a thread of somebody else's does, on its own connection."""
    try:
        act(*args, **values)
    except Exception as error:
        failed.append(error)
    finally:
        connection.close()


@pytest.mark.django_db
def test_the_second_to_save_sees_the_first_ones_text_beside_their_own(editor):
    made = shelf.publish()
    sent = shelf.seen(made, **TEXT | {"body_markdown": "Second."})
    shelf.publish(body_markdown="First.")
    response = editor.post(address(made), sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody else saved this meanwhile" in page
    assert "<del>-Second.</del>\n<ins>+First.</ins>\n" in page
    assert ">\nSecond.</textarea>" in page
    assert Translation.objects.get().body_markdown == "First."


@pytest.mark.django_db
def test_saving_again_after_the_warning_is_meant(editor):
    made = shelf.publish()
    sent = shelf.seen(made, **TEXT)
    shelf.publish(body_markdown="First.")
    shown = editor.post(address(made), sent).context["adminform"].form["seen"].value()
    assert editor.post(address(made), sent | {"seen": shown}).status_code == 302
    assert Translation.objects.get().title == "New title"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["article", "collection"])
def test_places_and_collections_are_guarded_too(editor, kind):
    made = shelf.publish()
    article, words = made.article, CollectionTranslation.objects.get()
    if kind == "article":
        sent = shelf.seen(article, collection=article.collection.pk, source_locale="en", related_numbers="")
        shelf.article(featured=True)
        response = editor.post(address(article), sent)
    else:
        sent = shelf.seen(words, title="Money", slug="money", description="", order="9", icon="card")
        shelf.collection(title="Bills")
        response = editor.post(address(words), sent)
    assert response.status_code == 409


@pytest.mark.django_db
def test_a_form_from_before_the_guard_writes_over_nothing(editor):
    made = shelf.publish()
    assert editor.post(address(made), TEXT).status_code == 409
    assert Translation.objects.get().title == "Ask for a refund"


@pytest.mark.django_db(transaction=True)
def test_somebody_who_saves_between_the_check_and_the_lock_is_noticed(editor, monkeypatch):
    made = shelf.publish()
    sent, publish = shelf.seen(made, **TEXT), actions.publish_translation

    def overtaken(**values: object) -> Translation:
        monkeypatch.setattr(actions, "publish_translation", publish)
        other = threading.Thread(target=run, args=([], shelf.publish), kwargs={"body_markdown": "First."})
        other.start()
        other.join()
        return publish(**values)

    monkeypatch.setattr(actions, "publish_translation", overtaken)
    assert editor.post(address(made), sent).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_an_editor_and_a_load_at_the_same_moment_both_get_through(tmp_path, monkeypatch):
    """Each gets as far as it can before the other goes on."""
    write(tmp_path, "en/pets/_index.md", INDEX)
    write(tmp_path, "en/pets/7001-cats.md", CAT)
    write(tmp_path, "en/pets/7002-dogs.md", DOG)
    call_command("load_content", tmp_path)
    write(tmp_path, "en/pets/_index.md", INDEX.replace("Pets", "Animals"))
    write(tmp_path, "en/pets/7001-cats.md", CAT.replace("purr", "purr loudly"))
    both, render = threading.Barrier(2), publishing.write_rendered

    def together(translation: Translation) -> None:
        with suppress(threading.BrokenBarrierError):
            both.wait(0.5)
        render(translation)

    monkeypatch.setattr(publishing, "write_rendered", together)
    failed: list[Exception] = []
    failed: list[Exception] = []
    threads = [
        threading.Thread(target=run, args=(failed, load, tmp_path, shelf.NOW)),
        threading.Thread(target=run, args=(failed, shelf.publish), kwargs={"number": 7001, "slug": "by-staff"}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert failed == []
    assert Translation.objects.get(article__number=7001).slug == "by-staff"
