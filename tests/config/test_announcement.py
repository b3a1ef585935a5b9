"""What the person at the terminal reads when the site runs, and how the run knows that it does."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest

from config import run
from config.processes import ChildDiedError


@pytest.fixture
def options(tmp_path, monkeypatch):
    monkeypatch.delenv("SMTP_HOST", raising=False)
    return run.Options("127.0.0.1", 8123, tmp_path, 2, demo=True, help_host="help.localhost")


@pytest.fixture
def answers(free_port):
    """A site on loopback that answers as told; what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        status, asked = 200, []

        def do_GET(self):
            self.asked.append((self.path, self.headers["Host"], self.headers["X-Forwarded-Proto"]))
            self.send_response(self.status)
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", free_port), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield Handler
    server.shutdown()
    server.server_close()
    thread.join()


def test_all_addresses_are_told_with_the_port(options, capsys):
    run._announce(options, None, {})
    said = capsys.readouterr().out
    for address in ("help.localhost:8123/", "help.localhost:8123/admin/", "claude.localhost:8123/", "8123/demo/mail/"):
        assert f"http://{address}" in said or address in said
    assert "Ctrl-C" in said


def test_without_the_demonstration_no_product_and_no_password_is_told(options, capsys):
    (options.var_dir / "staff_passwords.json").write_text(json.dumps({"agent": "pass-word"}))
    run._announce(run.Options("127.0.0.1", 8123, options.var_dir, 2, demo=False, help_host="help.example"), None, {})
    said = capsys.readouterr().out
    assert "claude.localhost" not in said
    assert "pass-word" not in said
    assert "/demo/" not in said
    assert "createsuperuser" in said


def test_the_staffs_logins_are_told_when_they_are_made_and_never_again(options, capsys):
    (options.var_dir / "staff_passwords.json").write_text(json.dumps({"agent": "pass-word"}))
    run._announce(options, None, {})
    assert "agent        pass-word" in capsys.readouterr().out
    run._announce(options, None, run._kept_logins(options))
    said = capsys.readouterr().out
    assert "pass-word" not in said
    assert "staff_passwords.json" in said


@pytest.mark.parametrize(("host", "told"), [("smtp.example.com", "smtp.example.com"), ("", "mail")])
def test_where_mail_goes_is_told(options, monkeypatch, host, told):
    monkeypatch.setenv("SMTP_HOST", host)
    assert run._addresses(options)[-1].endswith(told)


@pytest.mark.parametrize("inside", [True, False])
def test_data_that_lies_elsewhere_is_told(options, capsys, tmp_path, inside):
    data = tmp_path / "postgres" if inside else tmp_path.parent / "elsewhere"
    run._announce(options, SimpleNamespace(place=SimpleNamespace(data=data)), {})
    assert ("its data is in" in capsys.readouterr().out) is not inside


@pytest.mark.parametrize(("status", "ready"), [(200, True), (503, False), (400, False), (301, False)])
def test_the_site_is_ready_when_it_says_so(answers, options, free_port, status, ready):
    answers.status = status
    asked = run.Options("127.0.0.1", free_port, options.var_dir, 1, demo=False, help_host="help.example.com")
    assert run._is_ready(asked) is ready
    assert answers.asked[-1] == ("/readyz", "help.example.com", "https")


def test_nobody_there_is_not_ready(options, free_port):
    asked = run.Options("127.0.0.1", free_port, options.var_dir, 1, demo=False, help_host="help.example.com")
    assert run._is_ready(asked) is False


def test_a_site_that_never_answers_is_given_up_with_the_reason(options, monkeypatch):
    monkeypatch.setattr(run, "PATIENCE", 0)
    monkeypatch.setattr(run, "_is_ready", lambda _options: False)
    with pytest.raises(run.CannotRunError, match="did not answer /readyz within 0 seconds"):
        run._wait_until_ready(SimpleNamespace(check=lambda: None), options)


def test_a_child_that_dies_while_it_starts_ends_the_waiting(options, monkeypatch):
    monkeypatch.setattr(run, "_is_ready", lambda _options: False)

    def check():
        raise ChildDiedError("The web process ended by itself")

    with pytest.raises(ChildDiedError, match="web"):
        run._wait_until_ready(SimpleNamespace(check=check), options)


def test_the_web_and_the_workers_are_started_as_configured(options):
    started = {}
    children = SimpleNamespace(start=lambda name, command, environment: started.update({name: (command, environment)}))
    run._start(children, options)
    web, environment = started["web"]
    assert [web[web.index(name) + 1] for name in ("--host", "--port", "--workers")] == ["127.0.0.1", "8123", "2"]
    assert str(run.BASE_DIR) in environment["PYTHONPATH"]
    for process in ("answers", "mail"):
        command, environment = started[f"worker ({process})"]
        assert (command[-2:], environment["DATABASE_POOL"]) == (["work", process], "0")


def test_a_folder_that_is_a_file_is_said_with_the_way_out(options, free_port):
    (options.var_dir / "file").write_text("in the way")
    asked = run.Options("127.0.0.1", free_port, options.var_dir / "file", 1, demo=False, help_host="x")
    with pytest.raises(run.CannotRunError, match="Set VAR_DIR to a folder of yours"):
        run._claim(asked)
