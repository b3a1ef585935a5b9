"""How the web server is started, wherever it is. Values only."""

import sys
from ipaddress import ip_address

LOOPBACK = "127.0.0.1"


def web_command(*, host: str, port: int, workers: int, patience: int) -> list[str]:
    """granian with our application; a request in hand has `patience` seconds to end when the server is stopped."""
    command = [sys.executable, "-m", "granian", "config.wsgi:application", "--interface", "wsgi", "--no-ws"]
    command += ["--http", "1", "--host", host, "--port", str(port), "--workers", str(workers)]
    # A sign-in makes the site ask itself for a key set and a token; a second thread must be free to answer.
    command += ["--blocking-threads", "4", "--workers-kill-timeout", str(patience)]
    return [*command, "--respawn-failed-workers", "--log-level", "warning"]


def stays_here(host: str) -> bool:
    """Whether only this machine reaches what listens on the host."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
