"""Asks the domain name system. Knows nothing of mail."""

from typing import Protocol

import dns.exception
import dns.resolver
import dns.reversename

# Seconds for one question, all servers together.
_PATIENCE = 6.0


class NamesAwayError(Exception):
    """Nobody answered, so nothing is known."""


class Names(Protocol):
    """Whoever answers."""

    def ask(self, name: str, kind: str) -> list[str]:
        """The records of this kind (A, AAAA, MX, TXT, PTR) as texts, [] for none; raises NamesAwayError."""
        ...


class SystemNames:
    """The name servers that this machine uses."""

    def __init__(self) -> None:
        self.resolver = dns.resolver.Resolver()
        self.resolver.lifetime = _PATIENCE

    def ask(self, name: str, kind: str) -> list[str]:
        """As `Names`; of TXT the strings of one record are one text, of MX the host alone, best first."""
        try:
            answer = self.resolver.resolve(name, kind)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError) as error:
            raise NamesAwayError(f"{name} {kind}: {error}") from error
        if kind == "TXT":
            return [b"".join(record.strings).decode(errors="replace") for record in answer]
        if kind == "MX":
            best = sorted(answer, key=lambda record: int(record.preference))
            return [record.exchange.to_text().rstrip(".") for record in best]
        return [record.to_text().rstrip(".") for record in answer]


def reverse_of(address: str) -> str:
    """The name under which the address's own name stands."""
    return str(dns.reversename.from_address(address)).rstrip(".")
