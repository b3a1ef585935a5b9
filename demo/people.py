"""The sample people: one for every row of the entitlement table. They know nothing of the help center."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Person:
    """A person with an account in one product; `key` is their name in cookies, `standing` what the list says."""

    key: str
    name: str
    email: str
    product: str
    standing: str | Promise
    plan: str = ""
    role: str = ""
    organisation: str = ""
    organisation_name: str = ""

    @property
    def subject(self) -> str:
        """The sub claim: the same on every host of the product."""
        return f"{self.product}-{self.key.replace('_', '-')}"

    @property
    def initials(self) -> str:
        """The first letters of the first and last name."""
        parts = self.name.split()
        return parts[0][0] + parts[-1][0]


def _individual(key: str, name: str, standing: str | Promise, *, plan: str) -> Person:
    email = f"{name.lower().replace(' ', '.')}@example.com"
    return Person(key, name, email, "claude", standing, plan=plan)


def _hinode(key: str, name: str, standing: str | Promise, *, role: str) -> Person:
    email = f"{name.lower().replace(' ', '.')}@hinode.example"
    return Person(key, name, email, "claude", standing, "team", role, "org-hinode", "Hinode Works")


def _kaigan(key: str, name: str, standing: str | Promise, *, role: str) -> Person:
    email = f"{name.lower().replace(' ', '.')}@kaigan.example"
    return Person(key, name, email, "claude", standing, "enterprise", role, "org-kaigan", "Kaigan Logistics")


def _lattice(key: str, name: str, standing: str | Promise) -> Person:
    email = f"{name.lower().replace(' ', '.')}@lattice.example"
    return Person(key, name, email, "console", standing, "", key, "org-lattice", "Lattice Labs")


PEOPLE: tuple[Person, ...] = (
    _individual("free", "Yui Tanaka", _("Free plan"), plan="free"),
    _individual("pro", "Marta Silva", _("Pro plan"), plan="pro"),
    _individual("max", "Theo Laurent", _("Max plan"), plan="max"),
    _hinode("team_member", "Mio Kondo", _("Team plan, member"), role="member"),
    _hinode("team_admin", "Lucas Weber", _("Team plan, admin"), role="admin"),
    _hinode("team_owner", "Kenji Hayashi", _("Team plan, owner"), role="owner"),
    _hinode("team_primary_owner", "Sakura Ono", _("Team plan, primary owner"), role="primary_owner"),
    _kaigan("enterprise_member", "Daniel Price", _("Enterprise plan, member"), role="member"),
    _kaigan("enterprise_owner", "Aiko Yamada", _("Enterprise plan, owner"), role="owner"),
    _kaigan("enterprise_contact", "Ren Fujita", _("Enterprise plan, member and support contact"), role="member"),
    _individual("unknown_plan", "Noor Haddad", _("A plan the help center doesn't know"), plan="orbit"),
    _lattice("admin", "Mika Berg", _("Admin")),
    _lattice("developer", "Jun Nakagawa", _("Developer")),
    _lattice("billing", "Ines Costa", _("Billing")),
    _lattice("claude_code_user", "Owen Clarke", _("Claude Code user")),
    _lattice("user", "Priya Nair", _("User")),
)


def people_of(product: str) -> list[Person]:
    """Everyone with an account in the product."""
    return [person for person in PEOPLE if person.product == product]


def find_person(product: str, key: str) -> Person | None:
    """The person with this key in the product, or None."""
    return next((person for person in people_of(product) if person.key == key), None)
