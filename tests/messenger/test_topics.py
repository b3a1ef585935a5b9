"""Topics: their words, who is offered which, the shipped ones, and what staff do with them in the admin."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.entitlements import Rule, TopicKind
from messenger.access import support_of, topic_for, topics_for
from messenger.models import FieldText, Topic, TopicField, TopicText
from tests import cast
from tests.messenger.steps import draft
from web.mail_languages import names

pytestmark = pytest.mark.django_db
SHIPPED = json.loads((Path(__file__).resolve().parents[2] / "content" / "topics.json").read_text())


def topic(**values: object) -> Topic:
    made = Topic.objects.create(slug="sample", **values)
    TopicText.objects.create(topic=made, locale="en", label="Sample", description="About samples")
    TopicText.objects.create(topic=made, locale="ja", label="見本")
    return made


# --- words ---


@pytest.mark.parametrize(("locale", "label"), [("en", "Sample"), ("ja", "見本"), ("fr", "Sample"), ("", "見本")])
def test_a_label_is_in_the_language_asked_for_else_in_english(locale: str, label: str) -> None:
    with translation.override("ja"):
        assert topic().label(locale) == label


def test_a_description_that_a_language_lacks_is_the_english_one() -> None:
    assert topic().description("fr") == "About samples"
    assert Topic(slug="bare", pk=0).description("en") == ""


def test_a_topic_without_words_is_its_slug() -> None:
    assert str(Topic.objects.create(slug="bare")) == "bare"


def test_a_language_has_a_topics_words_once() -> None:
    made = topic()
    with pytest.raises(IntegrityError, match="tickets_topic_text_unique"), transaction.atomic():
        TopicText.objects.create(topic=made, locale="ja", label="二つ目")


def test_a_topic_has_a_field_once_and_a_field_its_words_once() -> None:
    row = TopicField.objects.create(topic=topic(), key="place")
    with pytest.raises(IntegrityError, match="tickets_topic_field_unique"), transaction.atomic():
        TopicField.objects.create(topic=row.topic, key="place")
    FieldText.objects.create(field=row, locale="en", label="Place")
    with pytest.raises(IntegrityError, match="tickets_field_text_unique"), transaction.atomic():
        FieldText.objects.create(field=row, locale="en", label="Place again")


def test_a_fields_words_fall_back_to_english_and_then_to_none() -> None:
    row = TopicField.objects.create(topic=topic(), key="place")
    assert row.text("ja") is None
    FieldText.objects.create(field=row, locale="en", label="Place")
    assert TopicField.objects.get(pk=row.pk).text("ja").label == "Place"
    assert str(row) == "sample: place"


# --- who is offered which ---


def slugs(browser: cast.Browser) -> set[str]:
    return {row.slug for row in topics_for(browser.visitor)}


@pytest.mark.parametrize("person", sorted(cast.PARTS))
def test_people_are_offered_the_topics_of_their_product_alone(person: str) -> None:
    product = "claude" if cast.PARTS[person].host == "claude.localhost" else "console"
    offered = Topic.objects.filter(slug__in=slugs(cast.browser(person=person)))
    own = {row.product for row in offered if row.kind != TopicKind.CANT_LOG_IN}
    assert own <= {"", product}


@pytest.mark.parametrize("person", ["", *sorted(cast.PARTS)])
def test_the_topic_of_organizations_is_for_those_in_one_and_for_who_is_not_logged_in(person: str) -> None:
    in_one = person in {"", "team_member", "team_owner", "enterprise_owner"}
    assert ("team" in slugs(cast.browser(person=person))) == in_one


@pytest.mark.parametrize(
    ("values", "left_out"),
    [
        ({"plans": ["pro", "max"]}, {"free", "team_member", "team_owner", "enterprise_owner"}),
        ({"organisation_roles": ["owner", "primary_owner"]}, {"team_member"}),
        ({"console_roles": ["admin"]}, {"console_member"}),
        ({"product": "console"}, {"free", "pro", "team_member", "team_owner", "enterprise_owner"}),
        ({"not_logged_in": False}, {""}),
        ({"kind": "cant_log_in", "plans": ["pro"], "not_logged_in": False}, set()),
        ({"active": False}, {"", *cast.PARTS}),
    ],
)
def test_what_staff_set_says_who_is_offered_a_topic(values: dict[str, object], left_out: set[str]) -> None:
    topic(**values)
    people = {"", *cast.PARTS}
    assert {person for person in people if "sample" not in slugs(cast.browser(person=person))} == left_out


@pytest.mark.parametrize("person", ["", *sorted(cast.PARTS)])
def test_everybody_is_offered_the_ways_in_as_they_may_have_lost_another_account(person: str) -> None:
    topic(kind="cant_log_in", product="console")
    ways_in = {row.slug for row in Topic.objects.filter(kind="cant_log_in")}
    assert ways_in
    assert ways_in <= slugs(cast.browser(person=person))


def test_who_is_not_signed_in_is_offered_general_topics_and_the_ways_in() -> None:
    offered = Topic.objects.filter(slug__in=slugs(cast.browser()))
    assert {row.kind for row in offered} == {TopicKind.GENERAL, TopicKind.CANT_LOG_IN}
    assert set(topics_for(None)) == set(offered)


def test_topics_that_are_switched_off_are_not_offered() -> None:
    topic(active=False)
    assert "sample" not in slugs(cast.browser(person="pro"))


def test_a_topic_is_had_by_its_name_only_by_whom_it_is_for() -> None:
    pro, member = cast.browser(person="pro").visitor, cast.browser(person="team_member").visitor
    assert [topic_for(who, "team") is None for who in (None, pro, member)] == [False, True, False]
    assert topic_for(pro, "no-such-topic") is None


def test_topics_stand_in_the_order_that_staff_gave() -> None:
    topic(order=0)
    assert topics_for(cast.browser(person="pro").visitor)[0].slug == "sample"


def test_nobody_counts_as_not_signed_in() -> None:
    assert support_of(None).rule == Rule.ANONYMOUS
    assert support_of(cast.browser().visitor).rule == Rule.ANONYMOUS
    assert support_of(None, TopicKind.CANT_LOG_IN).rule == Rule.LOCKED_OUT
    assert support_of(cast.browser(person="pro").visitor).rule == Rule.INDIVIDUAL_PAID


# --- a topic that changes under somebody's hands ---


def choosing(browser: cast.Browser, slug: str) -> str:
    row = draft(browser)
    browser.post(f"/en/messenger/c/{row.reference}/agree")
    browser.post(f"/en/messenger/c/{row.reference}/topic", {"topic": slug})
    return f"/en/messenger/c/{row.reference}/"


def test_a_topic_deleted_under_way_leads_back_to_the_picker_and_on_from_there(pro: cast.Browser) -> None:
    TopicField.objects.create(topic=topic(product="claude"), key="place")
    here = choosing(pro, "sample")
    Topic.objects.get(slug="sample").delete()
    assert "What is it about?" in pro.get(here).content.decode()
    assert pro.post(f"{here}details", {"text": "hello"}).status_code == 409
    assert pro.post(f"{here}topic", {"topic": "billing"}).status_code == 302
    assert 'name="field_billing_subject"' in pro.get(here).content.decode()


def test_choosing_again_in_another_tab_changes_the_topic(pro: cast.Browser) -> None:
    here = choosing(pro, "using-claude")
    assert pro.post(f"{here}topic", {"topic": "billing"}).status_code == 302
    assert 'name="field_billing_subject"' in pro.get(here).content.decode()


# --- the shipped topics ---


def test_each_has_a_name_in_every_language_of_mail() -> None:
    for entry in SHIPPED:
        assert set(entry["texts"]) | set(entry["in_mail"]) == set(names())
        assert {text.locale for text in Topic.objects.get(slug=entry["slug"]).texts.all()} == set(names())
        assert len(set(entry["in_mail"].values())) > 5


def test_topics_of_before_get_their_names_for_mail_unless_staff_called_them_something_else(capsys) -> None:
    renamed = TopicText.objects.get(topic__slug="privacy", locale="en")
    renamed.label = "My data"
    renamed.save()
    TopicText.objects.filter(topic__slug="api", locale="de").update(label="Von uns")
    TopicText.objects.exclude(locale__in=["en", "ja"]).exclude(topic__slug="api", locale="de").delete()
    for _again in range(2):
        call_command("load_topics")
        assert f"0 made, {len(SHIPPED)} already there" in capsys.readouterr().out
    [billing, privacy, api] = (Topic.objects.get(slug=slug) for slug in ("billing", "privacy", "api"))
    assert billing.own_label("de") == "Abrechnung und Zahlungen"
    assert (privacy.own_label("de"), privacy.own_label("en")) == ("", "My data")
    assert (api.own_label("de"), api.own_label("fr")) == ("Von uns", "Erreurs et limites de l’API")


def test_the_shipped_topics_are_there_in_every_language(settings) -> None:
    assert set(Topic.objects.values_list("slug", flat=True)) == {entry["slug"] for entry in SHIPPED}
    for code, _name in settings.LANGUAGES:
        assert TopicText.objects.filter(locale=code).count() == len(SHIPPED)
        assert FieldText.objects.filter(locale=code).count() == TopicField.objects.count()


def test_every_shipped_choice_offers_the_same_values_in_every_language() -> None:
    for row in TopicField.objects.filter(kind="choice"):
        values = [[value for value, _label in text.choice_pairs()] for text in row.texts.all()]
        assert values[0]
        assert all(each == values[0] for each in values)


@pytest.mark.parametrize("entry", [each for each in SHIPPED if each["kind"] == "cant_log_in"], ids=lambda e: e["slug"])
def test_every_way_in_asks_for_an_address_and_for_proof(entry) -> None:
    fields = {row["key"]: row for row in entry["fields"]}
    assert fields["account_email"]["required"]
    assert fields["account_email"]["proof"]


def test_who_gets_no_mail_from_us_is_asked_what_they_checked_and_for_another_address() -> None:
    [entry] = [each for each in SHIPPED if each["slug"] == "locked-out-login-mail"]
    required = {row["key"] for row in entry["fields"] if row["required"]}
    assert required == {"account_email", "mailbox", "checked", "contact_email"}
    assert entry["article"] == 9017020


def test_loading_again_leaves_what_staff_changed() -> None:
    TopicText.objects.filter(topic__slug="billing", locale="en").update(label="Money")
    Topic.objects.filter(slug="api").update(active=False, order=1)
    FieldText.objects.filter(field__topic__slug="billing", locale="ja").delete()
    call_command("load_topics", verbosity=0)
    assert Topic.objects.get(slug="billing").label("en") == "Money"
    assert (Topic.objects.get(slug="api").active, Topic.objects.get(slug="api").order) == (False, 1)
    assert not FieldText.objects.filter(field__topic__slug="billing", locale="ja").exists()


def test_loading_makes_only_what_is_missing(capsys) -> None:
    Topic.objects.filter(slug="api").delete()
    call_command("load_topics")
    assert f"1 made, {len(SHIPPED) - 1} already there" in capsys.readouterr().out
    assert Topic.objects.filter(slug="api").exists()


@pytest.mark.parametrize("content", ["not json", None])
def test_a_file_that_cannot_be_read_is_named(content: str | None, tmp_path: Path) -> None:
    file = tmp_path / "topics.json"
    if content:
        file.write_text(content)
    with pytest.raises(CommandError, match=r"topics\.json"):
        call_command("load_topics", str(file))


def test_a_faulty_topic_makes_none_of_the_file(tmp_path: Path) -> None:
    good = {"slug": "new", "kind": "general", "product": "", "article": None, "order": 1, "texts": {}, "fields": []}
    faulty = {**good, "slug": "faulty", "texts": {"en": {"label": "x" * 500}}}
    (tmp_path / "topics.json").write_text(json.dumps([good, faulty]))
    with pytest.raises(Exception, match="too long"), transaction.atomic():
        call_command("load_topics", str(tmp_path / "topics.json"))
    assert not Topic.objects.filter(slug="new").exists()
