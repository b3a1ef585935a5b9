"""Which senders are answered by nobody: addresses that say so themselves, and what is taken for spam. No Django."""

import re
from collections.abc import Mapping

# As a whole, or before a sign: "noreply+x@", "bounces-12@"; never "bounce.smith@".
_LOCAL = re.compile(
    r"(?:(?:no|do-?not|donot)[._-]?reply|mailer-daemon|postmaster|bounces?|notifications?|daemon|root|abuse|"
    r"auto(?:mated|matic)?[._-]?(?:reply|responder|confirm)?)(?:[+=-].*)?",
    re.IGNORECASE,
)


def is_robot(address: str) -> bool:
    """Whether nobody reads what comes to this address, by its name."""
    return _LOCAL.fullmatch(address.rpartition("@")[0]) is not None


def is_spam(headers: Mapping[str, str]) -> bool:
    """Whether a filter on the way said so; who sends spam says it of no mail of theirs."""
    flags = (headers.get(name, "").strip().lower() for name in ("x-spam-flag", "x-spam"))
    return any(flag in {"yes", "true"} for flag in flags) or headers.get("x-spam-status", "").lower().startswith("yes")
