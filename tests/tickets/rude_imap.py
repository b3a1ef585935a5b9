"""An IMAP server on loopback with one mailbox in memory, which does as a test says what no good one does (RFC 9051)."""

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress


class Connection:
    """One client: what it said last is answered by what is written here."""

    def __init__(self, connected: socket.socket) -> None:
        self.socket, self.file, self.tag = connected, connected.makefile("rb"), b""

    def say(self, *lines: bytes) -> None:
        """Lines with "*" before them."""
        self.socket.sendall(b"".join(b"* " + line + b"\r\n" for line in lines))

    def done(self, words: bytes = b"OK Done") -> None:
        """The end of the command."""
        self.socket.sendall(self.tag + b" " + words + b"\r\n")

    def hang_up(self) -> None:
        """Ends the connection."""
        self.socket.shutdown(socket.SHUT_RDWR)


class RudeMailbox:
    """`mails` and `stored` are the two folders by UID. `instead` has by command what is done in place of the usual.

    `able` is told after the login alone, as Dovecot does it.
    """

    def __init__(self) -> None:
        self.mails: dict[int, bytes] = {}
        self.stored: dict[int, bytes] = {}
        self.seen: set[int] = set()
        self.able = b"IMAP4rev1 MOVE IDLE"
        self.commands: list[str] = []
        self.instead: dict[str, Callable[[Connection, list[bytes]], None]] = {}
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def stop(self) -> None:
        """Takes nobody any more."""
        self._listening.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                connected, _address = self._listening.accept()
                threading.Thread(target=self._talk, args=[Connection(connected)], daemon=True).start()

    def _talk(self, client: Connection) -> None:
        with suppress(OSError), client.socket:
            client.say(b"OK Hello")
            is_known = False
            while line := client.file.readline():
                client.tag, *words = line.split()
                if not words:  # the DONE of an IDLE that nobody answers
                    continue
                name = words.pop(0).decode().upper()
                name = words.pop(0).decode().upper() if name == "UID" else name
                self.commands.append(name)
                is_known = is_known or name == "LOGIN"
                if name == "CAPABILITY":
                    client.say(b"CAPABILITY " + (self.able if is_known else b"IMAP4rev1"))
                    client.done()
                elif name in self.instead:
                    self.instead[name](client, words)
                else:
                    getattr(self, f"do_{name.lower()}", self.do_nothing)(client, words)

    def do_nothing(self, client: Connection, words: list[bytes]) -> None:
        """LOGIN, NOOP, CREATE, EXPUNGE and LOGOUT."""
        if self.commands[-1] == "LOGOUT":
            client.say(b"BYE Bye")
        client.done()

    def do_list(self, client: Connection, words: list[bytes]) -> None:
        """Any folder is there."""
        client.say(b'LIST () "/" Stored')
        client.done()

    def do_select(self, client: Connection, words: list[bytes]) -> None:
        client.say(b"%d EXISTS" % len(self.mails), b"OK [UIDVALIDITY 1] UIDs valid")
        client.done(b"OK [READ-WRITE] Done")

    def do_search(self, client: Connection, words: list[bytes]) -> None:
        hidden = self.seen if b"(UNSEEN)" in words or b"UNSEEN" in words else set()
        client.say(b"SEARCH " + b" ".join(b"%d" % uid for uid in self.mails if uid not in hidden))
        client.done()

    def do_fetch(self, client: Connection, words: list[bytes]) -> None:
        uid = int(words[0])
        if uid in self.mails:
            raw = self.mails[uid]
            head = b"* 1 FETCH (UID %d RFC822.SIZE %d BODY[] {%d}\r\n" % (uid, len(raw), len(raw))
            client.socket.sendall(head + raw + b")\r\n")
        client.done()

    def do_move(self, client: Connection, words: list[bytes]) -> None:
        self.move(int(words[0]))
        client.done()

    def do_copy(self, client: Connection, words: list[bytes]) -> None:
        self.stored[len(self.stored) + 1] = self.mails[int(words[0])]
        client.done()

    def do_store(self, client: Connection, words: list[bytes]) -> None:
        uid = int(words[0])
        if re.search(rb"deleted", b" ".join(words), re.IGNORECASE):
            self.mails.pop(uid, None)
        self.seen.add(uid)
        client.done()

    def do_idle(self, client: Connection, words: list[bytes]) -> None:
        client.socket.sendall(b"+ idling\r\n")
        client.file.readline()  # DONE
        client.done()

    def move(self, uid: int) -> None:
        """From one folder to the other."""
        if uid in self.mails:
            self.stored[len(self.stored) + 1] = self.mails.pop(uid)
