"""Which network a request came from, for limits that a dropped cookie must not evade. Knows no limit."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

type Networks = tuple[str, ...]

# An IPv6 line is given a whole /64, many a /56, some a /48; an IPv4 line one address, its neighbours share the /24.
_IPV6_WIDTHS = (64, 56, 48)
_IPV4_WIDTHS = (32, 24)


def networks_of(request: HttpRequest) -> Networks:
    """The browser's network at each width, the narrowest first; none when it can't be known, as behind a Unix socket.

    Only what our own proxies (TRUSTED_PROXIES of them) wrote into X-Forwarded-For counts; the rest anybody can make up.
    """
    address = _address_of(request)
    if address is None:
        return ()
    widths = _IPV6_WIDTHS if isinstance(address, IPv6Address) else _IPV4_WIDTHS
    return tuple(str(ip_network((address, width), strict=False)) for width in widths)


def _address_of(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    forwarded = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    hops = [*forwarded, request.META.get("REMOTE_ADDR", "")][-1 - settings.TRUSTED_PROXIES :]
    try:
        address = ip_address(hops[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
