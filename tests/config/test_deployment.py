"""What `check --deploy` says of a site that strangers will reach, and the policies its answers carry."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.config import conftest

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {"DJANGO_SETTINGS_MODULE": "config.settings"} | conftest.PRODUCTION


def deploy_check(folder, **changes):
    """The exit code of `check --deploy` with a production's environment, and what it says."""
    environment = os.environ | PRODUCTION | {"VAR_DIR": str(folder)} | changes
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return answer.returncode, answer.stdout + answer.stderr


def test_a_production_is_clean(tmp_path):
    assert deploy_check(tmp_path)[0] == 0


FAULTS = {
    "DEMO": ("1", "demo.W001"),
    "DATABASE_URL": ("", "site.W001"),
    "SMTP_HOST": ("", "site.W002"),
    "HTTPS": ("0", "security.W008"),
    "SECRET_KEY": ("short", "security.W009"),
    "DEBUG": ("1", "security.W018"),
}


def test_a_production_with_faults_is_told_of_each(tmp_path):
    code, said = deploy_check(tmp_path, **{name: value for name, (value, _complaint) in FAULTS.items()})
    assert code != 0
    assert [complaint for _value, complaint in FAULTS.values() if complaint not in said] == []


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/admin/login/", "/healthz", "/en/no-such-page/", "/demo/", "/demo/mail/"]
)
@pytest.mark.django_db
def test_every_answer_carries_a_strict_policy(reader, path):
    answer = reader.get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", ["claude.localhost", "platform.localhost", "console.localhost"])
@pytest.mark.django_db
def test_the_stand_ins_carry_a_strict_policy_too(client, host):
    policy = client.get("/", headers={"Host": f"{host}:8000"})["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({}, "https://help.example.com"),
        ({"PORT": "9000"}, "https://help.example.com"),
        ({"HTTPS": "0"}, "http://help.example.com:8000"),
        ({"HTTPS": "0", "PORT": "80"}, "http://help.example.com"),
        ({"SITE_URL": "https://support.example.com"}, "https://support.example.com"),
        ({"SITE_URL": "https://support.example.com/"}, "https://support.example.com"),
    ],
)
def test_links_in_mail_start_with_the_public_address(values_of, changes, address):
    assert values_of(**{"PORT": "8000"} | changes)["SITE_URL"] == address


def test_without_demo_the_stand_ins_are_not_reachable(tmp_path):
    script = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "get = Client().get\n"
        "print(get('/', headers={'Host': 'claude.localhost'}, secure=True).status_code)\n"
        "print(get('/demo/', headers={'Host': 'help.example.com'}, secure=True).status_code)\n"
    )
    environment = os.environ | PRODUCTION | {"VAR_DIR": str(tmp_path), "PLAIN_STATIC": "1", "LOG_LEVEL": "CRITICAL"}
    environment["DATABASE_URL"] = os.environ["DATABASE_URL"]
    command = [sys.executable, "-W", "ignore", "-c", script]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert answer.stdout.split() == ["400", "404"], answer.stderr
