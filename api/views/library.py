"""Reading people, organizations, topics and macros."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Query, Router

from accounts.models import Customer, Domain, Organisation
from api import showing
from api.authentication import TokenAuth
from api.paging import part
from api.problems import wrong
from api.schemas.library import (
    MacroOut,
    MacrosPage,
    OrganisationFilters,
    OrganisationOut,
    OrganisationsPage,
    PeopleFilters,
    PeoplePage,
    PersonOut,
    TopicsPage,
)
from api.schemas.shared import Paged
from api.scopes import Scope
from api.writing import caller_of
from tickets.models import Macro, Topic

router = Router()
_PEOPLE = TokenAuth(Scope.PEOPLE_READ, "accounts.view_customer")
_ORGANISATIONS = TokenAuth(Scope.PEOPLE_READ, "accounts.view_organisation")
_TOPICS = TokenAuth(Scope.TOPICS_READ, "tickets.view_topic")
_MACROS = TokenAuth(Scope.MACROS_READ, "tickets.view_macro")
_BY_KEY = ("id",)


@router.get("/people", response=PeoplePage, auth=_PEOPLE, operation_id="list_people", summary="People", tags=["people"])
def list_people(request: HttpRequest, asked: Query[PeopleFilters]) -> PeoplePage:
    """Everybody with an account who came here, in the order in which they did first."""
    rows = Customer.objects.select_related("domain", "organisation")
    if asked.email is not None:
        rows = rows.at_address(asked.email)
    if asked.subject is not None:
        # With the domain the index of the constraint leads.
        rows = rows.filter(subject=asked.subject, domain__in=_domains())
    if asked.domain is not None and asked.subject is None:
        raise wrong("domain", gettext("Give subject beside it."))
    if asked.domain is not None:
        rows = rows.filter(domain=_home(asked.domain))
    if asked.organisation is not None:
        rows = rows.filter(organisation=asked.organisation)
    page = part(request, rows, _BY_KEY, asked)
    return PeoplePage(items=[showing.person(row) for row in page.rows], next_cursor=page.next_cursor)


@router.get(
    "/people/{number}", response=PersonOut, auth=_PEOPLE, operation_id="get_person", summary="A person", tags=["people"]
)
def get_person(request: HttpRequest, number: int) -> PersonOut:
    """One person by their number."""
    return showing.person(get_object_or_404(Customer.objects.select_related("domain", "organisation"), pk=number))


@router.get(
    "/organisations",
    response=OrganisationsPage,
    auth=_ORGANISATIONS,
    operation_id="list_organisations",
    summary="Organizations",
    tags=["people"],
)
def list_organisations(request: HttpRequest, asked: Query[OrganisationFilters]) -> OrganisationsPage:
    """As the domains name them."""
    rows = Organisation.objects.select_related("domain")
    if asked.external_id is not None:
        # With the domain the index of the constraint leads.
        rows = rows.filter(external_id=asked.external_id, domain__in=_domains())
    page = part(request, rows, _BY_KEY, asked)
    return OrganisationsPage(items=[showing.organisation(row) for row in page.rows], next_cursor=page.next_cursor)


@router.get(
    "/organisations/{number}",
    response=OrganisationOut,
    auth=_ORGANISATIONS,
    operation_id="get_organisation",
    summary="An organization",
    tags=["people"],
)
def get_organisation(request: HttpRequest, number: int) -> OrganisationOut:
    """One organization by its number."""
    return showing.organisation(get_object_or_404(Organisation.objects.select_related("domain"), pk=number))


@router.get("/topics", response=TopicsPage, auth=_TOPICS, operation_id="list_topics", summary="Topics", tags=["topics"])
def list_topics(request: HttpRequest, asked: Query[Paged]) -> TopicsPage:
    """Also those that aren't offered any more."""
    rows = Topic.objects.select_related("team").prefetch_related("texts", "fields__texts")
    page = part(request, rows, _BY_KEY, asked)
    return TopicsPage(items=[showing.topic(row) for row in page.rows], next_cursor=page.next_cursor)


@router.get("/macros", response=MacrosPage, auth=_MACROS, operation_id="list_macros", summary="Macros", tags=["macros"])
def list_macros(request: HttpRequest, asked: Query[Paged]) -> MacrosPage:
    """The shared ones, and those of whoever the token is of."""
    rows = Macro.objects.usable_by(caller_of(request)).select_related("team").prefetch_related("tags", "texts")
    page = part(request, rows, _BY_KEY, asked)
    return MacrosPage(items=[showing.macro(row) for row in page.rows], next_cursor=page.next_cursor)


@router.get(
    "/macros/{number}", response=MacroOut, auth=_MACROS, operation_id="get_macro", summary="A macro", tags=["macros"]
)
def get_macro(request: HttpRequest, number: int) -> MacroOut:
    """One macro by its number."""
    usable = Macro.objects.usable_by(caller_of(request)).select_related("team").prefetch_related("tags", "texts")
    return showing.macro(get_object_or_404(usable, pk=number))


def _home(host: str) -> Domain | None:
    """By which the people of this host's logins are known; None where there is no such domain, and so nobody."""
    domain = Domain.objects.select_related("shares_accounts_with").filter(host=host).first()
    return domain.home if domain else None


def _domains() -> list[int]:
    return list(Domain.objects.order_by("pk").values_list("pk", flat=True))
