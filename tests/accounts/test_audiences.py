"""Whom something is for, compared with the table written out by hand, for everybody there can be."""

from itertools import product as combinations

import pytest

from accounts.audiences import Audience, LeftOut, left_out
from accounts.identity import AuthenticationDomain, Identity

CURRENT = AuthenticationDomain("claude.ai", "claude")
LEGACY = AuthenticationDomain("console.anthropic.com", "console", "legacy", "platform.claude.com")


def person(plan: str = "", role: str = "", product: str = "claude") -> Identity:
    return Identity("1", "a@example.com", product, plan, role)


OWNERS = Audience(plans=frozenset({"team", "enterprise"}), organisation_roles=frozenset({"owner", "primary_owner"}))
FREE_ONLY = Audience(product="claude", plans=frozenset({"free"}), not_logged_in=False)
CONSOLE_ADMINS = Audience(product="console", console_roles=frozenset({"admin"}))
CONSOLE_USERS = Audience(console_roles=frozenset({"user"}))
MEMBERS = Audience(organisation_roles=frozenset({"member"}))


@pytest.mark.parametrize(
    ("audience", "who", "why"),
    [
        (Audience(), person("pro"), None),
        (Audience(), None, None),
        (Audience(not_logged_in=False), None, LeftOut.NOT_LOGGED_IN),
        (OWNERS, person("team", "owner"), None),
        (OWNERS, person("enterprise", "admin"), LeftOut.ROLE),
        (OWNERS, person("team", "boss"), LeftOut.ROLE),
        (OWNERS, person("pro", "owner"), LeftOut.PLAN),
        (OWNERS, person(role="developer", product="console"), None),
        (OWNERS, None, None),
        (FREE_ONLY, person("free"), None),
        (FREE_ONLY, person("orbit"), None),
        (FREE_ONLY, person("max"), LeftOut.PLAN),
        (FREE_ONLY, person(role="admin", product="console"), LeftOut.PRODUCT),
        (FREE_ONLY, None, LeftOut.NOT_LOGGED_IN),
        (CONSOLE_ADMINS, person(role="admin", product="console"), None),
        (CONSOLE_ADMINS, person(role="billing", product="console"), LeftOut.ROLE),
        (CONSOLE_ADMINS, person("team", "admin"), LeftOut.PRODUCT),
        (CONSOLE_USERS, person(role="nobody knows", product="console"), None),
        (CONSOLE_USERS, person(role="developer", product="console"), LeftOut.ROLE),
        (MEMBERS, person("team", ""), None),
        (MEMBERS, person("pro", ""), None),
        (Audience(product="studio", everybody=True, not_logged_in=False), None, None),
        (Audience(product="studio", everybody=True), person("pro"), None),
        (Audience(product="claude"), person(product="studio"), LeftOut.PRODUCT),
    ],
)
def test_who_is_left_out_and_why(audience: Audience, who: Identity | None, why: LeftOut | None) -> None:
    assert left_out(audience, who, CURRENT if who else None) == why


def test_a_legacy_domain_changes_nothing_and_none_counts_as_not_logged_in() -> None:
    admin = person(role="admin", product="console")
    assert left_out(CONSOLE_ADMINS, admin, LEGACY) is None
    assert left_out(Audience(not_logged_in=False), admin, None) == LeftOut.NOT_LOGGED_IN


def test_everybody_has_exactly_one_answer() -> None:
    sets = [frozenset[str](), frozenset({"free", "team"}), frozenset({"member", "user"})]
    people = [None, *(person(*rest, product) for product, *rest in combinations(["claude", "console", "", "x"],
              ["free", "team", "", "x"], ["member", "admin", "user", "", "x"]))]  # fmt: skip
    for product, plans, roles, signed_out, everybody in combinations(
        ["", "claude", "console"], sets, sets, [True, False], [True, False]
    ):
        audience = Audience(product, plans, roles, roles, signed_out, everybody)
        for who in people:
            assert left_out(audience, who, CURRENT) in {None, *LeftOut}
