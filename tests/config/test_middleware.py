"""Charset, host and language of a request, whatever its sender says of them."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from config.middleware import CharsetMiddleware, HostMiddleware, LanguageMiddleware


def language_of(rf, path, **headers):
    """The language that is active while a request is answered, and the one that the answer names."""
    seen = []

    def view(request):
        seen.append((translation.get_language(), request.LANGUAGE_CODE))
        return HttpResponse()

    answer = LanguageMiddleware(view)(rf.get(path, headers=headers))
    ((active, told),) = seen
    assert active == told == answer["Content-Language"]
    return active


@pytest.mark.parametrize(("path", "language"), [("/ja/", "ja"), ("/ja", "ja"), ("/en/x", "en"), ("/ja/en/", "ja")])
def test_the_first_part_of_a_path_names_the_language(rf, path, language):
    assert language_of(rf, path, **{"Accept-Language": "en" if language == "ja" else "ja"}) == language


@pytest.mark.parametrize("path", ["/", "/admin/", "/healthz", "/jam/", "/JA/", "/x/ja/", "/%00/"])
def test_elsewhere_the_browser_names_it(rf, path):
    assert language_of(rf, path, **{"Accept-Language": "ja"}) == "ja"
    assert language_of(rf, path, **{"Accept-Language": "tlh"}) == "en"


def test_the_language_ends_with_the_request(rf):
    with translation.override("en"):
        language_of(rf, "/ja/")
        assert translation.get_language() == "en"


def test_the_language_ends_with_a_request_that_fails(rf):
    with translation.override("en"):
        with pytest.raises(ZeroDivisionError):
            LanguageMiddleware(lambda _request: 1 / 0)(rf.get("/ja/"))
        assert translation.get_language() == "en"


def test_a_page_that_names_its_own_language_is_believed(rf):
    answer = LanguageMiddleware(lambda _request: HttpResponse(headers={"Content-Language": "en"}))(rf.get("/ja/"))
    assert answer["Content-Language"] == "en"


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "shift_jis", "UTF-8", "latin-1"])
def test_every_form_is_read_as_utf_8(rf, charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    request = rf.generic("POST", "/", "text=%E8%A7%A3%E7%B4%84", content_type=kind)
    CharsetMiddleware(lambda _request: HttpResponse())(request)
    assert request.POST["text"] == "解約"


def urlconf_of(rf, host):
    request = rf.get("/", headers={"Host": host})
    HostMiddleware(lambda _request: HttpResponse())(request)
    return getattr(request, "urlconf", None)


@pytest.mark.parametrize(
    "host", ["claude.localhost", "CLAUDE.localhost:8000", "platform.localhost", "console.localhost"]
)
def test_a_products_host_has_the_products_addresses(rf, host):
    assert urlconf_of(rf, host) == "demo.product_urls"


@pytest.mark.parametrize("host", ["help.localhost", "help.localhost:8000"])
def test_the_help_centers_host_has_its_own(rf, host):
    assert urlconf_of(rf, host) is None


def test_without_the_demonstration_no_host_is_a_products(rf, settings):
    settings.DEMO = False
    assert urlconf_of(rf, "claude.localhost") is None


@pytest.mark.parametrize("host", ["evil.example", "help.localhost.evil.example", "help.localhost@evil.example", ""])
@pytest.mark.django_db
def test_a_host_that_is_not_ours_gets_nothing(host):
    assert Client(headers={"Host": host}).get("/en/").status_code == 400
