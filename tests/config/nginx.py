"""The nginx configuration that ships, made to run in a folder on this machine's free ports."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

ROOT = Path(__file__).resolve().parent.parent.parent
SHIPPED = ROOT / "deploy" / "nginx"


def unpack(folder: Path, *, port: int = 8000, upstream: int = 8001) -> None:
    """Writes every file of deploy/nginx into the folder, its paths and ports replaced, and a certificate of an hour."""
    _certificate(folder)
    changes = {
        "/srv/helpcenter/deploy/nginx": str(folder),
        "/etc/letsencrypt/live/help.example.com": str(folder),
        "/etc/nginx/mime.types": str(folder / "mime.types"),
        "/var/lib/helpcenter/static": str(folder / "static"),
        "/var/cache/nginx": str(folder),
        "/var/log/nginx": str(folder),
        "/dev/stdout": str(folder / "access.log"),
        "/tmp/nginx": str(folder / "nginx"),
        "127.0.0.1:8001": f"127.0.0.1:{upstream}",
        "listen 8000": f"listen 127.0.0.1:{port}",
        "listen [::]:8000": f"listen [::1]:{port}",
        # Who isn't root may not listen below 1024.
        **{f"listen {of}{low}": f"listen {of}{port + low}" for of in ("", "[::]:") for low in (80, 443)},
    }
    for file in SHIPPED.iterdir():
        text = file.read_text()
        for shipped, here in changes.items():
            text = text.replace(shipped, here)
        (folder / file.name).write_text(text)
    (folder / "mime.types").write_text("types { text/css css; text/html html; }\n")
    # Who isn't root may not open the places that nginx was built with.
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    http = "error_log stderr; pid {0}/pid; events {{}}\nhttp {{ access_log off; {1} include {0}/helpcenter.conf; }}\n"
    (folder / "host.conf").write_text(http.format(folder, places))


def complaints(folder: Path, file: str) -> str:
    """What nginx says against the file; without nginx here, whether its brackets match."""
    if shutil.which("nginx"):
        command = ["nginx", "-e", "stderr", "-t", "-q", "-c", str(folder / file)]
        said = subprocess.run(command, capture_output=True, text=True)
        return said.stderr if said.returncode else ""
    text = (folder / file).read_text()
    return "" if text.count("{") == text.count("}") else f"{file}: brackets don't match"


@contextmanager
def running(folder: Path, file: str, port: int) -> Iterator[None]:
    """nginx with the file, listening when the body begins; gone, its logs written, behind it."""
    command = ["nginx", "-e", "stderr", "-c", str(folder / file)]
    if "daemon off;" not in (folder / file).read_text():
        command += ["-g", "daemon off;"]
    started = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _attempt in range(100):
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        started.send_signal(signal.SIGQUIT)
        started.wait(10)


def _certificate(folder: Path) -> None:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(hours=1))
    signed = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / "fullchain.pem").write_bytes(signed)
    kind = serialization.PrivateFormat.PKCS8
    plain = key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(plain)
