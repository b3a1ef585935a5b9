"""Anthropic's Messages API as far as Fin speaks it, on loopback: streams what a test says, and keeps what it got."""

import json
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Cites = Sequence[tuple[int, str]]
MODEL = "claude-test-1"
_TYPES = {401: "authentication_error", 429: "rate_limit_error", 500: "api_error", 529: "overloaded_error"}


@dataclass
class MessagesApi:
    """What is answered next, and the requests so far."""

    url: str = ""
    status: int = 200
    blocks: list[tuple[str, Cites]] = field(default_factory=list)
    stop_reason: str = "end_turn"
    # After so many events the connection is cut; before each event so many seconds pass, or pings only.
    cut_after: int | None = None
    delay: float = 0
    pings: int = 0
    raw: bytes = b""
    error_in_stream: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def says(self, *blocks: tuple[str, Cites]) -> None:
        """The next answers have these blocks of text: each the text, and the documents' indexes with the quotes."""
        self.blocks = list(blocks)

    def events(self) -> Iterator[dict[str, Any]]:
        usage = {
            "input_tokens": 900,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 300,
            "output_tokens": 1,
        }
        message = {"id": "msg_1", "type": "message", "role": "assistant", "model": MODEL, "content": []}
        yield {"type": "message_start", "message": {**message, "stop_reason": None, "usage": usage}}
        yield {"type": "ping"}
        for index, (text, cites) in enumerate(self.blocks):
            block = {"type": "text", "text": "", **({"citations": []} if cites else {})}
            yield {"type": "content_block_start", "index": index, "content_block": block}
            for document, quote in cites:
                place = {
                    "document_index": document,
                    "document_title": None,
                    "start_block_index": 0,
                    "end_block_index": 1,
                }
                citation = {"type": "content_block_location", "cited_text": quote, **place}
                yield _delta(index, {"type": "citations_delta", "citation": citation})
            for start in range(0, len(text), 20):
                yield _delta(index, {"type": "text_delta", "text": text[start : start + 20]})
            yield {"type": "content_block_stop", "index": index}
        if self.error_in_stream:
            yield {"type": "error", "error": {"type": self.error_in_stream, "message": "no"}}
            return
        stopped = {"stop_reason": self.stop_reason, "stop_sequence": None}
        yield {"type": "message_delta", "delta": stopped, "usage": {"output_tokens": 60}}
        yield {"type": "message_stop"}


def _delta(index: int, delta: dict[str, Any]) -> dict[str, Any]:
    return {"type": "content_block_delta", "index": index, "delta": delta}


class _Answering(BaseHTTPRequestHandler):
    api: MessagesApi
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.api.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.api.headers.append({name.lower(): value for name, value in self.headers.items()})
        if self.path.split("?")[0] != "/v1/messages":
            self.send_error(404)
        elif self.api.status != 200:
            self._refuse()
        else:
            self._stream()

    def _refuse(self) -> None:
        kind = _TYPES.get(self.api.status, "invalid_request_error")
        body = json.dumps({"type": "error", "error": {"type": kind, "message": "no"}}).encode()
        self.send_response(self.api.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", "30")
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            if self.api.raw:
                self._chunk(self.api.raw)
            for _each in range(self.api.pings):
                self._event({"type": "ping"})
                time.sleep(0.05)
            for number, event in enumerate(self.api.events()):
                if number == self.api.cut_after:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                time.sleep(self.api.delay)
                self._event(event)
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            self.close_connection = True

    def _event(self, event: dict[str, Any]) -> None:
        self._chunk(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())

    def _chunk(self, body: bytes) -> None:
        self.wfile.write(f"{len(body):x}\r\n".encode() + body + b"\r\n")

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def serving() -> Iterator[MessagesApi]:
    """The API at `url`, until the end of the block."""
    api = MessagesApi()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answering", (_Answering,), {"api": api}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    api.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
