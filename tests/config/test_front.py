"""The web server is reached through nginx alone: what ships listens on this machine only."""

import re
import shutil
import warnings
from contextlib import nullcontext
from http.client import HTTPConnection
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.conf import settings

from config import run, serve
from config.server import stays_here
from tests.config import nginx
from tickets.case_page.links import make_token

DEPLOY = Path(__file__).resolve().parent.parent.parent / "deploy"


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False), ("10.0.0.7", False)],
)
def test_only_a_loopback_host_stays_here(host, here):
    assert stays_here(host) is here


def test_make_run_refuses_a_host_that_strangers_reach_unless_told_twice(tmp_path, monkeypatch, free_port):
    options = run.Options("0.0.0.0", free_port, tmp_path, 1, demo=False, help_host="x")
    with pytest.raises(run.CannotRunError, match="without nginx"):
        run._claim(options)
    monkeypatch.setenv("OPEN_HOST", "1")
    run._claim(options)


def test_make_run_listens_on_this_machine(monkeypatch):
    monkeypatch.delenv("HOST", raising=False)
    assert stays_here(run.Options.read().host)


def test_the_unit_and_the_image_start_the_web_server_on_this_machine(monkeypatch):
    unit = (DEPLOY / "helpcenter-web.service").read_text()
    assert re.findall(r"--host (\S+)", unit) == ["127.0.0.1"]
    assert 'CMD ["python", "-m", "config.serve"]' in (DEPLOY / "Containerfile").read_text()
    started = {}

    def start(_self, name, command, _environment):
        started[name] = command

    monkeypatch.setattr(serve, "stop_signals", nullcontext)
    monkeypatch.setattr(serve.statics, "carry", Mock())
    monkeypatch.setattr(serve.Processes, "start", start)
    monkeypatch.setattr(serve.Processes, "wait", Mock(side_effect=serve.StoppedError))
    assert serve.main() == 0
    assert re.findall(r"--host (\S+) --port (\S+)", " ".join(started["web"])) == [("127.0.0.1", str(serve.PORT))]
    assert f"server 127.0.0.1:{serve.PORT};" in (DEPLOY / "nginx" / "container.conf").read_text()


@pytest.mark.parametrize("file", ["host.conf", "container.conf"])
def test_nginx_takes_what_ships(tmp_path, file):
    nginx.unpack(tmp_path)
    assert nginx.complaints(tmp_path, file) == ""


def test_nginx_waits_for_slow_senders_itself_and_not_for_long():
    site = (DEPLOY / "nginx" / "site.conf").read_text()
    assert "proxy_request_buffering on;" in site
    assert re.findall(r"client_(?:body|header)_timeout +(\w+);", site) == ["10s", "10s"]


TOKEN = make_token("HC-7K3M-9Q2X", "hanako@example.com", epoch=12, key="k")
# What is asked for, and what the log has of it.
LOGGED = {
    "/en/articles/9015941-refunds?q=my+secret": "/en/articles/9015941-refunds",
    "/ja/messenger/c/abc/": "/ja/messenger/c/abc/",
    f"/en/case/{TOKEN}": "/en/case/-",
    f"/en/case/{TOKEN.upper()}/write?show=1": "/en/case/-/write",
    "/ja/not-me/MQ:1vOabc:x-y_z?a=b": "/ja/not-me/-",
    "/ja/rating/Mg:1vOabc:x-y_z?score=good": "/ja/rating/-",
    "/wall/k7m2-9qxw-4tbn-c3hd": "/wall/-",
    "/ja/messenger/packet/a1.b-c_/send?x=1": "/ja/messenger/packet/-/send",
    f"/ja/messenger/case/{TOKEN}?back=x": "/ja/messenger/case/-",
    f"/en/%63ase/{TOKEN}/nudge": "/-",
    f"/en%2Fcase%2F{TOKEN}": "/en%2Fcase%2F-",
    f"/en/messenger/?from=%2Fja%2Fcase%2F{TOKEN}": "/en/messenger/",
    "/en/reports/received/945dd34d-f881-5f9a-bd8f-4ab8f14a157d?x=1": "/en/reports/received/-",
    "/files/WyJhIiwxXQ:signed_-": "/files/-",
    "/sign-in/callback?code=4711&state=x": "/sign-in/callback",
}


@pytest.mark.parametrize(("file", "below"), [("host.conf", 80), ("container.conf", 0)])
def test_the_log_has_each_request_and_no_key_or_query(tmp_path, free_port, file, below):
    if not shutil.which("nginx"):
        warnings.warn("nginx isn't installed: what it would log was read from its files alone", stacklevel=1)
        return
    port = free_port // 2 + 2_000
    nginx.unpack(tmp_path, port=port, upstream=1)
    with nginx.running(tmp_path, file, port + below):
        for path in LOGGED:
            door = HTTPConnection("127.0.0.1", port + below, timeout=10)
            door.request("GET", path, headers={"Host": "help.example.com", "Referer": f"https://x/en/case/{TOKEN}"})
            status = door.getresponse().status
            door.close()
    log = (tmp_path / "access.log").read_text().splitlines()
    shape = r'127\.0\.0\.1 \[\S+\] [0-9a-f]{32} "GET (\S+)" (\d+) \d+ \d\.\d{3} \S+ "-"'
    lines = [re.fullmatch(shape, line).groups() for line in log]
    # Several workers write, each when it is done.
    assert sorted(lines) == sorted((path, str(status)) for path in LOGGED.values())


def test_every_request_is_logged_in_that_form_and_refusals_tell_no_key():
    said = {path.name: path.read_text() for path in (DEPLOY / "nginx").iterdir()}
    assert not [name for name, text in said.items() if "access_log off" in text]
    assert said["helpcenter.conf"].count("access_log /var/log/nginx/access.log helpcenter;") == 2
    assert said["container.conf"].count("access_log /dev/stdout helpcenter;") == 1
    quiet = re.findall(r"location (?:~ )?(\S+) \{\n    error_log /dev/null emerg;", said["site.conf"])
    for path in (
        f"/ja/messenger/case/{TOKEN}",
        f"/ja/case/{TOKEN}/nudge",
        "/en/not-me/MQ:1:x",
        "/en/rating/MQ:1:x",
        "/wall/k7m2-9qxw-4tbn-c3hd",
        "/en/messenger/packet/a1.b-c_/",
        "/files/WyJhIiwxXQ:signed",
    ):
        assert any(re.match(place, path) for place in quiet), path


def test_nginx_takes_as_much_as_the_application_where_there_are_files():
    site = (DEPLOY / "nginx" / "site.conf").read_text()
    pattern, megabytes = re.search(
        r'location ~ "([^"]+messenger[^"]+)" \{\s+client_max_body_size (\d+)m;', site
    ).groups()
    assert int(megabytes) * 1024 * 1024 >= settings.FILES_MOST * settings.FILE_LARGEST + 2_621_440
    [larger] = [each for each in settings.LARGEST_BODIES if "messenger/c/" in each]
    paths = [
        "ask",
        "not-solved",
        "hand-over",
        "pack",
        "ask-owner",
        "details",
        "change-topic",
        "files",
        "files/0a/remove",
        "thread",
        "files/0a",
        "agree",
    ]
    for path in (f"/zh-hans/messenger/c/abc/{verb}" for verb in paths):
        assert bool(re.search(pattern, path)) == bool(re.fullmatch(larger, path)), path


@pytest.mark.parametrize("path", ["/en/reports/eu-dsa", "/zh-hans/requests/enterprise"])
def test_forms_with_files_of_their_own_get_as_much_through_nginx(path):
    site = (DEPLOY / "nginx" / "site.conf").read_text()
    places = re.findall(r"location ~ (\^\S+) \{\s+error_log /dev/null emerg;\s+client_max_body_size 53m;", site)
    assert any(re.match(place, path) for place in places)
    assert any(re.fullmatch(pattern, path) for pattern in settings.LARGEST_BODIES)


@pytest.mark.parametrize("verb", ["write", "draft", "insert", "preview", "later", "enclose", "take-out", "status"])
def test_the_reply_editor_gets_its_files_through_nginx_and_no_other_form_of_the_desk(verb):
    site = (DEPLOY / "nginx" / "site.conf").read_text()
    path = f"/admin/tickets/ticket/HC-2026-000001/{verb}/"
    place = re.search(r"location ~ (\^/admin\S+) \{\s+client_max_body_size 53m;", site)[1]
    assert bool(re.search(place, path)) is (verb != "status")
    assert any(re.fullmatch(pattern, path) for pattern in settings.LARGEST_BODIES) is (verb != "status")


def test_a_program_gets_its_file_through_nginx():
    site = (DEPLOY / "nginx" / "site.conf").read_text()
    megabytes = re.search(r"location = /api/v1/files \{\s+client_max_body_size (\d+)m;", site)[1]
    assert int(megabytes) * 1024 * 1024 >= settings.FILE_LARGEST + 2_621_440
    assert any(re.fullmatch(pattern, "/api/v1/files") for pattern in settings.LARGEST_BODIES)
