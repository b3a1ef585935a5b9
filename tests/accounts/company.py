"""A company's login on loopback and staff who walk through it."""

from urllib.parse import parse_qs, urlsplit

from django.contrib.auth.models import Group

from accounts.models import StaffBinding, StaffProvider, StaffProviderGroup
from tests.accounts.product import Product
from tests.cast import Browser

BACK = "/admin/sign-in/company/back/"
SUBJECT = "person-1"  # whom the tokens of Product speak of


class Company(Product):
    """The login of Acme; `row` makes or changes what the admin knows of it."""

    def row(self, *, groups: dict[str, str] | None = None, **changes: object) -> StaffProvider:
        wanted: dict[str, object] = {
            "name": "Acme",
            "client_id": "help-center",
            "jwks_url": f"{self.origin}/jwks",
            "is_on": True,
            "binds_by_email": True,
        }
        provider, _made = StaffProvider.objects.update_or_create(issuer=self.origin, defaults=wanted | changes)
        for value, name in (groups or {}).items():
            group, _made = Group.objects.get_or_create(name=name)
            StaffProviderGroup.objects.get_or_create(provider=provider, value=value, group=group)
        return provider

    def path(self, verb: str = "") -> str:
        provider = StaffProvider.objects.get(issuer=self.origin)
        return f"/admin/sign-in/company/{provider.pk}/{verb}"


def leave(browser: Browser, path: str) -> dict[str, str]:
    """Goes off to the company's login; what it was asked."""
    response = browser.get(path)
    assert response.status_code == 302, response.content.decode()
    return {name: values[0] for name, values in parse_qs(urlsplit(response["Location"]).query).items()}


def come_back(browser: Browser, company: Company, asked: dict[str, str], **claims: object):
    """With a code, for which the company says these claims."""
    company.id_token = company.token(**({"nonce": asked["nonce"], "email": "aki@help.localhost"} | claims))
    return browser.get(BACK, {"code": "c-1", "state": asked["state"]})


def walk(browser: Browser, company: Company, *, onward: str = "", **claims: object):
    """There and back."""
    return come_back(browser, company, leave(browser, company.path() + (f"?next={onward}" if onward else "")), **claims)


def bind(company: Company, user, now, **changes: object) -> StaffBinding:
    """Somebody who has joined."""
    known = {"provider": company.row(), "user": user, "subject": SUBJECT, "bound_at": now}
    return StaffBinding.objects.create(**known | changes)
