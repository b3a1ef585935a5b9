"""What `check --deploy` says of a site that strangers will reach, and the policies its answers carry."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DEMO": "0",
    "HTTPS": "1",
    "HELP_HOST": "help.example.com",
    "MAIL_DOMAIN": "example.com",
    "SMTP_HOST": "smtp.example.com",
    "SECRET_KEY": "c7Kq2vX9mT4wZ8bN1yR6pL3sD5fG0hJ_aQeUiOxVnBtMkWzCrY",
    "DATABASE_URL": "postgresql://help@db.example.com/help",
}


def deploy_check(folder, **changes):
    """The exit code of `check --deploy` with a production's environment, and what it says."""
    environment = os.environ | PRODUCTION | {"VAR_DIR": str(folder)} | changes
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return answer.returncode, answer.stdout + answer.stderr


def test_a_production_is_clean(tmp_path):
    assert deploy_check(tmp_path)[0] == 0


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"DEMO": "1"}, "demo.W001"),
        ({"DATABASE_URL": ""}, "site.W001"),
        ({"SMTP_HOST": ""}, "site.W002"),
        ({"HTTPS": "0"}, "security.W008"),
        ({"SECRET_KEY": "short"}, "security.W009"),
        ({"DEBUG": "1"}, "security.W018"),
    ],
)
def test_a_production_with_a_fault_is_told_so(tmp_path, changes, complaint):
    code, said = deploy_check(tmp_path, **changes)
    assert code != 0
    assert complaint in said


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
        ({"HTTPS": "0"}, "http://help.example.com:8000"),
        ({"HTTPS": "0", "PORT": "80"}, "http://help.example.com"),
        ({"SITE_URL": "https://support.example.com"}, "https://support.example.com"),
    ],
)
def test_links_in_mail_start_with_the_public_address(tmp_path, changes, address):
    environment = os.environ | PRODUCTION | {"VAR_DIR": str(tmp_path), "PORT": "8000"} | changes
    command = [sys.executable, "-c", "from config.settings import SITE_URL; print(SITE_URL)"]
    assert subprocess.check_output(command, cwd=ROOT, env=environment, text=True).strip() == address


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
