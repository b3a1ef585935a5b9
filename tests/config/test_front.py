"""The web server is reached through nginx alone: what ships listens on this machine only."""

import re
from contextlib import nullcontext
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


def test_no_log_of_nginx_has_what_opens_a_case_page():
    token = make_token("HC-7K3M-9Q2X", "hanako@example.com", epoch=12, key="k")
    patterns = re.findall(r'"~\*(\^.*case.*\$)"', (DEPLOY / "nginx" / "zones.conf").read_text())
    assert len(patterns) == 2, "what was asked for, and where from"
    for pattern in patterns:
        for told in (f"/en/case/{token}/write?x=1", f"/en/messenger/?from=%2Fja%2Fcase%2F{token.upper()}"):
            before, after = re.fullmatch(pattern.replace("(?<", "(?P<"), told, re.IGNORECASE).groups()
            assert token not in (before + after).lower()
    site = (DEPLOY / "nginx" / "helpcenter.conf").read_text()
    assert site.count("access_log /var/log/nginx/access.log helpcenter;") == site.count("server_name") == 2
    quiet = re.search(
        r"location ~ (\S+) \{\n    error_log /dev/null emerg;", (DEPLOY / "nginx" / "site.conf").read_text()
    )
    assert re.match(quiet[1], f"/ja/messenger/case/{token}")
    assert re.match(quiet[1], f"/ja/case/{token}/nudge")


def test_nginx_takes_as_much_as_the_application_where_there_are_files():
    site = (DEPLOY / "nginx" / "site.conf").read_text()
    pattern, megabytes = re.search(
        r'location ~ "([^"]+messenger[^"]+)" \{\s+client_max_body_size (\d+)m;', site
    ).groups()
    assert int(megabytes) * 1024 * 1024 >= settings.FILES_MOST * settings.FILE_LARGEST + 2_621_440
    [larger] = [each for each in settings.LARGEST_BODIES if "messenger" in each]
    paths = [
        "ask",
        "not-solved",
        "hand-over",
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
