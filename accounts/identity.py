"""Who a person is, as values: what a signed token said, and at which domain. No Django, no database."""

from dataclasses import dataclass
from enum import StrEnum


class Product(StrEnum):
    """The two products people have accounts in."""

    CLAUDE = "claude"
    CONSOLE = "console"


class Plan(StrEnum):
    """Plans of Claude accounts."""

    FREE = "free"
    PRO = "pro"
    MAX = "max"
    TEAM = "team"
    ENTERPRISE = "enterprise"


class OrganisationRole(StrEnum):
    """Roles in a Team or Enterprise organisation."""

    PRIMARY_OWNER = "primary_owner"
    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"


class ConsoleRole(StrEnum):
    """Roles in a Console organisation."""

    ADMIN = "admin"
    DEVELOPER = "developer"
    BILLING = "billing"
    CLAUDE_CODE_USER = "claude_code_user"
    USER = "user"


class DomainStatus(StrEnum):
    """Whether a domain's sign-ins still open the way to people."""

    CURRENT = "current"
    LEGACY = "legacy"


@dataclass(frozen=True, slots=True)
class AuthenticationDomain:
    """A domain whose login issues identities. `successor` is the host that replaces a legacy one, or ""."""

    host: str
    product: str
    status: str = DomainStatus.CURRENT
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """A signed-in person. `plan` and `role` stand as the token gave them; entitlements judge unknown ones.

    `keeps_billing`: a plan or role that reached people ended so lately that questions about its bills still do.
    """

    subject: str
    email: str
    product: str
    plan: str = ""
    role: str = ""
    name: str = ""
    organisation: str = ""
    support_contact: bool = False
    keeps_billing: bool = False
