"""A mail server on loopback that answers as a test says, and as no good one does."""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

# Answers that are none: the connection ends, or nothing more is said on it.
HANG_UP, SILENCE = b"", b"silence"
_USUAL = {
    "greeting": b"220 mx.example ESMTP",
    "EHLO": b"250-mx.example\r\n250 8BITMIME",
    "MAIL": b"250 OK",
    "RCPT": b"250 OK",
    "DATA": b"354 Go on",
    "letter": b"250 Kept",
    "QUIT": b"221 Bye",
    "STARTTLS": b"220 Go on",
}


class RudeServer:
    """Keeps each letter that came whole. `answers` are by verb, "greeting" or "letter"; of a list each is given once.

    `on_letter` is called before a letter is answered.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.letters: list[bytes] = []
        self.verbs: list[str] = []
        self.answers: dict[str, bytes | list[bytes]] = {}
        self.on_letter: Callable[[], None] = lambda: None
        self.certificate: Path | None = None
        self._over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._listen, daemon=True).start()

    def stop(self) -> None:
        """Lets everybody go."""
        self._over.set()
        self._listening.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                connected, _address = self._listening.accept()
                threading.Thread(target=self._talk, args=[connected], daemon=True).start()

    def _answer(self, verb: str) -> bytes:
        given = self.answers.get(verb, _USUAL.get(verb, b"502 What?"))
        if isinstance(given, list):
            given = given.pop(0) if given else _USUAL[verb]
        if given == SILENCE:
            self._over.wait(30)
        return b"" if given in (SILENCE, HANG_UP) else given + b"\r\n"

    def _talk(self, connected: socket.socket) -> None:
        with suppress(OSError), connected:
            if not self._say(connected, "greeting"):
                return
            file = connected.makefile("rb")
            while line := file.readline():
                verb = line.split()[0].decode().upper()
                self.verbs.append(verb)
                said = self._say(connected, verb)
                if not said or verb == "QUIT":
                    return
                if said.startswith(b"354"):
                    letter = b"".join(iter(file.readline, b".\r\n"))
                    self.letters.append(letter)
                    self.on_letter()
                    if not self._say(connected, "letter"):
                        return
                if verb == "STARTTLS" and self.certificate:
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    context.load_cert_chain(self.certificate)
                    connected = context.wrap_socket(connected, server_side=True)
                    file = connected.makefile("rb")

    def _say(self, connected: socket.socket, verb: str) -> bytes:
        words = self._answer(verb)
        connected.sendall(words)
        return words
