"""The roles that are shipped: what each may do, and that what staff changed of one stays."""

import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from accounts.actions import roster
from accounts.management.commands.load_roles import ROLES
from accounts.models import ShippedRole, User
from accounts.staff.factors import is_admin
from tests import cast

pytestmark = pytest.mark.django_db
SHIPPED = json.loads(ROLES.read_text())


def may(name: str) -> set[str]:
    permissions = Group.objects.get(name=name).permissions.select_related("content_type")
    return {f"{each.content_type.app_label}.{each.codename}" for each in permissions}


def permission(label: str) -> Permission:
    app, _dot, codename = label.partition(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


@pytest.fixture
def roles():
    call_command("load_roles")


def test_six_are_shipped(roles):
    names = {"agents", "leads", "compliance", "editors", "readers", "admins"}
    assert set(Group.objects.values_list("name", flat=True)) == set(SHIPPED) == names


def test_each_pattern_means_something(roles):
    known = {f"{each.content_type.app_label}.{each.codename}" for each in Permission.objects.all()}
    for patterns in SHIPPED.values():
        for pattern in patterns:
            assert any(roster._fits(label, [pattern.removeprefix("!")]) for label in known), pattern


def test_each_may_what_its_work_needs_and_no_more(roles):
    assert {"tickets.view_ticket", "tickets.change_ticket", "accounts.view_customer"} <= may("agents")
    assert "tickets.delete_ticket" not in may("agents")
    assert "tickets.delete_ticket" in may("leads")
    assert "helpcenter.change_article" in may("editors")
    assert "tickets.change_topic" not in may("agents")
    assert {name for name in may("editors") if name.startswith("tickets.")} == {
        *("tickets.view_topic", "tickets.view_topictext", "tickets.view_topicfield", "tickets.view_fieldtext"),
        "tickets.view_topicversion",
    }
    for name in ("agents", "leads", "compliance", "editors", "readers"):
        assert not any(each.endswith(("_user", "_domain", "_staffpolicy")) for each in may(name)), name


def test_readers_only_read(roles):
    assert {each.partition(".")[2].partition("_")[0] for each in may("readers")} == {"read", "see", "view"}
    assert "tickets.view_ticket" in may("readers")


def test_officers_read_the_articles_that_they_link(roles):
    assert "helpcenter.view_article" in may("compliance")


def test_reports_under_the_law_are_for_officers_alone(roles):
    assert [name for name in SHIPPED if "tickets.handle_reports" in may(name)] == ["compliance"]


def test_an_admin_looks_after_people_and_the_policy(roles):
    assert {"accounts.change_user", "accounts.change_staffpolicy", "auth.change_group"} <= may("admins")
    ada = cast.staff(name="ada", groups=("admins",))
    assert is_admin(User.objects.get(pk=ada.pk))
    assert not is_admin(cast.staff(name="lead", groups=("agents", "leads")))


# --- what staff changed ------------------------------------------------------------------------------


def test_what_staff_gave_and_took_stays(roles):
    agents = Group.objects.get(name="agents")
    agents.permissions.add(permission("helpcenter.change_article"))
    agents.permissions.remove(permission("tickets.change_ticket"))
    roster.load_roles(SHIPPED)
    assert "helpcenter.change_article" in may("agents")
    assert "tickets.change_ticket" not in may("agents")


def test_what_is_shipped_newly_is_given_and_what_no_more_is_taken(roles):
    roster.load_roles(SHIPPED | {"readers": ["tickets.view_ticket", "helpcenter.change_article"]})
    assert may("readers") == {"tickets.view_ticket", "helpcenter.change_article"}


def test_a_group_that_staff_made_themselves_is_left_alone(db):
    Group.objects.create(name="agents").permissions.add(permission("helpcenter.view_article"))
    roster.load_roles(SHIPPED)
    assert may("agents") == {"helpcenter.view_article"}
    assert not ShippedRole.objects.filter(group__name="agents").exists()
    assert may("leads")


def test_a_demonstration_takes_it_over(db):
    Group.objects.create(name="agents")
    call_command("load_roles")
    assert "tickets.change_ticket" in may("agents")


def test_outside_of_a_demonstration_the_command_doesnt(db, settings):
    settings.DEMO = False
    Group.objects.create(name="agents")
    call_command("load_roles")
    assert may("agents") == set()


# --- admins and those who may do everything -------------------------------------------------------------


@pytest.fixture
def ada():
    """Has the role of an admin, and isn't everything."""
    return cast.staff_browser(name="ada", groups=("admins",))


def address(user: User, page: str = "change") -> str:
    return f"/admin/accounts/user/{user.pk}/{page}/"


def test_an_admin_makes_nobody_everything(ada):
    aki = cast.staff(name="aki")
    page = ada.get(address(aki)).content.decode()
    assert 'name="is_active"' in page
    assert 'name="is_superuser"' not in page


def test_an_admin_changes_nobody_who_is_everything(ada):
    boss = cast.staff(name="boss", superuser=True)
    assert 'name="is_active"' not in ada.get(address(boss)).content.decode()
    form = {"usable_password": "true", "password1": "battery-9-staple", "password2": "battery-9-staple"}
    assert ada.post(address(boss, "password"), form).status_code == 403
    assert ada.post(address(boss, "delete"), {"post": "yes"}).status_code == 403
    assert ada.post(address(boss, "logins")).status_code == 403


def test_who_is_everything_makes_others_so():
    boss = cast.staff_browser(name="boss", superuser=True)
    assert 'name="is_superuser"' in boss.get(address(cast.staff(name="aki"))).content.decode()
