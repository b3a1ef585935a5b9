"""The deployment checks, one by one."""

import pytest
from django.core import checks as django_checks

from config import checks
from tests import cast


def test_the_policy_of_the_site_is_strict():
    assert checks.policy_is_strict(None) == []


@pytest.mark.parametrize(
    ("directive", "value"), [("script-src", "'unsafe-inline'"), ("default-src", "'wasm-unsafe-eval'")]
)
def test_a_loose_policy_is_an_error_that_names_the_directive(settings, directive, value):
    settings.SECURE_CSP = {directive: ["'self'", value]}
    (error,) = checks.policy_is_strict(None)
    assert (error.id, f"{directive} {value}" in error.msg) == ("site.E002", True)
    assert error.is_serious()


def test_every_loose_directive_is_named(settings):
    settings.SECURE_CSP = {"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]}
    assert "script-src 'unsafe-eval', style-src 'unsafe-inline'" in checks.policy_is_strict(None)[0].msg


@pytest.mark.parametrize(("embedded", "ids"), [(True, ["site.W001"]), (False, [])])
def test_an_embedded_database_is_warned_of(settings, embedded, ids):
    settings.EMBEDDED_DATABASE = embedded
    found = checks.own_database(None)
    assert [warning.id for warning in found] == ids
    assert all("DATABASE_URL" in warning.hint for warning in found)


@pytest.mark.parametrize(("host", "ids"), [("", ["site.W002"]), ("smtp.example.com", [])])
def test_mail_that_only_reaches_a_folder_is_warned_of(settings, host, ids):
    settings.SMTP_HOST = host
    found = checks.mail_leaves(None)
    assert [warning.id for warning in found] == ids
    assert all("SMTP_HOST" in warning.hint for warning in found)


def test_the_warnings_of_a_deployment_are_not_those_of_a_working_day(settings):
    settings.EMBEDDED_DATABASE, settings.SMTP_HOST = True, ""
    daily = {found.id for found in django_checks.run_checks()}
    deploying = {found.id for found in django_checks.run_checks(include_deployment_checks=True)}
    assert {"site.W001", "site.W002"} & daily == set()
    assert {"site.W001", "site.W002"} <= deploying


def test_a_loose_policy_is_found_on_a_working_day_too(settings):
    settings.SECURE_CSP = {"script-src": ["'unsafe-inline'"]}
    assert "site.E002" in {found.id for found in django_checks.run_checks()}


def test_passwords_that_the_demonstration_left_are_warned_of(settings, tmp_path):
    settings.VAR_DIR, settings.DEMO = tmp_path, False
    assert checks.sample_passwords_are_gone(None) == []
    (tmp_path / "staff_passwords.json").write_text("{}")
    assert [warning.id for warning in checks.sample_passwords_are_gone(None)] == ["site.W003"]
    settings.DEMO = True
    assert checks.sample_passwords_are_gone(None) == []


@pytest.mark.django_db
def test_rows_that_the_demonstration_left_are_named(settings):
    settings.DEMO = False
    assert checks.sample_people_are_gone(None, databases=["default"]) == []
    cast.staff(name="agent")
    cast.domain()
    (warning,) = checks.sample_people_are_gone(None, databases=["default"])
    assert "staff users at help.localhost can log in and authentication domains" in warning.msg
    assert checks.sample_people_are_gone(None, databases=None) == []
