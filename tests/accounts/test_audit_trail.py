"""The audit trail: everything that staff do leaves a row, which nobody changes, and which is found again."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.audit import words
from accounts.audit.actions import enter, forget_entries
from accounts.models import AuditEntry, StaffPolicy
from accounts.staff import record
from tests import cast
from tests.accounts.signing_in import log_in, member

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/auditentry/"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def admin():
    return cast.staff_browser(name="ada", groups=("admins",))


def kinds():
    return list(AuditEntry.objects.order_by("pk").values_list("kind", "outcome", "staff_name"))


def old(days, **changes):
    return AuditEntry.objects.create(**{"kind": "staff_login", "at": timezone.now() - timedelta(days=days)} | changes)


def refused(act):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        act()


def test_a_login_and_a_refusal_say_whose_account_and_from_where():
    member()
    browser = cast.Browser()
    log_in(browser, password="wrong")
    log_in(browser)
    assert kinds() == [("staff_login", "refused", "aki"), ("staff_login", "ok", "aki")]
    first = AuditEntry.objects.earliest("pk")
    assert (first.network, first.details) == ("127.0.0.1", {"reason": "invalid_login"})


def test_what_is_changed_in_the_admin_says_which_fields_and_never_their_values(admin):
    group = Group.objects.get(name="agents")
    other = cast.staff(name="bo")
    admin.post(f"/admin/auth/group/{group.pk}/change/", {"name": "agents of ours"})
    admin.post(f"/admin/accounts/user/{other.pk}/change/", {"username": "bo", "first_name": "Bo the Secret"})
    entry = AuditEntry.objects.get(kind="admin_changed", object_kind="auth.group")
    assert (entry.staff_name, entry.object_ref) == ("ada", "agents of ours")
    assert "Name" in entry.details["changes"]
    assert "Secret" not in str(list(AuditEntry.objects.values_list("details", "object_ref")))


def test_the_policy_is_named(admin):
    admin.post("/admin/accounts/staffpolicy/1/change/", {"second_step": "nobody"})
    assert StaffPolicy.objects.current().second_step == "nobody"
    assert AuditEntry.objects.get(object_kind="accounts.staffpolicy").kind == "admin_changed"


def test_no_row_is_changed_by_the_orm():
    entry = enter(kind="staff_login", staff=None)
    entry.staff_name = "somebody else"
    refused(entry.save)
    refused(lambda: AuditEntry.objects.update(outcome="ok"))
    refused(lambda: AuditEntry.objects.all().delete())
    assert AuditEntry.objects.get().staff_name == ""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditentry SET kind = 'x'",
        "DELETE FROM accounts_auditentry",
        "SET LOCAL helpcenter.empties_audit = ''; TRUNCATE accounts_auditentry",
        "SET LOCAL helpcenter.forgets_audit = 'on'; DELETE FROM accounts_auditentry",
        "SET LOCAL helpcenter.forgets_audit = 'on'; UPDATE accounts_auditentry SET kind = 'x'",
    ],
)
def test_no_row_is_changed_by_a_statement(statement):
    enter(kind="staff_login", staff=None)
    refused(lambda: connection.cursor().execute(statement))
    assert AuditEntry.objects.get().kind == "staff_login"


def test_the_retention_rule_alone_forgets_and_closes_the_door_behind_it():
    ancient, recent = old(800), old(3)
    assert forget_entries(keys=[ancient.pk]) == {"accounts.AuditEntry": 1}
    assert list(AuditEntry.objects.all()) == [recent]
    older = old(900)
    refused(older.delete)


def test_not_even_the_retention_rule_forgets_the_last_month():
    refused(lambda: forget_entries(keys=[old(29).pk]))


def test_who_may_read_it():
    for group, status in {"admins": 200, "compliance": 200, "leads": 403, "agents": 403}.items():
        assert cast.staff_browser(name=group, groups=(group,)).get(LIST).status_code == status, group
    assert cast.staff_browser(name="agents").post(f"{LIST}export/").status_code == 403
    assert cast.Browser().post(f"{LIST}export/").status_code == 302


def test_nobody_edits_it_in_the_admin(admin):
    entry = enter(kind="proof_shown", staff=admin.user)
    page = admin.get(f"{LIST}{entry.pk}/change/").content.decode()
    assert "Proof shown" in page
    assert 'name="_save"' not in page
    assert admin.post(f"{LIST}{entry.pk}/change/", {"kind": "x"}).status_code == 403
    assert admin.post(f"{LIST}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin.get(f"{LIST}add/").status_code == 403


def test_it_is_found_by_person_object_and_network(admin):
    bo = cast.staff(name="bo")
    enter(kind="proof_shown", staff=bo, network="192.0.2.7")
    enter(kind="staff_session_ended", staff=admin.user, about=bo)
    for asked, found in {"BO": 2, "192.0.2.7": 1, "nobody": 0, "ada": 1}.items():
        assert len(admin.get(LIST, {"q": asked}).context["cl"].result_list) == found, asked


def test_a_search_that_is_narrowed_reads_further_back_and_goes_on_to_the_end(admin, monkeypatch):
    monkeypatch.setattr("web.lists.MOST_COUNTED", 100)
    old(9, kind="audit_exported", staff_name="bo")
    AuditEntry.objects.bulk_create(AuditEntry(kind="staff_login", staff_name="bo") for _each in range(1_100))
    entry = admin.get(LIST, {"q": "bo", "kind": "audit_exported"}).context["cl"].result_list[0]
    assert entry.kind == "audit_exported"
    found, address = 0, "?q=bo"
    while address:
        shown = admin.get(f"{LIST}{address}").context["cl"]
        found, address = found + len(shown.result_list), shown.goes_on
    assert found == 1_101


def test_it_is_narrowed_by_kind_outcome_person_and_days(admin):
    old(10, staff_number=admin.user.pk, staff_name="ada")
    enter(kind="staff_login", staff=None, outcome="refused")
    enter(kind="proof_shown", staff=admin.user)
    day = timezone.localdate()
    asked = [
        ({"kind": "proof_shown"}, 1),
        ({"outcome": "not_done"}, 1),
        ({"person": str(admin.user.pk)}, 2),
        ({"since": f"{day}"}, 2),
        ({"until": f"{day - timedelta(days=10)}"}, 1),
        ({"since": f"{day - timedelta(days=10)}", "until": f"{day}", "person": str(admin.user.pk)}, 2),
        ({"since": "2026-02-30"}, 3),
    ]
    for query, found in asked:
        assert len(admin.get(LIST, query).context["cl"].result_list) == found, query


def test_an_entrys_page_is_called_by_its_words(admin):
    entry = enter(kind="staff_login", staff=admin.user, about=admin.user)
    page = admin.get(f"{LIST}{entry.pk}/change/").content.decode()
    assert f"Login {admin.user.username}" in page
    assert "staff_login" not in page


def test_its_entries_are_counted_by_what_they_are_called(admin):
    for told in ("1 entry", "2 entries"):
        enter(kind="staff_login", staff=None)
        assert f"\n  {told}\n" in admin.get(LIST).content.decode()


def test_other_filters_stay_when_days_are_asked_for(admin):
    page = admin.get(LIST, {"kind": "proof_shown", "q": "ada", "since": "2026-01-02"}).content.decode()
    assert '<input type="hidden" name="kind" value="proof_shown">' in page
    assert '<input type="hidden" name="q" value="ada">' in page
    assert 'name="since" value="2026-01-02"' in page


def test_the_export_has_what_the_list_is_narrowed_to_and_is_an_entry_itself(admin):
    enter(kind="proof_shown", staff=admin.user, details={"note": "=1+1", "list": ["a", "b"]})
    enter(kind="staff_login", staff=admin.user)
    answer = admin.post(f"{LIST}export/?kind=proof_shown")
    text = b"".join(answer).decode()
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="audit-trail-')
    assert text.splitlines()[0].startswith("at,kind,outcome")
    assert [line.split(",")[1] for line in text.splitlines()[1:]] == ["proof_shown"]
    assert "list=a, b; note==1+1" in text
    assert AuditEntry.objects.get(kind="audit_exported").details == {"of": "kind=proof_shown"}


def test_a_cell_of_the_export_is_no_formula(admin):
    cast.staff(name="=cmd")
    enter(kind="staff_login", staff=None, about=cast.User.objects.get(username="=cmd"))
    assert ",'=cmd," in b"".join(admin.post(f"{LIST}export/")).decode()


def test_reading_it_takes_as_many_questions_however_much_there_is(admin, django_assert_max_num_queries):
    AuditEntry.objects.bulk_create(AuditEntry(kind="staff_login", staff_name="x") for _each in range(300))
    with django_assert_max_num_queries(14):
        admin.get(LIST)


def test_every_kind_that_the_code_writes_down_has_words():
    written = set()
    for app in ("accounts", "tickets", "messenger", "privacy", "api", "config"):
        for path in (ROOT / app).rglob("*.py"):
            text = path.read_text()
            if "accounts.staff.record import" not in text and "accounts.audit" not in text:
                continue
            for call in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
                written |= _kind_of(call)
    assert {"staff_login", "person_erased", "audit_exported"} <= written
    assert written <= set(words.KINDS)


def _kind_of(call):
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    given = [word.value for word in call.keywords if word.arg == "kind"] if name == "enter" else call.args[:1]
    known = name in {"note", "_note", "enter"}
    return {node.value for node in given if known and isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_what_is_opened_again_within_an_hour_is_one_entry_of_each_person_and_thing(admin, rf, monkeypatch):
    asked, other = rf.get("/"), rf.get("/")
    asked.user, other.user = admin.user, cast.staff(name="bo")
    agents, leads = Group.objects.get(name="agents"), Group.objects.get(name="leads")
    for request, thing in ((asked, agents), (asked, agents), (asked, leads), (other, agents), (asked, None)):
        record.note_openings("report_opened", request, about=thing)
    told = list(AuditEntry.objects.order_by("pk").values_list("staff_name", "object_ref"))
    assert told == [("ada", "agents"), ("ada", "leads"), ("bo", "agents"), ("ada", "")]
    later = timezone.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(record.timezone, "now", lambda: later)
    record.note_openings("report_opened", asked, about=agents)
    assert AuditEntry.objects.count() == 5


def test_an_opening_whose_entry_failed_is_still_to_be_written(admin, rf, monkeypatch):
    asked = rf.get("/")
    asked.user = admin.user
    with monkeypatch.context() as broken:
        broken.setattr(record, "enter", lambda **_told: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            record.note_openings("report_opened", asked)
    record.note_openings("report_opened", asked)
    assert AuditEntry.objects.get().kind == "report_opened"
