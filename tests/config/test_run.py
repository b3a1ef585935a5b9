"""The whole site as `make run` starts it: what stands in its way is said, and nothing is left behind."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import run

ROOT = Path(__file__).resolve().parent.parent.parent


def start(folder, **changes):
    """Starts the site in a process of its own; the port 0 of nobody is replaced by a free one."""
    environment = {key: value for key, value in os.environ.items() if key not in {"PLAIN_STATIC", "SECRET_KEY"}}
    environment |= {"VAR_DIR": str(folder), "DEMO": "1", "DJANGO_SETTINGS_MODULE": "config.settings"} | changes
    command = [sys.executable, "-m", "config.run"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_a_port_in_use_is_said_with_the_way_out(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        site = start(tmp_path, PORT=str(taken.getsockname()[1]))
        _out, said = site.communicate(timeout=30)
    assert site.returncode == 1
    assert "Can't listen on" in said
    assert "PORT=8001 make run" in said
    assert "Traceback" not in said


def test_a_bad_variable_is_named_without_a_traceback(tmp_path):
    site = start(tmp_path, PORT="http")
    _out, said = site.communicate(timeout=30)
    assert site.returncode == 1
    assert "PORT='http' is not a whole number" in said
    assert "Traceback" not in said


def test_a_var_folder_that_cant_be_written_is_said(tmp_path):
    (tmp_path / "var").write_text("a file where the folder should be")
    site = start(tmp_path / "var", PORT="8139")
    _out, said = site.communicate(timeout=30)
    assert "Set VAR_DIR to a folder of yours" in said


def test_a_database_that_cant_be_reached_is_said_without_a_traceback(tmp_path, free_port):
    site = start(tmp_path, PORT=str(free_port), DATABASE_URL=f"postgresql://me@127.0.0.1:{free_port}/none")
    _out, said = site.communicate(timeout=60)
    assert site.returncode == 1
    assert "The site could not be prepared" in said
    assert "Traceback" not in said


def test_a_stop_while_it_starts_is_a_clean_end(tmp_path, free_port):
    site = start(tmp_path, PORT=str(free_port))
    site.stdout.readline()
    site.send_signal(signal.SIGTERM)
    _out, said = site.communicate(timeout=30)
    assert site.returncode == 0
    assert "Traceback" not in said


def test_the_options_come_from_the_environment(monkeypatch, tmp_path):
    for name, value in {"PORT": "9000", "VAR_DIR": str(tmp_path), "WEB_WORKERS": "3", "DEMO": "0"}.items():
        monkeypatch.setenv(name, value)
    options = run.Options.read()
    assert (options.port, options.var_dir, options.workers, options.demo) == (9000, tmp_path, 3, False)


def test_no_workers_at_all_is_refused(monkeypatch):
    monkeypatch.setenv("WEB_WORKERS", "0")
    with pytest.raises(ImproperlyConfigured, match="WEB_WORKERS"):
        run.Options.read()
