"""A missing browser is an error that says what to do, never a skip."""

import re
from pathlib import Path

import playwright

from tests import chromium


def test_the_browser_of_the_environment_is_taken(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/bin/sh")
    assert chromium.find() == "/bin/sh"


def test_a_browser_that_is_no_program_is_named(monkeypatch, capsys):
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    assert chromium.main() == 1
    assert "CHROMIUM='/no/such/browser' is not a program." in capsys.readouterr().err


def test_the_quick_one_comes_first_unless_a_whole_one_is_asked_for(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert chromium.find() == "/usr/bin/chromium-headless-shell"
    assert chromium.find(whole=True) == "/usr/bin/chromium"
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name == "google-chrome" else None)
    assert chromium.find() == "/usr/bin/google-chrome"


def test_without_a_browser_the_ways_to_get_one_are_said(monkeypatch, capsys):
    def refuse(**_asked):
        raise chromium.NoChromiumError(chromium.WHAT_TO_DO)

    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "find", refuse)
    monkeypatch.setattr(chromium, "install", refuse)
    assert chromium.main() == 1
    said = capsys.readouterr().err
    assert "apt-get install chromium chromium-headless-shell" in said
    assert "playwright install chromium" in said


def test_root_has_no_sandbox_and_others_keep_it(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert "--no-sandbox" in chromium.arguments()
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert "--no-sandbox" not in chromium.arguments()


def test_what_playwright_switches_off_stays_off():
    driver = Path(playwright.__file__).parent / "driver/package/lib/coreBundle.js"
    [theirs] = re.findall(r"^ *disabledFeatures = \[(.*?)^ *\]", driver.read_text(), flags=re.DOTALL | re.MULTILINE)
    names = re.findall(r'^ *"(\w+)",?$', theirs, flags=re.MULTILINE)
    assert len(names) > 5
    assert set(names) - set(chromium.SWITCHED_OFF) == set()
