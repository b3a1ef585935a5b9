"""The messenger in the admin: topics are edited there, conversations only read, and only by those who may."""

import re

import pytest

from messenger.models import Conversation, Topic, TopicText
from tests import cast
from tests.messenger.steps import chatting, draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> cast.Browser:
    """A superuser."""
    return cast.staff_browser(name="boss", superuser=True)


def billing() -> Topic:
    return Topic.objects.get(slug="billing")


def inline(prefix: str, total: int = 0, **rows: str) -> dict[str, str]:
    return {f"{prefix}-TOTAL_FORMS": str(total), f"{prefix}-INITIAL_FORMS": "0", **rows}


NEW = {
    "slug": "new",
    "kind": "general",
    "product": "",
    "plans": ["free", "pro", "max", "team", "enterprise"],
    "organisation_roles": ["primary_owner", "owner", "admin", "member"],
    "console_roles": ["admin"],
    "not_logged_in": "on",
    "proof_needed": "2",
    "priority": "20",
    "order": "1",
    "active": "on",
    "words_en_label": "Brand new",
    **inline("fields"),
}


def test_topics_are_listed_by_their_labels(boss: cast.Browser) -> None:
    page = boss.get("/admin/tickets/topic/").content.decode()
    assert "Billing and payments" in page


def test_a_new_topic_is_offered_at_once(boss: cast.Browser, pro: cast.Browser) -> None:
    assert boss.post("/admin/tickets/topic/add/", NEW).status_code == 302
    row = draft(pro)
    pro.post(f"/en/messenger/c/{row.reference}/agree")
    assert "Brand new" in pro.get(f"/en/messenger/c/{row.reference}/").content.decode()


def test_each_field_of_a_row_says_its_name(boss: cast.Browser) -> None:
    page = boss.get(f"/admin/tickets/topic/{billing().pk}/change/").content.decode()
    fields = re.findall(r'<(?:input|select|textarea) [^>]*name="fields-0-[^>]*>', page)
    assert len(fields) == 10
    unnamed = [field for field in fields if "aria-label" not in field and 'type="hidden"' not in field]
    assert unnamed == []


def test_each_field_of_the_list_says_its_name(boss: cast.Browser) -> None:
    page = boss.get("/admin/tickets/topic/").content.decode()
    fields = re.findall(r'<input [^>]*name="form-0-(?:order|active)"[^>]*>', page)
    assert len(fields) == 2
    assert all("aria-label" in field for field in fields)


def test_a_slug_that_is_taken_is_refused_beside_its_field(boss: cast.Browser) -> None:
    form = {**NEW, "slug": "billing"}
    response = boss.post("/admin/tickets/topic/add/", form)
    assert response.status_code == 200
    assert "already exists" in response.content.decode()


def test_markup_in_a_label_is_text(boss: cast.Browser, pro: cast.Browser) -> None:
    TopicText.objects.filter(topic=billing(), locale="en").update(label="<script>alert(1)</script>")
    row = draft(pro)
    pro.post(f"/en/messenger/c/{row.reference}/agree")
    for page in (boss.get("/admin/tickets/topic/"), pro.get(f"/en/messenger/c/{row.reference}/")):
        assert b"<script>alert" not in page.content


def test_a_topics_page_shows_its_words_and_fields(boss: cast.Browser) -> None:
    page = boss.get(f"/admin/tickets/topic/{billing().pk}/change/").content.decode()
    assert "お支払いと請求" in page
    assert "billing_subject" in page


def test_a_fields_page_shows_its_words(boss: cast.Browser) -> None:
    field = billing().fields.get(key="billing_subject")
    page = boss.get(f"/admin/tickets/topicfield/{field.pk}/change/").content.decode()
    assert "refund = A refund" in page


def test_conversations_are_read_with_what_was_said(boss: cast.Browser, pro: cast.Browser) -> None:
    row = chatting(pro, text="I wrote <this>")
    page = boss.get(f"/admin/messenger/conversation/{row.pk}/change/").content.decode()
    assert "I wrote &lt;this&gt;" in page


@pytest.mark.parametrize("query", ["pro@example.com", "%00", "%F0%9F%91%A9", "'", "a" * 3000])
def test_conversations_can_be_searched_for_anything(query: str, boss: cast.Browser, pro: cast.Browser) -> None:
    row = chatting(pro)
    response = boss.get(f"/admin/messenger/conversation/?q={query}")
    assert response.status_code in {200, 302}
    assert row.reference in response.content.decode() or query != "pro@example.com"


def test_conversations_are_neither_made_nor_changed_here(boss: cast.Browser, pro: cast.Browser) -> None:
    row = draft(pro)
    assert boss.get("/admin/messenger/conversation/add/").status_code == 403
    assert boss.post(f"/admin/messenger/conversation/{row.pk}/change/", {"stage": "chat"}).status_code == 403
    assert Conversation.objects.get().stage == "draft"


@pytest.mark.parametrize("path", ["tickets/topic/", "tickets/topicfield/", "messenger/conversation/"])
def test_customers_and_strangers_are_sent_to_the_staffs_sign_in(path: str, pro: cast.Browser) -> None:
    response = pro.get(f"/admin/{path}")
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("path", ["tickets/topic/", "messenger/conversation/"])
def test_staff_without_the_right_may_not(path: str, db) -> None:
    nobody = cast.staff_browser(name="nobody", groups=())
    assert nobody.get(f"/admin/{path}").status_code == 403


def test_who_writes_articles_reads_topics_and_nobodys_conversations(editor: cast.Browser, pro: cast.Browser) -> None:
    row = chatting(pro)
    assert editor.get("/admin/tickets/topic/").status_code == 200
    assert editor.get("/admin/messenger/conversation/").status_code == 403
    assert editor.get(f"/admin/messenger/conversation/{row.pk}/change/").status_code == 403


def test_an_agent_reads_conversations_and_deletes_none(agent: cast.Browser, pro: cast.Browser) -> None:
    row = chatting(pro)
    assert agent.get(f"/admin/messenger/conversation/{row.pk}/change/").status_code == 200
    assert agent.post(f"/admin/messenger/conversation/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Conversation.objects.filter(pk=row.pk).exists()
