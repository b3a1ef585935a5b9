"""Staff at the login page and behind it, by the forms that they see."""

import json
import re
from datetime import timedelta

from accounts.staff import actions, codes
from tests import cast
from tests.accounts.authenticator import Device, code_of
from tests.cast import Browser

PASSWORD = "correct-horse"
OWN = "/admin/sign-in/"


def member(name: str = "aki", **more) -> cast.User:
    """Somebody of the staff whose password is known."""
    user = cast.staff(name=name, **more)
    user.set_password(PASSWORD)
    user.save()
    return user


def give_app(user, *, now) -> bytes:
    """An app set up a minute ago; its secret."""
    key = codes.new_key()
    early = codes._app(key).generate(int(now.timestamp()) - 60).decode()
    actions.keep_app(user=user, key=key, code=early, now=now - timedelta(seconds=60))
    return key


def log_in(browser: Browser, name: str = "aki", *, password: str = PASSWORD, onward: str = "/admin/"):
    """The password's page."""
    return browser.post("/admin/login/", {"username": name, "password": password, "next": onward})


def give_code(browser: Browser, code: str, **more):
    return browser.post(f"{OWN}second-step/", {"code": code}, **more)


def options_on(response) -> dict:
    """What the page wants the browser to ask a device."""
    found = re.search(r'<script id="passkey-options" type="application/json">(.*?)</script>', response.content.decode())
    assert found, "the page asks no device"
    return json.loads(found[1])


def add_passkey(browser: Browser, device: Device, *, name: str = "Key"):
    options = options_on(browser.get(f"{OWN}passkeys/add/"))
    return browser.post(f"{OWN}passkeys/add/", {"name": name, "answer": device.make(options)})


def codes_on(response) -> list[str]:
    """The recovery codes that the page shows."""
    return re.findall(r"<li><code>([a-z2-7-]{19})</code></li>", response.content.decode())


def key_on(response) -> bytes:
    """The secret that the page shows for an app, in letters."""
    found = re.search(r"<code[^>]*>([A-Z2-7 ]{32,})</code>", response.content.decode())
    assert found, "the page shows no secret"
    return codes.from_letters(found[1].replace(" ", ""))


def set_up_app(browser: Browser, *, steps: int = 0):
    """Goes through the page of the app; the answer and the secret."""
    key = key_on(browser.get(f"{OWN}app/"))
    return browser.post(f"{OWN}app/", {"code": code_of(key, steps=steps)}), key


def is_in(browser: Browser) -> bool:
    return browser.get("/admin/").status_code == 200
