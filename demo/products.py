"""The stand-ins: which product each host plays. Values only."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Product:
    """One host. `product` is the claim in its tokens, `successor` the host that replaces it, or ""."""

    host: str
    name: str
    product: str
    algorithm: str
    successor: str = ""


_BY_SLUG = {
    "claude": ("Claude", "claude", "EdDSA", ""),
    "platform": ("Claude Console", "console", "ES256", ""),
    "console": ("Console", "console", "RS256", "platform"),
}


def product_at(host: str) -> Product:
    """The product that this host (without a port) plays. Raises KeyError for a host that plays none."""
    hosts = {slug: name for name, slug in settings.DEMO_HOSTS.items()}
    name, product, algorithm, successor = _BY_SLUG[settings.DEMO_HOSTS[host]]
    return Product(host, name, product, algorithm, hosts[successor] if successor else "")
