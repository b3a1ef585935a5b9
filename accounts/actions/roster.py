"""Loading people from plain values: what is missing is made, what staff decide (a domain's standing) is left alone."""

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from accounts.models import Domain, ListedOwner, Organisation, ShippedRole, SupportContact, User

_DEFAULT_PORTS = {"http": 80, "https": 443}


def fill_in(text: str) -> str:
    """The file's text with {scheme} and {port} as this site runs; a scheme's own port is left out of addresses."""
    port = "" if _DEFAULT_PORTS[settings.SCHEME] == settings.PORT else f":{settings.PORT}"
    return text.replace(":{port}", port).replace("{port}", str(settings.PORT)).replace("{scheme}", settings.SCHEME)


def load_domains(entries: list[dict[str, Any]]) -> None:
    """Makes missing domains as described; of those that exist, refreshes only where their tokens come from."""
    for entry in entries:
        described = dict(entry)
        host = described.pop("host")
        # A legacy row needs its successor from the start, so the file names first whom others point to.
        for link in ("successor", "shares_accounts_with"):
            if named := described.pop(link, ""):
                described[link] = Domain.objects.get(host=named)
        addresses = {key: described[key] for key in ("issuer", "client_id", "jwks_url", "embed_origins")}
        Domain.objects.update_or_create(host=host, defaults=addresses, create_defaults=described)


def load_organisations(entries: list[dict[str, Any]]) -> None:
    """Organizations, each of the domain that has its accounts, with its support contacts, owners and admins."""
    for entry in entries:
        organisation, _made = Organisation.objects.update_or_create(
            domain=Domain.objects.get(host=entry["domain"]).home,
            external_id=entry["external_id"],
            defaults={"name": entry.get("name", "")},
        )
        for email in entry.get("support_contacts", []):
            if not organisation.support_contacts.filter(email__iexact=email).exists():
                SupportContact.objects.create(organisation=organisation, email=email)
        for email in entry.get("owners", []):
            if not organisation.listed_owners.filter(email__iexact=email).exists():
                ListedOwner.objects.create(organisation=organisation, email=email)


@transaction.atomic
def load_roles(entries: Mapping[str, Iterable[str]], *, adopt: bool = False) -> None:
    """The roles that are shipped, as groups. `entries`: what each may do, by pattern: "tickets.view_*", "!tickets.x".

    A role follows what is shipped, but for what staff gave to it or took from it. A group of that name that staff made
    themselves is left alone, unless the caller wants to `adopt` it as it is shipped.
    """
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, patterns in entries.items():
        wanted = sorted(label for label in known if _fits(label, list(patterns)))
        group, is_new = Group.objects.get_or_create(name=name)
        role = ShippedRole.objects.select_for_update().filter(group=group).first()
        if role is None and not (is_new or adopt):
            continue
        if role is None:
            group.permissions.set([known[label] for label in wanted])
        else:
            group.permissions.add(*(known[label] for label in wanted if label not in role.given))
            group.permissions.remove(*(known[each] for each in role.given if each in known and each not in wanted))
        ShippedRole.objects.update_or_create(group=group, defaults={"given": wanted})


def _fits(label: str, patterns: list[str]) -> bool:
    taken = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    return any(fnmatchcase(label, each) for each in patterns) and not any(fnmatchcase(label, each) for each in taken)


def load_teams(names: Iterable[str]) -> None:
    """Teams, as groups that give no rights of their own; one that is there stays as it is."""
    for name in names:
        Group.objects.get_or_create(name=name)


def load_staff(entries: list[dict[str, Any]]) -> dict[str, str]:
    """Staff users in their groups; the passwords that were made now, by user name.

    Passwords are kept in var/staff_passwords.json, readable by its owner alone; a password there is never changed.
    """
    kept = _read_passwords()
    made: dict[str, str] = {}
    for entry in entries:
        name = entry["username"]
        user, is_new = User.objects.update_or_create(
            username=name,
            defaults={
                "first_name": entry.get("first_name", ""),
                "last_name": entry.get("last_name", ""),
                "email": entry.get("email", ""),
                "is_staff": True,
                "is_superuser": entry.get("superuser", False),
                "is_active": True,
            },
        )
        if name not in kept:
            kept[name] = made[name] = secrets.token_urlsafe(9)
        if is_new or name in made:
            user.set_password(kept[name])
            user.save(update_fields=["password"])
        user.groups.set(Group.objects.filter(name__in=entry.get("groups", [])))
    if made:
        _write_passwords(kept)
    return made


def retire_staff(entries: list[dict[str, Any]]) -> int:
    """Shuts out the staff users of the file, as far as they are still its own; how many. Their passwords go.

    Such a one has the file's address, or still opens with the password that was made for it.
    """
    shut, kept = 0, _read_passwords()
    for entry in entries:
        name = entry["username"]
        user = User.objects.filter(username=name, is_active=True).first()
        if user is not None and (user.email == entry.get("email", "") or user.check_password(kept.get(name))):
            user.is_active = False
            user.set_unusable_password()
            user.save(update_fields=["is_active", "password"])
            shut += 1
    _passwords_file().unlink(missing_ok=True)
    return shut


def _passwords_file() -> Path:
    file: Path = settings.VAR_DIR / "staff_passwords.json"
    return file


def _read_passwords() -> dict[str, str]:
    file = _passwords_file()
    passwords: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    return passwords


def _write_passwords(passwords: dict[str, str]) -> None:
    file = _passwords_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(passwords, out, indent=2)
    fresh.replace(file)
