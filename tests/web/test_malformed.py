"""Requests that no browser sends get an answer of ours, with our headers."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from tests import cast
from web.malformed import CarefulRequest

pytestmark = pytest.mark.django_db


def answered(path, **environ):
    """The status and the headers that the server would send."""
    sent = []
    environ = RequestFactory().get(path).environ | environ
    application = WSGIHandler()
    application.request_class = CarefulRequest  # as config.wsgi does
    list(application(environ, lambda status, headers: sent.append((int(status[:3]), dict(headers)))))
    return sent[0]


@pytest.mark.parametrize("kind", ["text/plain; charset*=x''%ff", "text/plain; " + "a" * 10_001, "a/b; charset=\0"])
@pytest.mark.parametrize("path", ["/en/messenger/", "/admin/login/"])
def test_a_content_type_that_cant_be_read_is_refused_with_every_header(path, kind):
    status, headers = answered(path, CONTENT_TYPE=kind)
    assert status == 400
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_an_ordinary_content_type_is_read():
    assert answered("/en/messenger/search", CONTENT_TYPE="text/plain; charset=utf-8")[0] == 200


def test_an_address_of_the_page_that_is_none_is_forgotten(reader):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://["}
    assert reader.get("/en/messenger/", headers=headers).status_code == 200


@pytest.mark.parametrize("year", ["9" * 400, "10000", "0", "-1", "last"])
@pytest.mark.parametrize("page", ["tickets/ticket/?updated_at", "helpcenter/translation/?updated_at"])
def test_staff_who_ask_for_a_year_of_no_calendar_are_refused(page, year):
    boss = cast.staff_browser(name="boss", superuser=True)
    assert boss.get(f"/admin/{page}__year={year}").status_code == 400


def test_staff_who_ask_for_a_real_year_see_the_list():
    boss = cast.staff_browser(name="boss", superuser=True)
    assert boss.get("/admin/tickets/ticket/?updated_at__year=2026").status_code == 200
