"""Changes are taken from pages of our own alone."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from web.origin import is_same_origin, same_origin_required

OWN = "http://help.localhost:8000"


def post(**headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return RequestFactory().post("/", headers={"Host": "help.localhost:8000"} | named)


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"Origin": OWN}, True),
        ({"Origin": "http://claude.localhost:8000"}, False),
        ({"Origin": "https://help.localhost:8000"}, False),
        ({"Origin": "http://help.localhost"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "null", "Sec_Fetch_Site": "same-origin"}, False),
        ({"Sec_Fetch_Site": "same-origin"}, True),
        ({"Sec_Fetch_Site": "none"}, True),
        ({"Sec_Fetch_Site": "same-site"}, False),
        ({"Sec_Fetch_Site": "cross-site", "Referer": f"{OWN}/ja/"}, False),
        ({"Referer": f"{OWN}/ja/"}, True),
        ({"Referer": "http://help.localhost:8000.evil.example/"}, False),
        ({"Referer": ""}, False),
        ({}, False),
    ],
)
def test_origin_then_fetch_metadata_then_referer_decide(headers, ours):
    assert is_same_origin(post(**headers)) is ours


@same_origin_required
def change(request, word):
    return HttpResponse(word)


def test_a_change_from_our_own_page_goes_through():
    assert change(post(Origin=OWN), "done").content == b"done"


@pytest.mark.django_db
def test_a_change_from_elsewhere_is_refused_with_a_page():
    response = change(post(Origin="https://evil.example"), "done")
    assert response.status_code == 403
    assert b"This came from another site" in response.content


def test_reading_needs_no_origin():
    assert change(RequestFactory().get("/"), "read").content == b"read"
