"""The messenger on a product's page: the loader, the frame, and a visit without a cookie."""

import re

import pytest

from accounts.models import Visitor
from messenger.models import Conversation
from tests import cast

pytestmark = pytest.mark.django_db


def test_the_loader_is_public_small_and_sets_no_cookie(reader: cast.Browser) -> None:
    response = reader.get("/messenger.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert "public" in response["Cache-Control"]
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not response.cookies


def test_the_loader_carries_its_words_in_every_language(reader: cast.Browser) -> None:
    script = reader.get("/messenger.js").content.decode()
    # The first one is for those who speak none of them.
    assert re.findall(r'"?([\w-]+)"?:\{title:"', script) == ["en", "ja"]
    assert 'ja:{title:"サポートメッセンジャー"' in script


def test_the_loader_carries_its_looks_and_nothing_for_its_readers(reader: cast.Browser) -> None:
    script = reader.get("/messenger.js").content.decode()
    assert ":host{all:initial!important}" in script
    assert "calc(20px + env(safe-area-inset-bottom))" in script
    # Under its edge there is none of the frame's own ground, which is white on a dark page.
    assert re.search(r"iframe\{[^}]*border-color:#8885;background:canvas padding-box", script)
    assert "// " not in script
    assert "/*" not in script


def test_its_types_are_served_beside_it(reader: cast.Browser) -> None:
    response = reader.get("/messenger.d.ts")
    assert response["Content-Type"].startswith("text/plain")
    assert "public" in response["Cache-Control"]
    assert "showArticle(article: number | string): Promise<void>;" in response.content.decode()


def test_the_frame_may_be_shown_by_the_exact_origins_of_the_domains_alone(reader: cast.Browser) -> None:
    cast.domain(host="claude.localhost")
    cast.domain(host="platform.localhost")
    response = reader.get("/en/messenger/embed")
    ancestors = response["Content-Security-Policy"].partition("frame-ancestors ")[2].partition(";")[0]
    assert ancestors == "'self' http://claude.localhost:8000 http://platform.localhost:8000"
    assert "X-Frame-Options" not in response
    assert "unsafe" not in response["Content-Security-Policy"]
    # A page that isolates itself shows it, too.
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cross-Origin-Embedder-Policy"] == "require-corp"


def test_other_messenger_pages_may_be_framed_by_ourselves_alone(reader: cast.Browser) -> None:
    cast.domain(host="claude.localhost")
    policy = reader.get("/en/messenger/")["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "claude.localhost" not in policy


def test_a_visit_without_a_sign_in_gives_a_token_and_no_cookie(reader: cast.Browser) -> None:
    response = reader.post("/messenger/visit")
    assert response.status_code == 200
    assert not response.cookies
    started = reader.post("/en/messenger/start", {"text": "hello"}, headers={"X-Visitor": response.json()["visitor"]})
    assert started.status_code == 302
    assert not started.cookies
    assert Conversation.objects.get().visitor == Visitor.objects.get()


def test_a_visit_is_made_by_post_from_our_own_frame_alone(reader: cast.Browser) -> None:
    assert reader.get("/messenger/visit").status_code == 405
    assert reader.post("/messenger/visit", headers={"Origin": "http://claude.localhost:8000"}).status_code == 403
    assert not Visitor.objects.exists()


def test_the_frame_knows_a_person_by_its_header(reader: cast.Browser) -> None:
    _visitor, token = cast.visitor(person="team_owner")
    page = reader.get("/en/messenger/", headers={"X-Visitor": token, "HX-Request": "true"}).content.decode()
    assert ">Team Owner</bdi>" in page


def test_in_a_frame_the_gate_opens_a_new_tab_since_the_products_page_must_stay(reader: cast.Browser) -> None:
    _visitor, token = cast.visitor(person="legacy_admin")
    headers = {"X-Visitor": token, "HX-Request": "true"}
    started = reader.post("/en/messenger/start", {"text": "hello"}, headers=headers)
    page = reader.get(started["Location"], headers=headers).content.decode()
    assert 'target="_blank"' in page
    assert 'target="_top"' not in page
