"""The demonstration is there with DEMO=1 alone, and `check --deploy` says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo.conftest import ProductBrowser

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import django; django.setup()
from django.conf import settings
from django.test import Client
for host, path in [("help.localhost:8000", "/demo/"), ("help.localhost:8000", "/demo/mail/"),
                   ("claude.localhost:8000", "/"), ("console.localhost:8000", "/.well-known/jwks.json")]:
    print(Client(headers={"Host": host}).get(path).status_code)
print("demo" in settings.INSTALLED_APPS)
"""


def run(tmp_path, *arguments, demo):
    environment = {name: value for name, value in os.environ.items() if name not in ("DEMO", "DJANGO_SETTINGS_MODULE")}
    environment |= {"DEMO": demo, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.stdout, done.stderr


@pytest.mark.parametrize("demo", ["0", ""])
def test_without_it_nothing_of_it_is_reachable(tmp_path, demo):
    printed, errors = run(tmp_path, "-c", ASK, demo=demo)
    assert printed.split() == ["404", "404", "400", "400", "False"], errors


def test_a_deployment_is_warned_of_it(tmp_path):
    assert "demo.W001" in run(tmp_path, "manage.py", "check", "--deploy", demo="1")[1]
    assert "demo.W001" not in run(tmp_path, "manage.py", "check", "--deploy", demo="0")[1]
    assert "demo.W001" not in run(tmp_path, "manage.py", "check", demo="1")[1]


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


def test_the_help_center_has_none_of_the_products_pages():
    assert ProductBrowser("help.localhost").get("/.well-known/openid-configuration").status_code == 404
    assert ProductBrowser("help.localhost").get("/identity").status_code == 404
