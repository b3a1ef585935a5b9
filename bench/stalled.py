"""`python bench/stalled.py PORT HOST [PATH]`: what others wait while 60 connections post a form and never finish it."""

import http.client
import socket
import sys
import time

SENDERS = 60
SECONDS = 20


def stall(port: int, host: str) -> socket.socket:
    """A connection that promises a hundred bytes and sends six."""
    sender = socket.create_connection(("127.0.0.1", port), timeout=5)
    head = f"POST /en/messenger/start HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
    form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ntext=H"
    sender.sendall((head + form).encode())
    return sender


def read(port: int, host: str, path: str) -> float:
    """The seconds that a page took; infinite when it didn't come within twenty."""
    started = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"Host": host})
        connection.getresponse().read()
    except OSError:
        return float("inf")
    finally:
        connection.close()
    return time.monotonic() - started


def main(port: int, host: str, path: str = "/en/") -> None:
    read(port, host, path)
    print(f"before: {1000 * read(port, host, path):.1f} ms")
    senders = [stall(port, host) for _sender in range(SENDERS)]
    time.sleep(1)
    until, times = time.monotonic() + SECONDS, []
    while time.monotonic() < until:
        times.append(read(port, host, path))
        time.sleep(0.1)
    times.sort()
    median, longest = 1000 * times[len(times) // 2], 1000 * times[-1]
    print(f"with {SENDERS} stalled posts: median {median:.1f} ms, longest {longest:.1f} ms")
    for sender in senders:
        sender.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
