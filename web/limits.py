"""How often something may be done: the limits as data, and the words of a refusal. Counts nothing itself."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from web.network import Networks

# Many people share a wider network, so it may do as many times more as stands here; by the length of its prefix.
_WIDER = {"32": 1, "24": 8, "64": 1, "56": 2, "48": 4}


# What two amounts may come to without being too large for the table.
_LARGEST = 2**30 - 1


@dataclass(frozen=True, slots=True)
class Claim:
    """One tally that an act adds to, and how far it may go."""

    what: str
    key: UUID
    most: int
    seconds: int
    # How much of it one act is.
    amount: int = 1


class TooOftenError(Exception):
    """`what` was done as often as it may be; it may be done again in `seconds`."""

    def __init__(self, what: str, seconds: float) -> None:
        super().__init__(what)
        self.what = what
        self.seconds = max(1, math.ceil(seconds))


def claims(what: str, *, networks: Networks = (), about: object = "", **who: object) -> list[Claim]:
    """What one act counts for: each `who` that is known (a visit, a customer, an address), and the networks.

    The numbers are settings.LIMITS[what]; `about` narrows the count to one thing, such as an article.
    """
    return list(_claims(what, networks, about, who))


def share(what: str, amount: int, *, most: int, seconds: int, about: object = "", **who: object) -> list[Claim]:
    """What an act counts for that is an amount, such as tokens, and whose limit stands elsewhere than in LIMITS."""
    return [
        Claim(what, _key(what, about, kind, name), min(most, _LARGEST), seconds, min(amount, _LARGEST))
        for kind, name in who.items()
        if name not in (None, "")
    ]


def _claims(what: str, networks: Networks, about: object, who: dict[str, object]) -> Iterator[Claim]:
    limit = settings.LIMITS[what]
    for kind, name in who.items():
        if name not in (None, ""):
            yield Claim(what, _key(what, about, kind, name), limit[kind], limit["seconds"])
    for network in networks:
        most = limit["network"] * _WIDER[network.rpartition("/")[2]]
        yield Claim(what, _key(what, about, "network", network), most, limit["seconds"])


def _key(*parts: object) -> UUID:
    named = "\x1f".join(str(part) for part in parts)
    return UUID(bytes=salted_hmac("web.limits", named, algorithm="sha256").digest()[:16])


def when_again(refused: TooOftenError, *, after: str = "") -> str:
    """When it may be done again, in the reader's language; behind another sentence if there is one."""
    minutes = math.ceil(refused.seconds / 60)
    words = ngettext("Please try again in %(minutes)d minute.", "Please try again in %(minutes)d minutes.", minutes)
    # No space follows a Japanese full stop.
    between = "" if after.endswith("。") or not after else " "
    return f"{after}{between}{words % {'minutes': minutes}}"
