"""People with open panels, as many as one likes, on kept connections of one process: they write, or only wait."""

import asyncio
import html
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from traffic import Inbox

_OPENED_WITHIN = 20
# How often a page with a ticket asks while it is seen: static/js/messenger-live.js.
_PAUSE = 15


@dataclass
class Times:
    """How long answers took, in ms, and what came back."""

    ms: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)

    def at(self, share: float) -> float:
        """The time that so many of the answers stayed below."""
        return sorted(self.ms)[min(len(self.ms) - 1, int(share * len(self.ms)))] if self.ms else 0

    @property
    def failed(self) -> int:
        """Answers other than 2xx, 3xx; connections that broke."""
        return sum(count for answer, count in self.answers.items() if answer[:1] not in "23")


class Panel:
    """One connection with one visit, as a browser's panel has it."""

    def __init__(self, port: int, host: str, cookie: str = "") -> None:
        self.port, self.host, self.cookie = port, host, cookie
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, path: str, form: dict[str, str] | None = None, times: Times | None = None) -> tuple[str, str]:
        """Status and body, or the address that it leads to."""
        begun = time.perf_counter()
        try:
            status, headers, body = await self._ask(path, form)
        except (OSError, asyncio.IncompleteReadError) as error:
            status, headers, body = type(error).__name__, {}, b""
            self.writer = None
        if times is not None:
            times.ms.append(1000 * (time.perf_counter() - begun))
            times.answers[status] += 1
        if cookie := re.match(r"[\w-]*visitor=[^;]+", headers.get("set-cookie", "")):
            self.cookie = cookie.group()
        return status, headers.get("location") or body.decode(errors="replace")

    async def _ask(self, path: str, form: dict[str, str] | None) -> tuple[str, dict[str, str], bytes]:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        assert self.reader is not None
        sent = urlencode(form).encode() if form is not None else b""
        head = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", f"Host: {self.host}", "HX-Request: true"]
        head += [f"Origin: http://{self.host}", f"Cookie: {self.cookie}", f"Content-Length: {len(sent)}"]
        head += ["Content-Type: application/x-www-form-urlencoded", "", ""]
        self.writer.write("\r\n".join(head).encode() + sent)
        first, *lines = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}
        return first.split()[1], headers, await self.reader.readexactly(int(headers.get("content-length", 0)))


async def forwarded(port: int, host: str, number: int, inbox: Inbox) -> tuple[Panel, str]:
    """A panel whose conversation is with the Product Support team, and its address; `inbox` gets the mail."""
    panel = Panel(port, host)
    _status, place = await panel.ask("/en/messenger/start", {"text": "I can't log in."})
    address = f"bench{number}@customers.example"
    typed = {"text": "I can't log in.", "field_account_email": address}
    steps = [("agree", {}), ("topic", {"topic": "locked-out-export"}), ("details", typed)]
    for verb, form in [*steps, ("ask-code", {"contact_email": address}), ("type-code", {})]:
        if verb == "type-code":
            form["code"] = await _code(inbox, address)
        status, said = await panel.ask(place + verb, form)
        if status not in {"302", "303"}:
            raise SystemExit(f"{verb}: {status} {said[:500]}")
    return panel, place


async def _code(inbox: Inbox, address: str) -> str:
    """The code in the mail to this address, as soon as it is there."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if code := inbox.code_for(address):
            return code
        await asyncio.sleep(0.1)
    raise SystemExit(f"No code came to {address}.")


async def writing(people: list[tuple[Panel, str]], seconds: float, pause: float) -> Times:
    """Each person sends a message every `pause` seconds, beginning at any moment of the first pause."""
    times, until = Times(), time.monotonic() + seconds

    async def write(panel: Panel, place: str) -> None:
        await asyncio.sleep(random.uniform(0, pause))
        while time.monotonic() < until:
            begun = time.monotonic()
            await panel.ask(f"{place}ask", {"text": "Is there any news? I wait for it."}, times)
            await asyncio.sleep(max(0, pause - (time.monotonic() - begun)))

    await asyncio.gather(*(write(*person) for person in people))
    return times


async def polling(people: list[tuple[Panel, str]], count: int, seconds: float) -> Times:
    """So many open panels, each asking for what is new as often as its page does."""
    times, until = Times(), time.monotonic() + seconds

    async def poll(panel: Panel, place: str) -> None:
        await asyncio.sleep(random.uniform(0, _OPENED_WITHIN))  # people don't all come at once
        _status, page = await panel.ask(place)
        mark = _mark_of(page)
        await asyncio.sleep(_PAUSE)
        while time.monotonic() < until:
            status, page = await panel.ask(f"{place}thread?since={mark}&seen=1", None, times)
            mark = _mark_of(page) if status == "200" else mark
            await asyncio.sleep(_PAUSE)

    panels = [people[number % len(people)] for number in range(count)]
    await asyncio.gather(*(poll(Panel(who.port, who.host, who.cookie), place) for who, place in panels))
    return times


def _mark_of(page: str) -> str:
    """How the thread looks on the page, as the next poll names it."""
    found = re.search(r'data-mark="([^"]*)"', page)
    if found is None:
        raise SystemExit(f"No thread on the page: {page[:500]}")
    return quote(html.unescape(found[1]))
