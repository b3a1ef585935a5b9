"""What every answer carries, and whom it tells where to report a hole."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/en/", "/en/messenger/", "/admin/login/", "/en/nothing", "/healthz"])
def test_no_page_may_use_the_camera_or_be_loaded_by_another_site(reader, path):
    answer = reader.get(path)
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_products_page_may_load_the_loader(reader):
    assert reader.get("/messenger.js")["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("path", ["/en/nothing", "/nothing"])
def test_no_cache_keeps_a_page_that_is_not_there(reader, path):
    answer = reader.get(path)
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")


def test_the_contact_for_holes_is_told_where_there_is_one(reader, settings):
    assert reader.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.com"
    answer = reader.get("/.well-known/security.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Contact: mailto:security@example.com\nExpires: 20" in answer.content.decode()


@pytest.mark.parametrize("address", ["/static/css/base.css", "/static/js/launcher.js"])
def test_what_only_pages_load_carries_nothing_that_only_pages_need(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 200
    assert not {"Permissions-Policy", "Content-Security-Policy", "Cross-Origin-Opener-Policy"} & set(answer.headers)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
