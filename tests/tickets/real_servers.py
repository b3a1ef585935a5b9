"""Dovecot and Postfix as this machine has them, each started in a folder of its own on free ports of loopback."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

_DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
{users}
mail_location = maildir:{folder}/mail
first_valid_uid = 1
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
passdb {{
  driver = static
  args = password=pw
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
"""


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return int(probe.getsockname()[1])


def _wait_for(port: int, log: Path) -> None:
    until = time.monotonic() + 30
    while not listens(port):
        if time.monotonic() > until:
            raise TimeoutError(log.read_text()[-3000:] if log.exists() else "no log")
        time.sleep(0.05)


def has_dovecot() -> bool:
    """Whether it is installed."""
    return shutil.which("dovecot", path=_path()) is not None


def has_postfix() -> bool:
    """Whether it is installed and we may start it: its master runs as root alone."""
    return shutil.which("postfix", path=_path()) is not None and os.geteuid() == 0


def _path() -> str:
    return os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder that servers reach which drop their rights; pytest shuts its own to them when another run begins."""
    # They may be about to write while they end.
    with tempfile.TemporaryDirectory(prefix="mail-servers-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


@contextmanager
def dovecot(folder: Path, certificate: Path) -> Iterator[tuple[int, int]]:
    """Its ports, without TLS and with; any user has the mailbox with the password `pw`."""
    owner = pwd.getpwnam("dovecot") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    group = grp.getgrgid(owner.pw_gid).gr_name
    # Who isn't root can't become somebody else.
    names = ("internal_user", "login_user") if os.geteuid() else ()
    users = "\n".join([*(f"default_{name} = {owner.pw_name}" for name in names), f"default_internal_group = {group}"])
    for name in ("mail", "home", "run", "state"):
        (folder / name).mkdir()
        os.chown(folder / name, owner.pw_uid, owner.pw_gid)
    ports = {"port": free_port(), "tls_port": free_port()}
    said = {"folder": folder, "users": users, "uid": owner.pw_uid, "gid": owner.pw_gid, "certificate": certificate}
    file = folder / "dovecot.conf"
    file.write_text(_DOVECOT.format(**said, **ports))
    command = [shutil.which("dovecot", path=_path()) or "", "-F", "-c", str(file)]
    with subprocess.Popen(command) as process:
        try:
            _wait_for(ports["port"], folder / "dovecot.log")
            yield ports["port"], ports["tls_port"]
        finally:
            process.terminate()


_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log/postfix.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.our.example
mydestination = $myhostname
mynetworks = 127.0.0.0/8
alias_maps =
recipient_delimiter = +
smtputf8_enable = yes
# A test doesn't wait for the queue's usual five minutes.
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
transport_retry_time = 1s
{more}
"""
_MASTER = """
{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
{more}
"""


@contextmanager
def postfix(folder: Path, *, main: str = "", master: str = "") -> Iterator[int]:
    """The port of a Postfix with these lines besides in main.cf and master.cf."""
    for name in ("etc", "queue", "data", "log"):
        (folder / name).mkdir(parents=True)
    owner = pwd.getpwnam("postfix")
    os.chown(folder / "data", owner.pw_uid, owner.pw_gid)
    port = free_port()
    (folder / "etc" / "main.cf").write_text(_MAIN.format(folder=folder, more=main))
    (folder / "etc" / "master.cf").write_text(_MASTER.format(port=f"127.0.0.1:{port}", more=master))
    command = [shutil.which("postfix", path=_path()) or "", "-c", str(folder / "etc")]
    started = subprocess.run([*command, "start"], capture_output=True, text=True)
    try:
        if started.returncode:
            raise RuntimeError(started.stderr + started.stdout)
        _wait_for(port, folder / "log" / "postfix.log")
        yield port
    finally:
        _stop([*command, "stop"], folder / "queue" / "pid" / "master.pid")


def _stop(command: list[str], master: Path) -> None:
    """Bid it stop; one that doesn't within a quarter of a minute is killed, as its own scripts wait for ever."""
    stopping = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        stopping.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(stopping.pid, signal.SIGKILL)
        stopping.wait()
        with suppress(OSError, ValueError):
            os.killpg(int(master.read_text()), signal.SIGKILL)
