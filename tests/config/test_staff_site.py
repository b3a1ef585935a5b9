"""The record of the admin: who came in, who was refused, what was changed, and nothing that anybody typed."""

import logging

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.utils.functional import Promise

from config.staff_site import Recorded
from tests import cast

pytestmark = pytest.mark.django_db
OURS = {"accounts", "helpcenter", "messenger", "tickets"}


@pytest.fixture
def audit(caplog):
    """The record's lines so far."""
    caplog.set_level(logging.INFO, logger="audit")
    return lambda: [line for line in caplog.records if line.name == "audit"]


def sign_in(browser, password):
    return browser.post("/admin/login/", {"username": "aki", "password": password, "next": "/admin/"})


def test_a_login_and_a_refused_one_are_recorded_without_what_was_typed(audit, reader):
    aki = cast.staff(name="aki")
    aki.set_password("correct-horse")
    aki.save()
    sign_in(reader, "battery-staple")
    sign_in(reader, "correct-horse")
    refused, let_in = audit()
    assert (refused.event, refused.outcome, refused.staff, refused.reason) == (
        "staff_login",
        "refused",
        aki.pk,
        "invalid_login",
    )
    assert (let_in.outcome, let_in.staff, let_in.network) == ("ok", aki.pk, "127.0.0.1")
    assert "battery" not in str([line.__dict__ for line in audit()])


def test_a_name_that_nobody_has_is_recorded_as_nobodys(audit, reader):
    sign_in(reader, "x")
    assert audit()[0].staff is None


def test_signing_out_is_recorded_and_clears_what_the_browser_kept(audit):
    browser = cast.staff_browser(name="aki")
    answer = browser.post("/admin/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert (audit()[0].event, audit()[0].staff) == ("staff_logout", browser.user.pk)


def test_what_is_added_and_deleted_is_recorded_by_its_number(audit):
    boss = cast.staff_browser(name="boss", superuser=True)
    boss.post("/admin/auth/group/add/", {"name": "Secret name"})
    row = audit()[0].row
    boss.post(f"/admin/auth/group/{row}/delete/", {"post": "yes"})
    told = [(line.event, line.model, line.row, line.staff) for line in audit()]
    assert told == [(f"admin_{verb}", "auth.group", row, boss.user.pk) for verb in ("added", "deleted")]
    assert "Secret" not in str([line.__dict__ for line in audit()])


def test_every_registered_admin_is_recorded():
    assert all(isinstance(registered, Recorded) for registered in admin.site._registry.values())


def test_nothing_stands_in_the_index_that_is_no_page_of_the_desk():
    boss = cast.staff_browser(name="boss", superuser=True)
    index = boss.get("/admin/").content.decode()
    assert not any(words in index for words in ("rocrastinate", "Likenesses"))
    assert boss.get("/admin/procrastinate/procrastinatejob/").status_code == 404


def test_what_staff_see_of_a_row_is_named_in_their_language(rf):
    request = rf.get("/admin/")
    request.user = cast.staff(name="boss", superuser=True)
    ours = [each for each in admin.site._registry.values() if each.model.__module__.split(".")[0] in OURS]
    tables = [table for each in ours for table in (each, *each.get_inline_instances(request))]
    named = {
        f"{table.model.__name__}.{field.name}": field.verbose_name
        for table in tables
        for field in table.model._meta.fields
        if field.name in flatten_fieldsets(table.get_fieldsets(request))
    }
    assert len(named) > 50
    # The names of mail's own headers are the same everywhere.
    bare = {name for name, words in named.items() if not isinstance(words, Promise) and words[0].islower()}
    assert bare - {"Ticket.topic_label"} == set()


def test_what_is_asked_for_in_a_form_begins_with_a_capital(rf):
    request = rf.get("/admin/")
    request.user = cast.staff(name="boss", superuser=True)
    forms = [each.get_form(request) for each in admin.site._registry.values()]
    # Tables put the capital there themselves.
    forms += [
        inline.get_formset(request).form
        for each in admin.site._registry.values()
        for inline in each.get_inline_instances(request)
        if isinstance(inline, admin.StackedInline)
    ]
    labels = [str(field.label) for form in forms for field in form.base_fields.values() if field.label]
    assert len(labels) > 100
    assert [label for label in labels if label[0].islower()] == []


@pytest.mark.parametrize(
    ("name", "group", "way", "place"),
    [
        ("aki", "agents", "/admin/", "/admin/tickets/ticket/"),
        ("aki", "agents", "https://evil.example/", "/admin/tickets/ticket/"),
        ("aki", "agents", "/admin/tickets/outgoingemail/", "/admin/tickets/outgoingemail/"),
        ("emi", "editors", "/admin/", "/admin/"),
    ],
)
def test_who_signs_in_lands_where_they_wanted_or_in_the_queue(reader, name, group, way, place):
    person = cast.staff(name=name, groups=(group,))
    person.set_password("correct-horse")
    person.save()
    form = {"username": name, "password": "correct-horse", "next": way}
    assert reader.post("/admin/login/", form)["Location"] == place


def test_the_list_of_everything_is_made_only_where_a_page_shows_it(monkeypatch):
    made = []
    make = admin.site._build_app_dict
    monkeypatch.setattr(admin.site, "_build_app_dict", lambda *given: made.append(1) or make(*given))
    browser = cast.staff_browser(superuser=True)
    browser.get("/admin/tickets/ticket/")
    assert not made
    assert b"/admin/tickets/macro/" in browser.get("/admin/").content
    assert made
    assert browser.get("/admin/nonsense/").status_code == 404
