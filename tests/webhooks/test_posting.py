"""One POST: to the machine that was checked, and whatever it does, we come to an end."""

import socket
import ssl
import threading
import time
from contextlib import contextmanager

import pytest

from tests.webhooks.receiver import listening
from webhooks import posting, targets
from webhooks.posting import Answer
from webhooks.targets import WrongAddressError


def post(url):
    return posting.post(url, body=b"{}", headers={"webhook-id": "msg_1"})


@contextmanager
def raw_server(talk):
    """Accepts lines and lets `talk` have each."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            while True:
                try:
                    line, _where = server.accept()
                except OSError:
                    return
                with line:
                    talk(line)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        server.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(posting, "TOTAL", 0.3)


def test_it_arrives_as_it_was_given(receiver):
    assert post(receiver.url) == Answer(status=200)
    [(path, headers, body)] = receiver.asked
    assert (path, body, headers["webhook-id"]) == ("/hooks?from=desk", b"{}", "msg_1")
    assert headers["Host"] == f"127.0.0.1:{receiver.port}"
    assert headers["User-Agent"] == "help-center-webhooks/1"


def test_a_redirect_is_an_answer_and_is_not_followed(receiver):
    receiver.answers = [(307, {"Location": receiver.url})]
    answer = post(receiver.url)
    assert (answer.status, answer.is_good, len(receiver.asked)) == (307, False, 1)


def test_what_asks_to_wait_is_heard(receiver):
    receiver.answers = [(429, {"Retry-After": "120"}), (503, {"Retry-After": "Fri, 27 Nov 2026 20:00:00 GMT"})]
    assert [post(receiver.url).wait for _time in range(2)] == [120, 0]


def test_a_huge_answer_is_not_read_to_its_end(receiver):
    receiver.body = b"x" * 100_000_000
    began = time.monotonic()
    assert post(receiver.url).is_good
    assert time.monotonic() - began < 5


def test_who_hangs_up_has_dropped_it(receiver):
    receiver.answers = [(None, {})]
    assert post(receiver.url) == Answer(error="dropped")


def test_nobody_listens(receiver, free_port):
    assert post(f"http://127.0.0.1:{free_port}/") == Answer(error="unreachable")


def test_who_says_nothing_is_given_up(receiver, quick):
    receiver.holds = threading.Event()
    assert post(receiver.url) == Answer(error="timeout")


def test_who_says_a_letter_at_a_time_is_given_up(receiver, quick):
    def drip(line):
        for sign in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000:
            try:
                line.send(bytes([sign]))
            except OSError:
                return
            time.sleep(0.01)

    with raw_server(drip) as url:
        began = time.monotonic()
        assert post(url) == Answer(error="timeout")
        assert time.monotonic() - began < 3


def test_who_speaks_no_http_has_dropped_it(receiver):
    with raw_server(lambda line: line.sendall(b"220 mail.example ESMTP\r\n")) as url:
        assert post(url) == Answer(error="dropped")


def test_tls_that_stalls_in_its_handshake_is_given_up(receiver, quick):
    def say_nothing(line):
        line.settimeout(5)
        while line.recv(1000):
            pass

    with raw_server(say_nothing) as url:
        assert post(url.replace("http:", "https:")) == Answer(error="timeout")


def test_a_certificate_that_nobody_vouches_for_is_refused(receiver, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def shake_hands(line):
        with pytest.raises((ssl.SSLError, OSError)):
            context.wrap_socket(line, server_side=True)

    with raw_server(shake_hands) as url:
        assert post(url.replace("http:", "https:")) == Answer(error="tls")


def test_tls_is_with_the_name_at_the_address_that_was_checked(settings, certificate, monkeypatch):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    names, hosts = [], []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _line, name, _context: names.append(name)

    def answer(line):
        with context.wrap_socket(line, server_side=True) as safe:
            hosts.append(safe.recv(10_000))
            safe.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    trusting = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr(posting.ssl, "create_default_context", lambda: trusting)
    resolve(monkeypatch, "127.0.0.1")
    with raw_server(answer) as url:
        assert post(url.replace("http://127.0.0.1", "https://hooks.example")) == Answer(status=204)
    assert names == ["hooks.example"]
    assert b"Host: hooks.example:" in hosts[0]


def resolve(monkeypatch, *addresses):
    """Every name leads to the first, when it is asked for again to the next."""
    asked, really = list(addresses), socket.getaddrinfo

    def known(host, port, *more, **options):
        if not host.endswith(".example"):
            return really(host, port, *more, **options)
        found = asked.pop(0) if len(asked) > 1 else asked[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found.split()]

    monkeypatch.setattr(targets.socket, "getaddrinfo", known)


def test_a_name_that_leads_elsewhere_when_asked_again_is_asked_once(settings, monkeypatch):
    """DNS rebinding: what was checked is what is connected to."""
    with listening() as inside:
        resolve(monkeypatch, "203.0.113.1", "127.0.0.1")
        settings.WEBHOOK_NETWORKS = ["203.0.113.0/24"]
        connected = []

        def connect(where, *_more):
            connected.append(where[0])
            raise ConnectionRefusedError

        monkeypatch.setattr(posting.socket, "create_connection", connect)
        assert post(f"http://rebinds.example:{inside.port}/") == Answer(error="unreachable")
        assert (connected, inside.asked) == (["203.0.113.1"], [])


def test_a_name_that_leads_inside_is_not_connected_to(monkeypatch):
    with listening() as inside:
        resolve(monkeypatch, "127.0.0.1")
        assert post(f"https://inside.example:{inside.port}/") == Answer(error="inside")
        assert inside.asked == []


def test_of_several_machines_only_those_that_are_allowed_are_tried(receiver, monkeypatch):
    resolve(monkeypatch, "10.0.0.1 127.0.0.2 127.0.0.1")
    # Nobody listens at 127.0.0.2, but Linux has all of 127.0.0.0/8.
    assert post(f"http://several.example:{receiver.port}/").is_good


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0"),
        *("168.63.129.16", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00:ec2::254", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "fec0::1"),
    ],
)
def test_what_is_inside_is_refused(address):
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(WrongAddressError, match="inside"):
        targets.check_number(targets.read(f"https://{host}/"))


def test_what_is_public_is_allowed_by_tls_alone():
    targets.check_number(targets.read("https://8.8.8.8/"))
    targets.check_number(targets.read("https://hooks.example/"))
    # As a gateway from IPv6 says the same.
    targets.check_number(targets.read("https://[64:ff9b::808:808]/"))
    for url in ("http://8.8.8.8/", "http://hooks.example/"):
        with pytest.raises(WrongAddressError, match="plain"):
            targets.check_number(targets.read(url))


def test_networks_of_ones_own_are_allowed_where_the_setting_says_so(settings):
    settings.WEBHOOK_NETWORKS = ["10.0.0.0/8", "fd00::/8"]
    for url in ("http://10.9.9.9/", "https://[fd00::1]/", "http://[::ffff:10.0.0.1]/", "http://later.example/"):
        targets.check_number(targets.read(url))
    with pytest.raises(WrongAddressError, match="inside"):
        targets.check_number(targets.read("https://192.168.0.1/"))


@pytest.mark.parametrize(
    "url",
    [
        *("", "hooks.example", "ftp://hooks.example/", "https:///x", "https://a:b@hooks.example/", "https://x/#y"),
        *("https://hooks.example:99999/", "https://hooks.example/\r\nX: y", "https://hooks.example/ä", "https://[::1/"),
        *("javascript:alert(1)", "https://" + "x" * 500),
    ],
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(WrongAddressError, match="malformed"):
        targets.read(url)
