"""Where a webhook may go: what an address says, and which machines it may lead to. Asks the resolver, no rows."""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings

from web.outbound import is_loopback

type Address = IPv4Address | IPv6Address
type Network = IPv4Network | IPv6Network

LONGEST = 500
# Public by its number, and where a machine in Azure is told its secrets.
_METADATA = (IPv4Address("168.63.129.16"),)
# Well-known prefix of gateways from IPv6 to IPv4 (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")
_PORTS = {"https": 443, "http": 80}


class WrongAddressError(ValueError):
    """What stands there is no address that webhooks go to; the text is a code of `webhooks.words`."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address, taken apart: `host` in ASCII, `path` with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_encrypted(self) -> bool:
        """Whether it is https."""
        return self.scheme == "https"


def read(url: str) -> Target:
    """The parts of an address. Raises WrongAddressError for one with a password, a fragment, or of another kind."""
    if len(url) > LONGEST or any(not "!" <= sign <= "~" for sign in url):
        raise WrongAddressError("malformed")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host if ":" in host else host.encode("idna").decode()
    except ValueError as error:
        raise WrongAddressError("malformed") from error
    if parts.scheme not in _PORTS or not host or "@" in parts.netloc or "#" in url:
        raise WrongAddressError("malformed")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or _PORTS[parts.scheme], path)


def allowed_networks() -> list[Network]:
    """Networks of our own that webhooks may go to, as WEBHOOK_NETWORKS says."""
    return [ip_network(each) for each in settings.WEBHOOK_NETWORKS]


def check(target: Target, address: Address) -> None:
    """Raises WrongAddressError unless the target may be at this address of a machine.

    Only where an operator let it, it may be inside: private, this machine, link-local, where clouds keep secrets.
    """
    plain = _behind(address)
    if any(plain.version == each.version and plain in each for each in allowed_networks()):
        return
    if not target.is_encrypted:
        raise WrongAddressError("plain")
    if not _is_public(plain):
        raise WrongAddressError("inside")


def check_number(target: Target) -> None:
    """The same of a host that is a number or can only mean this machine, before anybody connects."""
    try:
        address = ip_address("127.0.0.1" if is_loopback(target.host) else target.host)
    except ValueError:
        if not target.is_encrypted and not settings.WEBHOOK_NETWORKS:
            raise WrongAddressError("plain") from None
        return
    check(target, address)


def addresses_of(target: Target) -> list[Address]:
    """At which machines the target is, each of which it may be at: asked once, and what is connected to.

    Raises WrongAddressError where there is none, or none that is allowed. How long it may take is the resolver's.
    """
    if is_loopback(target.host):
        found: Iterable[str] = ["127.0.0.1"]
    else:
        try:
            known = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise WrongAddressError("unresolved") from error
        found = dict.fromkeys(str(row[4][0]).partition("%")[0] for row in known)
    refusal: WrongAddressError | None = None
    permitted: list[Address] = []
    for each in map(ip_address, found):
        try:
            check(target, each)
        except WrongAddressError as error:
            refusal = error
        else:
            permitted.append(each)
    if not permitted:
        raise refusal or WrongAddressError("unresolved")
    return permitted


def _behind(address: Address) -> Address:
    """The machine that it leads to: an IPv4 address inside one of IPv6 is what a gateway makes of that."""
    if not isinstance(address, IPv6Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _is_public(address: Address) -> bool:
    inside = address.is_multicast or address.is_reserved or address in _METADATA
    return address.is_global and not inside and not getattr(address, "is_site_local", False)
