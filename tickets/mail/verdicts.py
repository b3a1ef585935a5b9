"""What a report says of an address itself: that no mail will ever reach it, or that its owner wants none.

No Django; it believes nothing. Delivery reports are RFC 3464 with the codes of RFC 3463, complaints RFC 5965.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from tickets.mail.reports import About, Report

_CODE = re.compile(r"([245])\.([0-9]{1,3})\.([0-9]{1,3})(?![0-9.]*[0-9])")
# No such mailbox, no such domain, a bad address, moved without a trace, a domain that takes no mail; mailbox disabled.
# A full mailbox, a mail too large, a policy or a suspicion of spam say nothing of the address.
_ADDRESS_IS_GONE = frozenset({(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)})
_WANTED_AFTER_ALL = frozenset({"not-spam"})


class Verdict(StrEnum):
    """What becomes of an address; the values are kinds of SuppressedAddress."""

    HARD_BOUNCE = "hard_bounce"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one report says. `addresses` are in lower case; `mail_ids` are of the mail that it brings back."""

    verdict: Verdict | None
    addresses: list[str]
    mail_ids: list[str]
    words: str


def is_gone(words: str) -> bool:
    """Whether a mail server's answer or status says for good that there is no such mailbox."""
    found = _CODE.match(words.strip())
    return found is not None and found[1] == "5" and (int(found[2]), int(found[3])) in _ADDRESS_IS_GONE


def of(report: Report) -> Finding | None:
    """What the report says of somebody for whom delivery failed for good, or who complained; else None."""
    if report.about == About.COMPLAINT:
        if report.words in _WANTED_AFTER_ALL:
            return None
        return Finding(Verdict.COMPLAINT, list(report.complained), report.mail_ids, report.words)
    if not (report.failed or report.statuses):
        return None
    is_hard = bool(report.statuses) and all(map(is_gone, report.statuses))
    return Finding(Verdict.HARD_BOUNCE if is_hard else None, report.failed, report.mail_ids, report.words)
