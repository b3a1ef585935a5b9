"""The record of what staff did: who came in, who was refused, what was changed. Values for programs, nothing typed.

Each is a row of the audit trail, and a line of the logger `audit` with the fields event, outcome and network, and those
that the caller gives by name.
"""

import logging
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from accounts.audit.actions import enter
from accounts.models import User
from web.actions import take
from web.limits import TooOftenError, share
from web.network import networks_of

_log = logging.getLogger("audit")
_HOUR = 3600
# What an entry has columns for; the rest are its details.
_COLUMNS = {"staff", "of", "model", "row"}


def note(
    event: str,
    request: HttpRequest,
    *,
    outcome: str = "ok",
    about: Model | None = None,
    details: Mapping[str, object] | None = None,
    **fields: object,
) -> None:
    """Records what happened, to the row that it is `about`; a `reason` is a code of ours, never words of a stranger.

    `staff` is the number of who did it: who is signed in, unless given. `of` is the number of a user it was done to.
    `details` go to the trail alone.
    """
    signed_in = request.user if isinstance(request.user, User) else None
    fields.setdefault("staff", signed_in.pk if signed_in else None)
    level = logging.INFO if outcome == "ok" else logging.WARNING
    network = next(iter(networks_of(request)), "").removesuffix("/32")
    known = {"event": event, "outcome": outcome, "network": network}
    _log.log(level, "%s: %s", event, outcome, extra=known | fields)
    staff = fields["staff"]
    enter(
        kind=event,
        staff=signed_in if signed_in and signed_in.pk == staff else staff if isinstance(staff, int) else None,
        about=about or _user(fields.get("of")),
        outcome=outcome,
        network=network,
        details={name: value for name, value in fields.items() if name not in _COLUMNS} | dict(details or {}),
    )


def note_openings(event: str, request: HttpRequest, *, about: Model | None = None) -> None:
    """Records that somebody looked at the thing, or the one there is; once an hour for each person and thing.

    The count and the entry are in one transaction: an entry that fails doesn't make the next one look repeated.
    """
    person = request.user.pk or 0
    thing = f"{about._meta.label_lower}:{about.pk}" if about else ""
    try:
        with transaction.atomic():
            take(share(event, 1, most=1, seconds=_HOUR, about=thing, staff=person), now=timezone.now())
            note(event, request, about=about)
    except TooOftenError:
        return


def _user(number: object) -> User | None:
    return User.objects.filter(pk=number).first() if isinstance(number, int) else None
