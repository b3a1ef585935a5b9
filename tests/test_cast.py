"""The cast has the rights that its names promise, or tests that use it prove nothing."""

import pytest

from accounts.entitlements import Rule, TopicKind, support_for
from tests import cast

RULES = {
    "free": Rule.FREE,
    "pro": Rule.INDIVIDUAL_PAID,
    "team_member": Rule.ORG_MEMBER,
    "team_owner": Rule.ORG_OWNER,
    "enterprise_owner": Rule.ENTERPRISE_OWNER,
    "console_admin": Rule.CONSOLE_ADMIN,
    "console_member": Rule.CONSOLE_MEMBER,
    "legacy_admin": Rule.LEGACY_DOMAIN,
}


@pytest.mark.django_db
@pytest.mark.parametrize("person", cast.PARTS)
def test_a_person_of_the_cast_falls_under_the_rule_of_their_name(person):
    visitor, _token = cast.visitor(person=person)
    answer = support_for(visitor.identity(), visitor.domain.as_value(), TopicKind.GENERAL)
    assert answer.rule == RULES[person]


def test_locked_out_has_a_visit_and_no_identity(locked_out):
    assert locked_out.visitor.identity() is None


def test_the_reader_has_no_cookie(reader):
    assert not reader.cookies


@pytest.mark.parametrize("name", ["agent", "lead", "editor"])
def test_staff_may_enter_the_admin(name, request):
    browser = request.getfixturevalue(name)
    assert browser.get("/admin/").status_code == 200


def test_customers_may_not_enter_the_admin(enterprise_owner):
    answer = enterprise_owner.get("/admin/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


def test_the_editor_may_read_topics_and_nothing_else_of_tickets(editor):
    allowed = {name for name in editor.user.get_all_permissions() if name.startswith("tickets.")}
    assert allowed == {
        f"tickets.view_{name}" for name in ("topic", "topictext", "topicfield", "fieldtext", "topicversion")
    }
