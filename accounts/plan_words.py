"""What plans and roles are called where staff choose among them. Words only."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.identity import ConsoleRole, OrganisationRole, Plan, Product

# Names of products stay as they are.
PLANS: list[tuple[str, str]] = [
    (Plan.FREE, "Free"),
    (Plan.PRO, "Pro"),
    (Plan.MAX, "Max"),
    (Plan.TEAM, "Team"),
    (Plan.ENTERPRISE, "Enterprise"),
]
ORGANISATION_ROLES: list[tuple[str, str | Promise]] = [
    (OrganisationRole.PRIMARY_OWNER, _("primary owner")),
    (OrganisationRole.OWNER, pgettext_lazy("role in an organization", "owner")),
    (OrganisationRole.ADMIN, _("admin")),
    (OrganisationRole.MEMBER, _("member")),
]
CONSOLE_ROLES: list[tuple[str, str | Promise]] = [
    (ConsoleRole.ADMIN, _("admin")),
    (ConsoleRole.DEVELOPER, _("developer")),
    (ConsoleRole.BILLING, _("billing")),
    (ConsoleRole.CLAUDE_CODE_USER, _("Claude Code user")),
    (ConsoleRole.USER, _("user")),
]


def plan_word(plan: str) -> str:
    """What a plan is called; one that isn't known, as the token gave it."""
    return dict(PLANS).get(plan, plan)


def role_word(role: str, product: str) -> str:
    """What a role is called in its product; one that isn't known, as the token gave it."""
    roles = CONSOLE_ROLES if product == Product.CONSOLE else ORGANISATION_ROLES
    return str(dict(roles).get(role, role))
