"""Whom something is for: one pure function over product, plan and role. No Django, no database, no clock.

An audience never grants a way to support; `accounts.entitlements` does. It says what is worth showing to whom.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from accounts.identity import AuthenticationDomain, ConsoleRole, Identity, OrganisationRole, Plan, Product

_WITH_ROLES = frozenset({Plan.TEAM, Plan.ENTERPRISE})


class LeftOut(StrEnum):
    """Why somebody isn't among an audience."""

    NOT_LOGGED_IN = "not_logged_in"
    PRODUCT = "product"
    PLAN = "plan"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom something is for. What is empty asks nothing: "" is every product, no plans are all, unknown ones too."""

    product: str = ""
    plans: frozenset[str] = frozenset()
    organisation_roles: frozenset[str] = frozenset()
    console_roles: frozenset[str] = frozenset()
    not_logged_in: bool = True
    everybody: bool = False


def left_out(audience: Audience, identity: Identity | None, domain: AuthenticationDomain | None) -> LeftOut | None:
    """Why it isn't for this person, or None where it is. Total: an unknown plan or role counts as the least one.

    As for the entitlements, an identity without a domain counts as not logged in.
    """
    if audience.everybody:
        return None
    if identity is None or domain is None:
        return None if audience.not_logged_in else LeftOut.NOT_LOGGED_IN
    if audience.product not in {"", identity.product}:
        return LeftOut.PRODUCT
    if identity.product == Product.CONSOLE:
        role = _known(identity.role, ConsoleRole, ConsoleRole.USER)
        return _unless_in(audience.console_roles, role, LeftOut.ROLE)
    plan = _known(identity.plan, Plan, Plan.FREE)
    missing = _unless_in(audience.plans, plan, LeftOut.PLAN)
    if missing or plan not in _WITH_ROLES:
        return missing
    role = _known(identity.role, OrganisationRole, OrganisationRole.MEMBER)
    return _unless_in(audience.organisation_roles, role, LeftOut.ROLE)


def _known(value: str, known: Iterable[str], least: str) -> str:
    return value if value in set(known) else least


def _unless_in(wanted: frozenset[str], value: str, why: LeftOut) -> LeftOut | None:
    return why if wanted and value not in wanted else None
