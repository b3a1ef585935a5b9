"""The demonstration is there with DEMO=1 alone, and `check --deploy` says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import checks

from tests.demo.conftest import ProductBrowser

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import django; django.setup()
from django.conf import settings
from django.core import checks
from django.test import Client
for host, path in [("help.localhost:8000", "/demo/"), ("help.localhost:8000", "/demo/mail/"),
                   ("claude.localhost:8000", "/"), ("console.localhost:8000", "/.well-known/jwks.json")]:
    print(Client(headers={"Host": host}).get(path).status_code)
print("demo" in settings.INSTALLED_APPS)
print("demo.W001" in {found.id for found in checks.run_checks(include_deployment_checks=True)})
"""


def run(tmp_path, *arguments, demo):
    environment = {name: value for name, value in os.environ.items() if name not in ("DEMO", "DJANGO_SETTINGS_MODULE")}
    environment |= {"DEMO": demo, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.stdout, done.stderr


def test_without_it_nothing_of_it_is_reachable_nor_checked(tmp_path):
    printed, errors = run(tmp_path, "-c", ASK, demo="0")
    assert printed.split() == ["404", "404", "400", "400", "False", "False"], errors


@pytest.mark.parametrize(("deploy", "warned"), [(True, True), (False, False)])
def test_a_deployment_is_warned_of_it(deploy, warned):
    found = checks.run_checks(include_deployment_checks=deploy, databases=[])
    assert ("demo.W001" in {message.id for message in found}) is warned


def test_the_guide_names_all_hosts_and_the_staff_but_no_password(var_dir):
    (var_dir / "staff_passwords.json").write_text('{"agent": "hunter2"}')
    page = ProductBrowser("help.localhost").get("/demo/").content.decode()
    for host in ("help", "claude", "platform", "console"):
        assert f"http://{host}.localhost:8000/" in page
    assert "agent, lead, editor, admin" in page
    assert "hunter2" not in page


def test_the_products_have_none_of_the_help_centers_pages():
    assert "This doesn't work here" in ProductBrowser("claude.localhost").get("/x").content.decode()
    assert ProductBrowser("claude.localhost").get("/admin/").status_code == 404
    assert ProductBrowser("claude.localhost").get("/en/").status_code == 404


def test_the_help_center_has_none_of_the_products_pages(db):
    assert ProductBrowser("help.localhost").get("/.well-known/openid-configuration").status_code == 404
    assert ProductBrowser("help.localhost").get("/identity").status_code == 404
