"""A mail server that says nothing holds a worker for a moment only."""

import asyncio
import itertools
import socket
import threading
import time
from collections.abc import Iterable

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMessage

from tickets.mail import smtp


@pytest.fixture
def silent(settings):
    """A mail server that accepts connections and says what `greeting` gives."""
    server = socket.create_server(("127.0.0.1", 0))
    greeting: list[Iterable[bytes]] = []

    def talk():
        while True:
            try:
                client, _address = server.accept()
                held.append(client)
                for line in greeting[0] if greeting else []:
                    client.sendall(line)
                    time.sleep(0.1)
            except OSError:
                return

    held: list[socket.socket] = []
    threading.Thread(target=talk, daemon=True).start()
    settings.MAILERS = {
        "default": {
            "BACKEND": "tickets.mail.smtp.SmtpBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": server.getsockname()[1], "timeout": 1},
        }
    }
    yield greeting
    smtp._resting.clear()
    server.close()
    for client in held:
        client.close()


def send() -> float:
    """How long a mail took that can't be sent."""
    started = time.monotonic()
    with pytest.raises(OSError):  # noqa: PT011 - any kind of it
        EmailMessage("x", "y", "a@x.example", ["b@x.example"]).send()
    return time.monotonic() - started


def test_a_server_that_accepts_and_says_nothing_is_left_after_one_answers_time(silent):
    assert send() < 3


def test_a_queue_of_mails_meets_a_silent_server_once(silent, monkeypatch):
    monkeypatch.setattr(smtp, "SLOW", 0.5)
    send()
    assert sum(send() for _mail in range(20)) < 1
    monkeypatch.setattr(smtp, "_resting", {place: time.monotonic() for place in smtp._resting})
    assert send() > 0.5


def test_a_server_that_looks_for_viruses_is_waited_for(free_port, settings):
    class Scanner:
        async def handle_DATA(self, server, session, envelope):
            await asyncio.sleep(0.6)
            return "250 OK"

    controller = Controller(Scanner(), hostname="127.0.0.1", port=free_port)
    controller.start()
    options = {"host": "127.0.0.1", "port": free_port, "timeout": 0.3}
    settings.MAILERS = {"default": {"BACKEND": "tickets.mail.smtp.SmtpBackend", "OPTIONS": options}}
    assert EmailMessage("x", "y", "a@x.example", ["b@x.example"]).send() == 1
    controller.stop()


def test_a_talk_that_goes_on_and_on_is_ended(silent, monkeypatch):
    monkeypatch.setattr(smtp, "TOTAL", 0.5)
    silent.append(itertools.repeat(b"220-wait\r\n"))
    assert send() < 3


def test_a_server_that_does_not_answer_a_connection_is_left_at_once(silent, monkeypatch):
    waits = []

    def connect(address, timeout, source):
        waits.append(timeout)
        raise TimeoutError

    monkeypatch.setattr(smtp.socket, "create_connection", connect)
    monkeypatch.setattr(smtp, "CONNECT", 0.25)
    send()
    assert waits == [0.25]
