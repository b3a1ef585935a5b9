"""The queue narrowed by who wrote, as it was signed when the ticket was opened: plan, product, role, domain."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Domain
from accounts.plan_words import CONSOLE_ROLES, ORGANISATION_ROLES, PLANS
from tickets.desk.several import SeveralFilter

type Choices = Sequence[tuple[str, str | Promise]]


def plans() -> Choices:
    """Each plan with what it is called."""
    return [(str(plan), name) for plan, name in PLANS]


def products() -> Choices:
    """Each product with what it is called."""
    return [(str(value), name) for value, name in Domain.ProductName.choices]


def roles() -> Choices:
    """Each role once: both products have admins."""
    return list({str(role): words for role, words in [*ORGANISATION_ROLES, *CONSOLE_ROLES]}.items())


def domains() -> Choices:
    """Each domain that people log in at, by its host."""
    return [(host, host) for host in Domain.objects.order_by("host").values_list("host", flat=True).distinct()]


CHOICES = {"plan": plans, "product": products, "role": roles, "domain": domains}


class PersonFilter(SeveralFilter):
    """By one thing that was known of the person."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:  # type: ignore[override]
        return CHOICES[str(self.parameter_name)]()

    def narrowed(self, rows: Any, chosen: Sequence[str]) -> Any:
        return rows.of_person(self.parameter_name, chosen)


class PlanFilter(PersonFilter):
    title, parameter_name = _("plan"), "plan"


class ProductFilter(PersonFilter):
    title, parameter_name = _("product"), "product"


class RoleFilter(PersonFilter):
    title, parameter_name = _("role"), "role"


class DomainFilter(PersonFilter):
    title, parameter_name = _("logged in at"), "domain"


PERSON = (PlanFilter, ProductFilter, RoleFilter, DomainFilter)
