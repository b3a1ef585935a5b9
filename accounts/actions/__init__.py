"""Everything that changes rows about people: visits, customers, and the roster. Nothing else writes them."""

from accounts.actions.handing_back import HandBackRefusedError, hand_back, waits_for
from accounts.actions.linking import change_domain
from accounts.actions.renewing import SomebodyElseError, renew_rights
from accounts.actions.using import digest
from accounts.actions.visiting import (
    continue_visit,
    end_visits,
    forget_contacts,
    forget_customers,
    forget_used_tokens,
    forget_visitors,
    sign_in,
    sign_out,
    start_visit,
)

__all__ = [
    "HandBackRefusedError",
    "SomebodyElseError",
    "change_domain",
    "continue_visit",
    "digest",
    "end_visits",
    "forget_contacts",
    "forget_customers",
    "forget_used_tokens",
    "forget_visitors",
    "hand_back",
    "renew_rights",
    "sign_in",
    "sign_out",
    "start_visit",
    "waits_for",
]
