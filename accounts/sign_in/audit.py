"""The record of who came in, left or was refused: values for programs, nothing that anybody typed or is called.

One logger, `audit`; each record has the fields event, outcome, domain, customer, reason and network.
"""

import logging

from django.http import HttpRequest

from accounts.models import Customer, Domain
from web.network import networks_of

_log = logging.getLogger("audit")


def note(
    event: str,
    *,
    request: HttpRequest,
    outcome: str = "ok",
    domain: Domain | None = None,
    customer: Customer | None = None,
    reason: str = "",
) -> None:
    """Records what happened; `reason` is a code of ours, never words of a stranger."""
    level = logging.INFO if outcome == "ok" else logging.WARNING
    fields = {
        "event": event,
        "outcome": outcome,
        "domain": domain.host if domain else "",
        "customer": customer.pk if customer else None,
        "reason": reason,
        "network": next(iter(networks_of(request)), ""),
    }
    _log.log(level, "%s: %s%s", event, outcome, f" ({reason})" if reason else "", extra=fields)
