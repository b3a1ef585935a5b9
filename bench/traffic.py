"""People and mail servers that use the site over HTTP and mail while it is killed, and remember what it accepted.

Each act carries a word of its own. An act is `accepted` when the site said yes, and `unknown` when the connection broke
or the answer was an error: then nobody can know, and it may be there once or not at all.
"""

import random
import re
import secrets
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import requests
from aiosmtpd.controller import Controller
from supervisor import ROOT, Site, free_port

_TIMEOUT = 20


@dataclass
class Ledger:
    """What was sent, by its word, and what the site said of it."""

    accepted: dict[str, str] = field(default_factory=dict)  # word -> kind of act
    unknown: dict[str, str] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)  # what must not happen however much is killed
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, word: str, kind: str, answer: requests.Response | None) -> bool:
        """Whether the act was accepted: 2xx or a redirect."""
        with self.lock:
            if answer is not None and answer.status_code < 400:
                self.accepted[word] = kind
                return True
            if answer is not None and answer.status_code < 500:
                self.refused[f"{kind} {answer.status_code}"] += 1
            else:
                self.unknown[word] = kind
            return False


def is_code(mail: EmailMessage) -> bool:
    """Whether the mail proves an address, and so is about no ticket and has no row."""
    return str(mail["Message-ID"]).startswith("<code.")


class Inbox:
    """The world's mail server: keeps every mail with how often each Message-ID came."""

    def __init__(self) -> None:
        self.mails: dict[str, EmailMessage] = {}
        self.times: Counter[str] = Counter()
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        mail_id = str(mail["Message-ID"])
        self.mails[mail_id] = mail
        self.times[mail_id] += 1
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails about a ticket that this person has got."""
        return [mail for mail in list(self.mails.values()) if address in str(mail["To"]) and not is_code(mail)]

    def about_tickets(self) -> set[str]:
        """The Message-IDs of mails that a row must know of."""
        return {mail_id for mail_id, mail in list(self.mails.items()) if not is_code(mail)}

    def code_for(self, address: str) -> str:
        """The code that this person was sent last, or "" for none."""
        codes = [mail for mail in list(self.mails.values()) if address in str(mail["To"]) and is_code(mail)]
        found = re.search(r"[0-9]{6}", str(codes[-1]["Subject"])) if codes else None
        return found[0] if found else ""


class Browser:
    """A session that names the help center's host and origin, as a browser does, and never raises."""

    def __init__(self, site: Site) -> None:
        self.base = f"http://127.0.0.1:{site.options.port}"
        self.session = requests.Session()
        host = f"{site.options.help_host}:{site.options.port}"
        self.session.headers.update({"Host": host, "Origin": f"http://{host}", "Referer": f"http://{host}/"})

    def get(self, path: str) -> requests.Response | None:
        return self._send("GET", path, {})

    def post(self, path: str, data: dict[str, str]) -> requests.Response | None:
        return self._send("POST", path, data)

    def _send(self, method: str, path: str, data: dict[str, str]) -> requests.Response | None:
        try:
            return self.session.request(method, self.base + path, data=data, timeout=_TIMEOUT, allow_redirects=False)
        except requests.RequestException:
            return None


def word() -> str:
    """A word that stands nowhere else."""
    return "w" + secrets.token_hex(8)


def watched(ledger: Ledger, act: Callable[..., None], *of: object) -> None:
    """What a thread of people does: an error that ends it is one of the things that must not happen."""
    try:
        act(*of)
    except Exception as error:
        with ledger.lock:
            ledger.wrong.append(f"{act.__name__} ended with {error!r}")


def customer(site: Site, ledger: Ledger, inbox: Inbox, over: threading.Event) -> None:
    """Somebody who can't log in: asks, forwards, writes again in the messenger and by mail; then as somebody else."""
    while not over.is_set():
        browser, address = Browser(site), f"{word()}@customers.example"
        reference = _forward(browser, ledger, inbox, address, over)
        for _turn in range(4 if reference else 0):
            text = word()
            ledger.note(text, "write", browser.post(f"/en/messenger/c/{reference}/ask", {"text": f"More: {text}"}))
            _answer_by_mail(site, ledger, inbox, address, over)
            if over.wait(0.2):
                return
        over.wait(0.2)


def _forward(browser: Browser, ledger: Ledger, inbox: Inbox, address: str, over: threading.Event) -> str:
    """The reference of a conversation that became a ticket, or "" when the site was away in between."""
    asked = word()
    answer = browser.post("/en/messenger/start", {"text": f"I can't log in, {asked}."})
    if not ledger.note(asked, "start", answer) or answer is None:
        return ""
    found = re.search(r"/messenger/c/([a-z0-9]+)/", answer.headers.get("Location", ""))
    if found is None:
        return ""
    place = f"/en/messenger/c/{found[1]}/"
    details = {"text": f"I can't log in, {asked}.", "field_account_email": address}
    steps = [("agree", {}), ("topic", {"topic": "locked-out-export"}), ("details", details)]
    for verb, typed in [*steps, ("ask-code", {"contact_email": address})]:
        kept = browser.post(place + verb, typed)
        if kept is None or kept.status_code >= 400:
            return ""
    # Whoever gets no mail begins anew, as after every answer that didn't come.
    ends = time.monotonic() + _TIMEOUT
    while not (code := inbox.code_for(address)):
        if over.wait(0.2) or time.monotonic() > ends:
            return ""
    kept = browser.post(f"{place}type-code", {"code": code})
    if kept is None or kept.status_code >= 400:
        return ""
    with ledger.lock:
        ledger.accepted[f"ticket {asked}"] = "hand-over"
    return found[1]


def _answer_by_mail(site: Site, ledger: Ledger, inbox: Inbox, address: str, over: threading.Event) -> None:
    """Answers the newest mail, and tries again as a mail server does until it is taken: by HTTP or through the pipe."""
    mails = inbox.to(address)
    if not mails:
        return
    text, last = word(), mails[-1]
    mail = EmailMessage()
    mail["From"], mail["To"] = address, str(last["Reply-To"])
    mail["Subject"], mail["Message-ID"] = f"Re: {last['Subject']}", f"<{text}@customers.example>"
    mail["In-Reply-To"] = str(last["Message-ID"])
    mail.set_content(f"By mail: {text}\n")
    while not over.is_set():
        if _deliver(site, ledger, mail.as_bytes()):
            with ledger.lock:
                ledger.accepted[text] = "mail"
            return
        with ledger.lock:
            ledger.unknown[text] = "mail"
        over.wait(0.5)


def _deliver(site: Site, ledger: Ledger, raw: bytes) -> bool:
    if random.random() < 0.2:
        command = [sys.executable, "manage.py", "receive_mail"]
        try:
            ended = subprocess.run(command, cwd=ROOT, env=site.environment, input=raw, capture_output=True, timeout=60)
        except subprocess.TimeoutExpired:
            return False
        if ended.returncode not in (0, 75):  # taken, or to be tried again
            said = ended.stderr[-300:].decode(errors="replace")
            with ledger.lock:
                ledger.wrong.append(f"receive_mail ended with {ended.returncode}: {said}")
        return ended.returncode == 0
    headers = {"Authorization": f"Bearer {site.token}", "Content-Type": "message/rfc822"}
    browser = Browser(site)
    try:
        answer = browser.session.post(f"{browser.base}/mail/incoming", data=raw, headers=headers, timeout=_TIMEOUT)
    except requests.RequestException:
        return False
    return answer.status_code == 202


def agent(site: Site, password: str, ledger: Ledger, over: threading.Event) -> None:
    """A member of staff who answers whoever waits the longest."""
    browser = Browser(site)
    while not over.is_set():
        page = browser.get("/admin/tickets/ticket/?view=waiting")
        if page is None or page.status_code >= 400 or not page.ok:
            over.wait(0.3)
            continue
        if page.status_code in (301, 302):
            _log_in(browser, password)
            continue
        references = re.findall(r"/admin/tickets/ticket/(HC-[A-Z0-9-]+)/change/", page.text)
        for reference in list(dict.fromkeys(references))[:5]:
            _reply(browser, ledger, reference)
        over.wait(0.3)


def _log_in(browser: Browser, password: str) -> None:
    page = browser.get("/admin/login/")
    token = _hidden(page, "csrfmiddlewaretoken")
    typed = {"csrfmiddlewaretoken": token, "username": "agent", "password": password, "next": "/admin/"}
    browser.post("/admin/login/", typed)
    time.sleep(0.2)


def _reply(browser: Browser, ledger: Ledger, reference: str) -> None:
    page = browser.get(f"/admin/tickets/ticket/{reference}/change/")
    if page is None or page.status_code != 200:
        return
    text = word()
    typed = {name: _hidden(page, name) for name in ("csrfmiddlewaretoken", "version", "seen")}
    typed |= {"mode": "reply", "then": "pending", "body": f"An answer: {text}"}
    ledger.note(text, "reply", browser.post(f"/admin/tickets/ticket/{reference}/write/", typed))


def _hidden(page: requests.Response | None, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text if page is not None else "")
    return found[1] if found else ""
