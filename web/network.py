"""Which network a request came from, for limits that a dropped cookie must not evade. Knows no limit."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# One subscriber's addresses: an IPv6 line is given a whole /64.
_IPV6_PREFIX = 64


def network_of(request: HttpRequest) -> str:
    """The IPv4 address or the IPv6 /64 of the browser; "" when it can't be known, as behind a Unix socket.

    Only what our own proxies (TRUSTED_PROXIES of them) wrote into X-Forwarded-For counts; the rest anybody can make up.
    """
    forwarded = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    hops = [*forwarded, request.META.get("REMOTE_ADDR", "")][-1 - settings.TRUSTED_PROXIES :]
    try:
        address = ip_address(hops[0])
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, _IPV6_PREFIX), strict=False))
