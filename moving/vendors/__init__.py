"""The desks that people come from: each module knows one's export, as it is publicly documented. No Django."""

from moving.vendors.desks import Desk
from moving.vendors.freshdesk import FRESHDESK
from moving.vendors.intercom import INTERCOM
from moving.vendors.zendesk import ZENDESK

__all__ = ["DESKS", "Desk"]

DESKS: dict[str, Desk] = {desk.name: desk for desk in (ZENDESK, INTERCOM, FRESHDESK)}
