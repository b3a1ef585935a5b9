"""A topic's page in the admin: audience as boxes, the words of a language in one place, and every version."""

import re

import pytest
from django.utils import translation

from messenger.access import topics_for
from messenger.models import FieldText, Topic, TopicField, TopicText
from messenger.topics.version_words import sentence
from tests import cast
from tests.messenger.test_messenger_admin import NEW, boss, inline
from tickets.models import TopicVersion
from tickets.topic_content import Change

__all__ = ["boss"]
pytestmark = pytest.mark.django_db
BOXES = {"plans": 5, "organisation_roles": 4, "console_roles": 5}


def page_of(slug: str) -> str:
    return f"/admin/tickets/topic/{Topic.objects.get(slug=slug).pk}/change/"


def as_it_stands(browser: cast.Browser, slug: str) -> dict[str, object]:
    """What a browser posts that changes nothing."""
    form = browser.get(page_of(slug)).context["adminform"].form
    posted: dict[str, object] = {}
    for bound in form:
        value = bound.value()
        if value not in (None, "", False):
            posted[bound.html_name] = ["on"] if value is True else value
    rows = TopicField.objects.filter(topic__slug=slug)
    posted |= {"fields-TOTAL_FORMS": len(rows), "fields-INITIAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        own = {"id": row.pk, "topic": row.topic_id, "key": row.key, "kind": row.kind, "order": row.order}
        posted |= {f"fields-{number}-{name}": value for name, value in own.items()}
        posted |= {f"fields-{number}-{name}": "on" for name in ("required", "proof", "on_behalf") if getattr(row, name)}
    return posted


def save(browser: cast.Browser, slug: str, **changes: object) -> None:
    response = browser.post(page_of(slug), as_it_stands(browser, slug) | changes)
    assert response.status_code == 302, response.context["adminform"].form.errors


def ticked(page: str, name: str) -> int:
    return len([box for box in re.findall(rf'<input[^>]*name="{name}"[^>]*>', page) if "checked" in box])


def test_everybody_is_all_boxes_ticked_and_saving_them_leaves_nobody_out(boss: cast.Browser) -> None:
    page = boss.get(page_of("other")).content.decode()
    assert {name: ticked(page, name) for name in BOXES} == BOXES
    save(boss, "other")
    topic = Topic.objects.get(slug="other")
    assert (topic.plans, topic.organisation_roles, topic.console_roles) == ([], [], [])
    assert ticked(boss.get(page_of("team")).content.decode(), "plans") == 2


def test_what_is_ticked_is_who_is_offered_it(boss: cast.Browser, pro: cast.Browser, free: cast.Browser) -> None:
    save(boss, "other", plans=["free"], organisation_roles=[], console_roles=["admin"])
    slugs = [{topic.slug for topic in topics_for(browser.visitor)} for browser in (pro, free)]
    assert ["other" in each for each in slugs] == [False, True]
    # A question that can't arise isn't kept.
    save(boss, "other", product="claude")
    assert Topic.objects.get(slug="other").console_roles == []


@pytest.mark.parametrize(
    ("product", "nothing", "refused"),
    [
        ("", "plans", True),
        ("console", "plans", False),
        ("claude", "console_roles", False),
        ("", "console_roles", True),
        ("claude", "organisation_roles", True),
    ],
)
def test_nobody_at_all_is_an_error_where_the_question_arises(
    boss: cast.Browser, product: str, nothing: str, refused: bool
) -> None:
    form = as_it_stands(boss, "other") | {"product": product, nothing: []}
    response = boss.post(page_of("other"), form)
    assert response.status_code == (200 if refused else 302)
    assert ("Tick at least one" in response.content.decode()) == refused


def test_the_words_of_a_language_stand_together_and_are_saved_from_there(boss: cast.Browser) -> None:
    field = TopicField.objects.get(topic__slug="billing", key="billing_subject")
    page = boss.get(page_of("billing")).content.decode()
    at = [page.index(name) for name in ("words_ja_label", f"field_{field.pk}_ja_label", f"field_{field.pk}_ja_choices")]
    assert at == sorted(at)
    assert "お支払いと請求" in page
    save(boss, "billing", words_ja_label="請求", **{f"field_{field.pk}_ja_hint": "ひとつ選ぶ"})
    assert TopicText.objects.get(topic=field.topic, locale="ja").label == "請求"
    assert FieldText.objects.get(field=field, locale="ja").hint == "ひとつ選ぶ"
    assert FieldText.objects.get(field=field, locale="en").choices.count("=") > 1


def test_a_language_without_a_label_has_no_words_and_english_always_has_one(boss: cast.Browser) -> None:
    save(boss, "other", words_ja_label="", words_ja_description="")
    assert not TopicText.objects.filter(topic__slug="other", locale="ja").exists()
    form = as_it_stands(boss, "other")
    for wrong in ({"words_en_label": ""}, {"words_ja_description": "Alone"}):
        assert boss.post(page_of("other"), form | wrong).status_code == 200


def test_a_field_that_comes_with_the_form_gets_its_words_afterwards(boss: cast.Browser) -> None:
    save(
        boss, "other", **{"fields-TOTAL_FORMS": 1, "fields-0-key": "why", "fields-0-kind": "text", "fields-0-order": 1}
    )
    field = TopicField.objects.get(topic__slug="other")
    save(boss, "other", **{f"field_{field.pk}_en_label": "Why?"})
    assert field.texts.get().label == "Why?"


def test_a_change_is_listed_with_who_when_and_what(boss: cast.Browser, editor: cast.Browser) -> None:
    save(boss, "other")
    assert TopicVersion.objects.filter(topic__slug="other").count() == 1
    save(boss, "other", words_en_label="<Else>", priority=30, plans=["pro"])
    for browser in (boss, editor):
        page = browser.get(page_of("other")).content.decode()
        assert "boss" in page
        assert "Label (English): “Something else” → “&lt;Else&gt;”".lower() in page.lower()
        assert "priority: “normal” → “high”".lower() in page.lower()
        assert "plans: all → pro".lower() in page.lower()
    assert TopicVersion.objects.filter(topic__slug="other").count() == 2


def test_lines_that_end_as_browsers_end_them_are_no_change(boss: cast.Browser) -> None:
    save(boss, "billing")
    versions = TopicVersion.objects.filter(topic__slug="billing")
    before = versions.count()
    field = TopicField.objects.get(topic__slug="billing", key="billing_subject")
    name = f"field_{field.pk}_en_choices"
    save(boss, "billing", **{name: FieldText.objects.get(field=field, locale="en").choices.replace("\n", "\r\n")})
    assert versions.count() == before
    FieldText.objects.filter(field=field, locale="en").update(choices="a = A\r\nb = B")
    save(boss, "billing", **{name: "a = A\r\nb = B"})
    assert versions.count() == before + 1
    assert versions.first().content["fields"]["billing_subject"]["texts"]["en"]["choices"] == "a = A\nb = B"


def test_the_list_and_a_fields_own_page_leave_versions_too(boss: cast.Browser) -> None:
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": Topic.objects.get(slug="api").pk}
    boss.post("/admin/tickets/topic/", {**rows, "form-0-order": "99", "_save": "Save"})
    assert TopicVersion.objects.filter(topic__slug="api").count() == 2
    field = TopicField.objects.get(topic__slug="api", key="request_id")
    boss.post(f"/admin/tickets/topicfield/{field.pk}/delete/", {"post": "yes"})
    newest = TopicVersion.objects.filter(topic__slug="api").first()
    assert (newest.number, newest.made_by) == (3, boss.user)


def test_a_new_topic_has_its_first_version(boss: cast.Browser) -> None:
    boss.post("/admin/tickets/topic/add/", NEW)
    version = TopicVersion.objects.get(topic__slug="new")
    assert (version.number, version.content["console_roles"], version.label("ja")) == (1, ["admin"], "Brand new")


def test_who_may_only_look_reads_the_words(editor: cast.Browser) -> None:
    page = editor.get(page_of("billing")).content.decode()
    assert "お支払いと請求" in page
    assert 'name="words_ja_label"' not in page
    assert editor.post(page_of("billing"), {**NEW, **inline("fields")}).status_code == 403


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(("fields", "place"), None, "place"), "field place added"),
        (Change(("fields", "place"), "place", None), "field place removed"),
        (Change(("fields", "x", "required"), False, True), "required (x): no → yes"),
        (Change(("fields", "x", "texts", "ja", "hint"), "", "あ" * 90), "hint (x, 日本語): – → “" + "あ" * 60 + "…”"),
        (Change(("fields", "x", "texts", "xx", "label"), None, "X"), "label (x, xx): – → “X”"),
    ],
)
def test_each_kind_of_change_has_its_sentence(change: Change, said: str) -> None:
    with translation.override("en"):
        assert sentence(change) == said
