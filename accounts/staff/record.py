"""The record of what staff did: who came in, who was refused, what was changed. Values for programs, nothing typed.

One logger, `audit`; each line has the fields event, outcome and network, and those that the caller gives by name.
"""

import logging

from django.http import HttpRequest

from web.network import networks_of

_log = logging.getLogger("audit")


def note(event: str, request: HttpRequest, *, outcome: str = "ok", **fields: object) -> None:
    """Records what happened; a `reason` is a code of ours, never words of a stranger."""
    level = logging.INFO if outcome == "ok" else logging.WARNING
    network = next(iter(networks_of(request)), "").removesuffix("/32")
    known = {"event": event, "outcome": outcome, "network": network}
    _log.log(level, "%s: %s", event, outcome, extra=known | fields)
