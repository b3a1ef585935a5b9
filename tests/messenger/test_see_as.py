"""See it as…: the rule, the topics and the screens of whoever is chosen; nothing is written and nobody is anybody."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Customer, Domain, Visitor
from messenger.access import topics_for
from messenger.models import Conversation, Topic, TopicText
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]
PAGE = "/admin/tickets/topic/see-as/"


def query(person: str = "", *, locale: str = "en", topic: str = "", **more: str) -> dict[str, str]:
    if not person:
        return {"locale": locale, "topic": topic, **more}
    part = cast.PARTS[person]
    prefix = "claude" if part.host == "claude.localhost" else "console"
    role = f"{prefix}:{part.role}" if part.role else ""
    domain = str(cast.domain(host=part.host).pk)
    return {"domain": domain, "plan": part.plan, "role": role, "locale": locale, "topic": topic, **more}


RULES = {
    "": "anonymous",
    "free": "free",
    "pro": "individual_paid",
    "team_member": "org_member",
    "team_owner": "org_owner",
    "enterprise_owner": "enterprise_owner",
    "console_admin": "console_admin",
    "console_member": "console_member",
    "legacy_admin": "legacy_domain",
}


@pytest.mark.parametrize(("person", "rule"), RULES.items())
def test_it_says_the_rule_and_offers_what_the_picker_offers(lead: cast.Browser, person: str, rule: str) -> None:
    response = lead.get(PAGE, query(person))
    offered = {seen.topic.slug for *_words, seen in response.context["topics"] if seen.left_out is None}
    assert f"<code>{rule}</code>" in response.content.decode()
    assert offered == {topic.slug for topic in topics_for(cast.browser(person=person).visitor)}
    assert len(response.context["topics"]) == Topic.objects.count()


def test_a_support_contact_and_an_unknown_plan_are_seen_as_what_they_count_as(lead: cast.Browser) -> None:
    contact = query("enterprise_owner") | {"role": "claude:member", "support_contact": "on"}
    assert "<code>designated_contact</code>" in lead.get(PAGE, contact).content.decode()
    assert "<code>free</code>" in lead.get(PAGE, query("pro") | {"plan": "-", "role": "-"}).content.decode()


def test_whose_plan_ended_lately_is_seen_with_bills_still_open(lead: cast.Browser) -> None:
    free = query("free", topic="billing")
    assert "<code>free</code>" in lead.get(PAGE, free).content.decode()
    ended = free | {"ended_lately": "on"}
    response = lead.get(PAGE, ended)
    assert "<code>ended_lately</code>" in response.content.decode()
    by_slug = {seen.topic.slug: seen.rule for *_words, seen in response.context["topics"]}
    assert (by_slug["billing"], by_slug["other"]) == ("ended_lately", "free")
    assert "Shall we forward this" in lead.get(f"{PAGE}screen/chat/", ended).content.decode()
    assert "Questions about bills" in lead.get(f"{PAGE}screen/reach/", ended).content.decode()
    assert "Questions about bills" not in lead.get(f"{PAGE}screen/reach/", free).content.decode()


def test_what_ended_opens_nothing_more_to_who_has_a_plan_or_is_not_logged_in(lead: cast.Browser) -> None:
    for person, rule in {"pro": "individual_paid", "": "anonymous", "legacy_admin": "legacy_domain"}.items():
        asked = query(person, topic="billing", ended_lately="on")
        assert f"<code>{rule}</code>" in lead.get(PAGE, asked).content.decode()
        assert "Questions about bills" not in lead.get(f"{PAGE}screen/reach/", asked).content.decode()


def test_why_a_topic_is_not_offered_is_said(lead: cast.Browser) -> None:
    assert "no: not for this plan" in lead.get(PAGE, query("pro")).content.decode()
    assert "no: about another product" in lead.get(PAGE, query("console_admin")).content.decode()
    assert "no: only for people who are logged in" in lead.get(PAGE, query()).content.decode()
    Topic.objects.filter(slug="other").update(console_roles=["admin"])
    assert "no: not for this role" in lead.get(PAGE, query("console_member")).content.decode()


def names(lead: cast.Browser, asked: dict[str, str]) -> list[str]:
    return [address.split("/")[1] for _title, address in lead.get(PAGE, asked).context["screens"]]


@pytest.mark.parametrize(
    ("person", "topic", "screens"),
    [
        ("pro", "", ["home", "consent", "topic", "reach"]),
        ("pro", "billing", ["home", "consent", "topic", "details", "chat", "reach"]),
        ("free", "delete-account", ["home", "consent", "topic", "steps", "details", "chat", "reach"]),
        ("legacy_admin", "api", ["home", "gate", "reach"]),
        ("legacy_admin", "locked-out-export", ["home", "consent", "topic", "details", "chat", "reach"]),
        ("", "locked-out-export", ["home", "consent", "topic", "details", "chat", "reach"]),
    ],
)
def test_the_screens_are_those_that_the_person_passes(
    lead: cast.Browser, person: str, topic: str, screens: list[str]
) -> None:
    assert names(lead, query(person, topic=topic)) == screens


SAID = {
    ("pro", "topic"): "Billing and payments",
    ("pro", "details"): 'name="field_billing_subject"',
    ("pro", "chat"): "Shall we forward this to our Product Support team?",
    ("pro", "reach"): "Your plan includes answers",
    ("pro", "home"): "someone@example.com",
    ("free", "steps"): "Try deleting your account yourself first.",
    ("free", "chat"): "Try it yourself first",
    ("team_member", "chat"): "Only an owner can write to our team",
    ("team_owner", "chat"): 'name="written_for" value="member"',
    ("console_member", "chat"): "Only an admin can write to our team",
    ("legacy_admin", "gate"): "please authenticate at <strong>platform.localhost</strong>",
    ("", "consent"): "Agree",
    ("", "chat"): "Log in to write to our team",
}
ABOUT = {"free": "delete-account", "team_owner": "team", "team_member": "team", "console_member": "api", "": "other"}


@pytest.mark.parametrize(("person", "screen"), SAID)
def test_a_screen_is_the_messengers_own_and_leads_nowhere(lead: cast.Browser, person: str, screen: str) -> None:
    response = lead.get(f"{PAGE}screen/{screen}/", query(person, topic=ABOUT.get(person, "billing")))
    page = response.content.decode()
    assert SAID[person, screen] in page
    assert not re.search(r"<(a|form|button)\b[^>]*\s(href|action|formaction)=", page)
    assert "<script" not in page
    assert "autofocus" not in page
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("screen", ["home", "consent", "topic", "reach"])
def test_a_browser_that_takes_compressed_pages_gets_each_screen(lead: cast.Browser, screen: str) -> None:
    page = lead.get(f"{PAGE}screen/{screen}/", query("pro"), headers={"Accept-Encoding": "gzip, br, zstd"})
    assert "</html>" in page.content.decode()


def test_the_screens_are_in_the_language_that_was_chosen_and_the_page_in_the_agents(lead: cast.Browser) -> None:
    asked = query("pro", locale="ja", topic="billing")
    page = lead.get(PAGE, asked).content.decode()
    assert "お支払いと請求" in page
    assert "See it as…" in page
    assert 'lang="ja"' in lead.get(f"{PAGE}screen/topic/", asked).content.decode()


def test_nothing_is_written_and_nobody_is_made(lead: cast.Browser) -> None:
    before = [model.objects.count() for model in (Visitor, Customer, Conversation)]
    asked = query("free", topic="delete-account")
    with CaptureQueriesContext(connection) as captured:
        for screen in names(lead, asked):
            response = lead.get(f"{PAGE}screen/{screen}/", asked)
            assert "visitor" not in response.cookies
    wrote = [each["sql"] for each in captured if re.match(r"(INSERT|UPDATE|DELETE)", each["sql"])]
    assert wrote == []
    assert [model.objects.count() for model in (Visitor, Customer, Conversation)] == before


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}screen/topic/"])
def test_it_answers_get_alone_and_only_staff_who_may_see_topics(path: str, lead: cast.Browser) -> None:
    assert lead.post(path, query("pro")).status_code == 405
    assert cast.staff_browser(name="nobody", groups=()).get(path, query("pro")).status_code == 403
    assert cast.browser(person="pro").get(path, query("pro")).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [{"locale": "xx"}, {"plan": "<b>"}, {"domain": "0"}, {"domain": "x\0"}, {"topic": "no-such"}, {"role": "x"}],
)
def test_a_choice_that_is_none_is_an_error_beside_its_field(lead: cast.Browser, wrong: dict[str, str]) -> None:
    response = lead.get(PAGE, query("pro") | wrong)
    assert response.status_code == 200
    assert "support" not in response.context
    assert lead.get(f"{PAGE}screen/topic/", query("pro") | wrong).status_code == 404


def test_a_screen_that_this_person_does_not_pass_is_not_there(lead: cast.Browser) -> None:
    assert lead.get(f"{PAGE}screen/gate/", query("pro")).status_code == 404


def test_a_domain_that_moves_is_seen_at_once_and_markup_is_text(lead: cast.Browser) -> None:
    asked = query("console_admin")
    Domain.objects.filter(host="platform.localhost").update(status="legacy", successor=cast.domain())
    TopicText.objects.filter(topic__slug="api").update(label="<script>alert(1)</script>")
    page = lead.get(PAGE, asked).content.decode()
    assert "<code>legacy_domain</code>" in page
    assert "<script>alert" not in page


def test_the_list_of_topics_leads_there(lead: cast.Browser) -> None:
    assert f'href="{PAGE}"' in lead.get("/admin/tickets/topic/").content.decode()
