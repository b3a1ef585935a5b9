"""A change to a topic makes a new version, and a ticket keeps the one that its writer saw."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tests.tickets.test_topics import locked_out, page_of
from tickets.actions.opening import follow_up
from tickets.actions.versions import content_of, keep_version
from tickets.cases import Line
from tickets.models import FieldText, Message, Ticket, Topic, TopicField, TopicText, TopicVersion
from tickets.topic_content import Change, changes, field_words, words

pytestmark = pytest.mark.django_db
LINE = Line("登録メール", "old@example.com", "account_email")


def kept(topic: Topic, **more: object) -> TopicVersion:
    topic.refresh_from_db()
    return keep_version(topic=topic, now=timezone.now(), **more)


def test_nothing_new_makes_no_version_and_each_change_makes_one():
    topic = locked_out()
    first = kept(topic)
    assert kept(topic) == first
    TopicText.objects.filter(topic=topic, locale="ja").update(label="入れない")
    second = kept(topic, by=cast.staff())
    assert (first.number, second.number, second.made_by.username) == (1, 2, "agent")
    TopicText.objects.filter(topic=topic, locale="ja").update(label="ログインできない")
    assert kept(topic).number == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda topic: Topic.objects.filter(pk=topic.pk).update(plans=["pro"]),
        lambda topic: Topic.objects.filter(pk=topic.pk).update(team=Group.objects.create(name="Billing")),
        lambda topic: TopicField.objects.filter(topic=topic).update(required=True),
        lambda topic: FieldText.objects.filter(field__topic=topic, locale="en").update(hint="The old one"),
        lambda topic: TopicField.objects.create(topic=topic, key="more"),
        lambda topic: TopicField.objects.filter(topic=topic).delete(),
        lambda topic: TopicText.objects.create(topic=topic, locale="fr", label="Bloqué"),
    ],
)
def test_whatever_staff_change_is_a_new_version(change):
    topic = locked_out()
    kept(topic)
    change(topic)
    assert kept(topic).number == 2


def test_a_number_is_given_once_a_topic():
    version = kept(locked_out())
    with pytest.raises(IntegrityError, match="tickets_topic_version_once"), transaction.atomic():
        TopicVersion.objects.create(topic=version.topic, number=1, content={})


def test_an_old_ticket_keeps_its_words_and_its_proof_and_the_page_says_that_the_topic_changed(agent):
    topic = locked_out()
    Topic.objects.filter(pk=topic.pk).update(proof_needed=3)
    old = open_ticket(topic="locked-out", details=(LINE,), proof={"Account email": "old@example.com"})
    assert "it has changed since" not in page_of(agent, old)
    Topic.objects.filter(pk=topic.pk).update(proof_needed=1)
    FieldText.objects.filter(field__topic=topic, locale="en").update(label="Login address")
    TopicText.objects.filter(topic=topic, locale="en").update(label="Locked out")
    new = open_ticket(topic="locked-out", details=(LINE,), proof={"Account email": "old@example.com"})
    page = page_of(agent, old)
    assert all(text in page for text in ("Account email", "Can&#x27;t log in", "(version 1; it has changed since)"))
    page = page_of(agent, new)
    assert "Login address" in page
    assert "it has changed since" not in page
    assert [ticket.proof_standing().needed for ticket in (old, new)] == [3, 1]


def test_a_ticket_keeps_the_version_that_was_answered_and_its_follow_up_too():
    topic = locked_out()
    seen = kept(topic)
    TopicText.objects.filter(topic=topic).update(label="New")
    ticket = open_ticket(topic="locked-out", topic_version=seen.pk)
    assert ticket.topic_version == seen
    message = follow_up(ticket, channel=Message.Channel.EMAIL, now=timezone.now(), body="Still")
    assert message.ticket.topic_version == seen


def test_the_version_of_another_topic_is_not_taken():
    other = kept(Topic.objects.create(slug="other"))
    locked_out()
    assert open_ticket(topic="locked-out", topic_version=other.pk).topic_version.topic.slug == "locked-out"


def test_a_topic_says_how_soon_and_whose_its_tickets_are(agent):
    topic = locked_out()
    Topic.objects.filter(pk=topic.pk).update(priority=30, team=Group.objects.create(name="Money matters"))
    ticket = open_ticket(topic="locked-out")
    assert (ticket.priority, ticket.team.name) == (30, "Money matters")
    assert "Money matters" in page_of(agent, ticket)
    assert (open_ticket().priority, open_ticket().team) == (20, None)


def test_upgrading_gives_topics_a_first_version_and_their_tickets_keep_it():
    topic = locked_out()
    ticket, without = open_ticket(topic="locked-out"), open_ticket()
    Ticket.objects.update(topic_version=None)
    TopicVersion.objects.all().delete()
    for _again in "12":
        import_module("tickets.migrations.0092_first_versions").fill(apps, connection.schema_editor())
    version = TopicVersion.objects.get()
    ticket.refresh_from_db()
    without.refresh_from_db()
    assert (ticket.topic_version, without.topic_version, version.number) == (version, None, 1)
    assert version.content == content_of(topic)


def test_upgrading_carries_over_what_the_picker_decided_by_kind():
    for slug, kind in (("team", "general"), ("gone", "account_deletion"), ("in", "cant_log_in")):
        Topic.objects.create(slug=slug, kind=kind, product="claude")
    import_module("tickets.migrations.0090_audiences_carried_over").carry_over(apps, None)
    rows = Topic.objects.values_list("slug", "not_logged_in", "plans")
    assert set(map(str, rows)) == {
        "('team', True, ['team', 'enterprise'])",
        "('gone', False, [])",
        "('in', True, [])",
    }


# --- what changed, as values ---

BEFORE = {
    "active": True,
    "texts": {"en": {"label": "A"}, "fr": {"label": "F"}},
    "fields": {"x": {"required": False, "texts": {}}, "gone": {"required": True}},
}
AFTER = {
    "active": False,
    "plans": ["pro"],
    "texts": {"en": {"label": "B"}},
    "fields": {"x": {"required": True, "texts": {"en": {"label": "X"}}}, "came": {"required": True}},
}


def test_changes_name_each_value_once_and_a_field_that_came_or_went_as_one():
    assert changes(BEFORE, BEFORE) == []
    assert changes(BEFORE, AFTER) == [
        Change(("active",), True, False),
        Change(("plans",), None, ["pro"]),
        Change(("texts", "en", "label"), "A", "B"),
        Change(("fields", "x", "required"), False, True),
        Change(("fields", "x", "texts", "en", "label"), None, "X"),
        Change(("texts", "fr", "label"), "F", None),
        Change(("fields", "came"), None, "came"),
        Change(("fields", "gone"), "gone", None),
    ]


def test_words_fall_back_to_english_and_choices_to_whichever_language_has_any():
    texts = {"en": {"label": "Kind", "hint": "", "choices": "a = Ah"}, "ja": {"label": "種類", "choices": ""}}
    content = {"texts": {"en": {"label": "A"}}, "fields": {"kind": {"texts": texts}, "bare": {}}}
    assert [words(content, code, "label") for code in ("ja", "en")] == ["A", "A"]
    assert words({}, "en", "label") == ""
    found = field_words(content, "ja")
    assert set(found) == {"kind"}
    assert (found["kind"].label, found["kind"].choices) == ("種類", {"a": "Ah"})
