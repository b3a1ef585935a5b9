"""Load on one address for some seconds: wrk when there is one, else a process of our own. Standard library only."""

import asyncio
import re
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Load:
    """What came back: requests, requests a second, the median time of one in ms, and answers other than 2xx and 3xx."""

    requests: int
    per_second: float
    median_ms: float
    failed: int


def run(url: str, host: str, seconds: float, connections: int) -> Load:
    """Sends GET requests from another process, so that its cost isn't counted as the server's."""
    if shutil.which("wrk"):
        return _wrk(url, host, seconds, connections)
    command = [sys.executable, __file__, url, host, str(seconds), str(connections)]
    out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    requests, per_second, median_ms, failed = out.split()
    return Load(int(requests), float(per_second), float(median_ms), int(failed))


def _wrk(url: str, host: str, seconds: float, connections: int) -> Load:
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{max(1, round(seconds))}s",
        "--latency",
        "-H",
        f"Host: {host}",
        url,
    ]
    out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    found = re.search(r"(\d+) requests in", out), re.search(r"Requests/sec:\s+([\d.]+)", out)
    half = re.search(r"^\s+50%\s+([\d.]+)(us|ms|s)", out, re.M)
    if not (found[0] and found[1] and half):
        raise SystemExit(f"wrk said:\n{out}")
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    milliseconds = float(half[1]) * {"us": 0.001, "ms": 1, "s": 1000}[half[2]]
    return Load(int(found[0][1]), float(found[1][1]), milliseconds, int(failed[1]) if failed else 0)


async def _connection(url: str, host: str, until: float, times: list[float]) -> int:
    """One connection that asks again and again; returns how many answers failed."""
    parts, failed = urlsplit(url), 0
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    request = f"GET {parts.path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    while time.monotonic() < until:
        begun = time.perf_counter()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = re.search(rb"content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        times.append(1000 * (time.perf_counter() - begun))
        failed += head[9:10] not in b"23"
    writer.close()
    return failed


async def _own(url: str, host: str, seconds: float, connections: int) -> Load:
    times: list[float] = []
    begun = time.monotonic()
    all_of_them = (_connection(url, host, begun + seconds, times) for _ in range(connections))
    failed = sum(await asyncio.gather(*all_of_them))
    return Load(len(times), len(times) / (time.monotonic() - begun), statistics.median(times or [0]), failed)


if __name__ == "__main__":
    _result = asyncio.run(_own(sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])))
    print(_result.requests, _result.per_second, _result.median_ms, _result.failed)
