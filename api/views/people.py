"""Entering people and organizations, as the product knows them."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext

from accounts.actions.entering import enter_organisation, enter_person
from accounts.models import Customer, Domain, Organisation
from api import showing
from api.authentication import TokenAuth
from api.problems import wrong_field
from api.schemas.library import OrganisationGiven, OrganisationOut, PersonGiven, PersonOut
from api.scopes import Scope
from api.views.library import router
from api.writing import done

_ENTERS = TokenAuth(Scope.PEOPLE_WRITE, "accounts.add_customer")


@router.put(
    "/people", response=PersonOut, auth=_ENTERS, operation_id="enter_person", summary="Enter a person", tags=["people"]
)
def put_person(request: HttpRequest, body: PersonGiven) -> PersonOut:
    """By domain and subject: whoever isn't there is made, and else is as it is said here. What a login said of somebody
    stays as it is; look at the answer."""

    def act() -> int:
        domain = _domain(body.domain)
        named = body.organisation
        organisation = (
            enter_organisation(domain=domain, external_id=named.external_id, name=named.name) if named else None
        )
        row, _is_new = enter_person(
            domain=domain,
            subject=body.subject,
            email=body.email,
            name=body.name,
            locale=body.locale,
            organisation=organisation,
            now=timezone.now(),
        )
        return row.pk

    rows = Customer.objects.select_related("domain", "organisation")
    return showing.person(get_object_or_404(rows, pk=done(request, act).key))


@router.put(
    "/organisations",
    response=OrganisationOut,
    auth=_ENTERS,
    operation_id="enter_organisation",
    summary="Enter an organization",
    tags=["people"],
)
def put_organisation(request: HttpRequest, body: OrganisationGiven) -> OrganisationOut:
    """By domain and external id: it is made, or called what it is called here."""

    def act() -> int:
        return enter_organisation(domain=_domain(body.domain), external_id=body.external_id, name=body.name).pk

    return showing.organisation(
        get_object_or_404(Organisation.objects.select_related("domain"), pk=done(request, act).key)
    )


def _domain(host: str) -> Domain:
    domain = Domain.objects.select_related("shares_accounts_with").filter(host=host).first()
    if domain is None:
        raise wrong_field("domain", gettext("There is no such authentication domain."))
    return domain
