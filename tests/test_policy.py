"""Every answer, whatever its status, carries the strict policy. The addresses are read from the site itself."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import OperationalError
from django.urls import URLPattern, URLResolver, get_resolver

from tests import cast

pytestmark = pytest.mark.django_db

# What stands for each converter of an address; none of these rows exists.
_SAMPLE = {
    "LocaleConverter": "en",
    "IntConverter": "7",
    "NumberConverter": "7",
    "SlugConverter": "nothing",
    "StringConverter": "nothing",
    "PathConverter": "nothing",
    "UUIDConverter": "945dd34d-f881-5f9a-bd8f-4ab8f14a157d",
}


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """One address for each pattern of the site; those of the admin stand for their kind."""
    for entry in patterns:
        route = before + _filled(entry)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, route)
        else:
            yield "/" + route


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """The name of each address, with its namespace."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry.url_patterns, f"{space}{entry.namespace or ''}:")
        elif entry.name:
            yield space + entry.name


def test_no_two_addresses_have_one_name():
    """Else a form may post to the other one."""
    assert [name for name, times in Counter(names(get_resolver().url_patterns)).items() if times > 1] == []


def _filled(entry: URLPattern | URLResolver) -> str:
    route = getattr(entry.pattern, "_route", "nothing/")
    for name, converter in entry.pattern.converters.items():
        for written in (f"<{part}:{name}>" for part in ("locale", "int", "number", "slug", "str", "path", "uuid")):
            route = route.replace(written, _SAMPLE[type(converter).__name__])
        route = route.replace(f"<{name}>", "nothing")
    return route


HELP = sorted(set(addresses(get_resolver().url_patterns)))
PRODUCTS = sorted(set(addresses(get_resolver("demo.product_urls").url_patterns)))


def strict(policy: str) -> bool:
    return "default-src 'none'" in policy and "frame-ancestors" in policy and "unsafe" not in policy


def test_the_site_has_as_many_addresses_as_it_seems() -> None:
    assert len(HELP) > 60
    assert {"/en/messenger/c/nothing/ask", "/en/articles/7-nothing", "/healthz"} <= set(HELP)


def test_every_address_answers_under_the_policy_to_strangers(reader: cast.Browser) -> None:
    for path in HELP:
        for method in (reader.get, reader.post, reader.head, reader.put, reader.options):
            answer = method(path)
            assert strict(answer["Content-Security-Policy"]), (method, path, answer.status_code)
            assert answer["X-Content-Type-Options"] == "nosniff", path
            assert answer.status_code < 500, path


def test_the_admin_does_too_for_staff() -> None:
    browser = cast.staff_browser(name="boss", superuser=True)
    for path in (path for path in HELP if path.startswith("/admin/")):
        answer = browser.get(path)
        assert strict(answer["Content-Security-Policy"]), path
        assert answer.status_code < 500, path


@pytest.mark.parametrize("host", sorted(settings.DEMO_HOSTS))
def test_the_sample_products_do_too(host: str, reader: cast.Browser) -> None:
    for path in PRODUCTS:
        answer = reader.get(path, headers={"Host": f"{host}:8000"})
        assert "unsafe" not in answer["Content-Security-Policy"], path


@pytest.mark.parametrize("host", ["evil.example", "help.localhost:port", "help.localhost@evil.example", "a b", ""])
def test_a_host_that_is_not_ours_is_refused_under_the_policy(host: str, reader: cast.Browser) -> None:
    for path in ("/en/", "/en/messenger/", "/admin/login/"):
        answer = reader.get(path, headers={"Host": host})
        assert (answer.status_code, strict(answer["Content-Security-Policy"])) == (400, True)


@pytest.mark.parametrize(("error", "status"), [(RuntimeError, 500), (OperationalError, 503)])
def test_a_fault_of_ours_is_told_under_the_policy(error: type[Exception], status: int, monkeypatch) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise error("secret detail")

    monkeypatch.setattr("messenger.home.views.visitor_of", fails)
    browser = cast.Browser(raise_request_exception=False)
    answer = browser.get("/ja/messenger/")
    assert (answer.status_code, strict(answer["Content-Security-Policy"])) == (status, True)
    assert "secret detail" not in answer.content.decode()
    assert 'lang="ja"' in answer.content.decode()


def test_a_redirect_to_tls_carries_it_as_well(reader: cast.Browser, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = cast.Browser().get("/en/")
    assert answer.status_code == 301
    assert strict(answer["Content-Security-Policy"])


def test_asterisk_is_answered_too(reader: cast.Browser) -> None:
    answer = reader.generic("OPTIONS", "/", PATH_INFO="*")
    assert answer.status_code < 500
