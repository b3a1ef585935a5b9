"""The products' keys, shared by all processes, and what a product says when something isn't there."""

import json
import os
import threading

import pytest
from django.test import Client

from demo import signing_keys
from demo.products import product_at
from tests.demo.conftest import ProductBrowser

HOSTS = ["claude.localhost", "platform.localhost", "console.localhost"]


@pytest.mark.parametrize("host", HOSTS)
def test_another_process_signs_with_the_same_key(host):
    first = signing_keys.signing_key(product_at(host))
    signing_keys._kept.cache_clear()
    assert signing_keys.signing_key(product_at(host)).kid == first.kid


def test_of_two_processes_that_start_at_once_the_first_ones_key_stays(var_dir, monkeypatch):
    theirs = signing_keys._make("EdDSA").as_dict(private=True)
    real = os.link

    def late(draft, file):
        file.write_text(json.dumps(theirs))
        real(draft, file)

    monkeypatch.setattr(os, "link", late)
    assert signing_keys.signing_key(product_at("claude.localhost")).kid == theirs["kid"]
    assert [file.name for file in (var_dir / "demo").iterdir()] == ["claude.localhost.json"]


def test_threads_that_ask_at_once_get_one_key():
    kids = []
    threads = [
        threading.Thread(target=lambda: kids.append(signing_keys.signing_key(product_at("platform.localhost")).kid))
        for _number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(kids) == 4
    assert len(set(kids)) == 1


def test_the_hosts_keys_are_not_each_others():
    assert len({signing_keys.signing_key(product_at(host)).kid for host in HOSTS}) == 3


def test_a_host_that_plays_nothing_has_no_product():
    with pytest.raises(KeyError):
        product_at("help.localhost")


def test_the_legacy_host_alone_names_a_successor():
    assert [product_at(host).successor for host in HOSTS] == ["", "", "platform.localhost"]


@pytest.mark.parametrize(("host", "path"), list(zip(HOSTS, ["/admin/", "/en/", "/mail/incoming"], strict=True)))
def test_what_is_not_the_products_is_not_found_in_its_own_dress(host, path):
    response = ProductBrowser(host).get(path)
    assert response.status_code == 404
    assert "This doesn't work here" in response.content.decode()
    assert "unsafe" not in response["Content-Security-Policy"]


def test_a_fault_of_ours_is_said_in_the_products_dress(claude, monkeypatch):
    claude.raise_request_exception = False
    monkeypatch.setattr("demo.views.product.people_of", lambda _product: 1 / 0)
    response = claude.get("/people")
    assert response.status_code == 500
    assert "This doesn't work here" in response.content.decode()


def test_a_form_from_elsewhere_is_refused_in_the_products_dress():
    strict = Client(enforce_csrf_checks=True, headers={"Host": "claude.localhost:8000"})
    response = strict.post("/switch", {"person": "pro"}, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403


@pytest.mark.parametrize("host", ["CLAUDE.localhost", "claude.localhost", "Claude.LocalHost:8000"])
def test_a_hosts_name_counts_in_any_case(host):
    assert "Marta Silva" in Client(headers={"Host": host}).get("/").content.decode()


@pytest.mark.parametrize("cookie", ["", "pro", "pro:signed:elsewhere", "\x00", "é", "a" * 5000])
def test_a_cookie_that_we_did_not_sign_is_nobody(claude, cookie):
    claude.cookies["person"] = cookie
    assert claude.get("/identity").json() == {"identity": None}


@pytest.mark.parametrize("wanted", ["/a?b=c#d", "/authorize?x=%2F"])
def test_one_goes_on_at_a_path_of_this_host(claude, wanted):
    assert claude.post("/switch", {"person": "pro", "next": wanted})["Location"] == wanted


@pytest.mark.parametrize(
    "wanted", ["", "x", "\\\\evil.example", "/\\evil.example", "///evil.example", "javascript:alert(1)", "http:///e"]
)
def test_one_never_goes_on_elsewhere(claude, wanted):
    assert claude.post("/switch", {"person": "pro", "next": wanted})["Location"] == "/"


@pytest.mark.parametrize("host", HOSTS)
def test_every_host_speaks_both_languages(host):
    browser = ProductBrowser(host)
    for language in ("en", "ja"):
        page = browser.get(f"/people?lang={language}").content.decode()
        assert f'<html lang="{language}"' in page
