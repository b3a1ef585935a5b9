"""The API does what its OpenAPI document says, whatever is sent: schemathesis makes requests, PostgreSQL answers."""

import pytest
import schemathesis
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from api.views.version1 import v1
from messenger.models import Conversation
from tests import cast, rows
from tests.api.conftest import V1, Program
from tests.helpcenter.shelf import publish
from tests.messenger.conftest import topics as topics  # the fixture
from tests.messenger.steps import chatting
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.models import Macro, MacroText
from webhooks.kinds import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("topics")]

DOCUMENT = schemathesis.openapi.from_dict(v1.get_openapi_schema(path_prefix=f"{V1}/"))
DOCUMENT.app = WSGIHandler()
OPERATIONS = {
    f"{each.method.upper()} {each.path}": each for each in (found.ok() for found in DOCUMENT.get_all_operations())
}
# Of each operation and kind of data, so that all of it stays below half a minute.
EXAMPLES = 3
# Said of every answer.
ALWAYS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
OF_WRONG = [*ALWAYS, checks.negative_data_rejection]


_made = {}  # by the newest permission, as a test that emptied the database has others


@pytest.fixture
def world(limit, site):
    """Something of each kind, a token for all of it, and where in the addresses it is: made once, then copied."""
    limit("api", token=100_000)
    newest = Permission.objects.latest("pk").pk
    if newest in _made:
        world, made = _made[newest]
        rows.put_back(made)
        return world
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    before = rows.of(models)
    world = _world()
    made = {table: copied for table, copied in rows.of(models).items() if copied != before.get(table)}
    assert not made.keys() & before.keys()
    _made[newest] = world, made
    return world


def _world():
    program = Program(cast.staff(name="root", superuser=True))
    ticket, macro = open_ticket(), Macro.objects.create(name="Greeting")
    actions.tag(ticket=ticket, author=program.user, name="refund")
    MacroText.objects.create(macro=macro, locale="en", body="Hello")
    person = cast.customer(person="team_owner")
    publish(number=7)
    chatting(cast.browser(person="pro"))
    numbers = {"people": person.pk, "organisations": person.organisation_id, "articles": 7}
    references = {"tickets": ticket.reference, "conversations": Conversation.objects.get().reference}
    return program.defaults["HTTP_AUTHORIZATION"], numbers | {"macros": macro.pk}, references


def places(name, numbers, references):
    """The parameters of an operation's path, so that there is what it asks for."""
    kind = name.split("/")[3]
    known = {"reference": references.get(kind), "number": numbers.get(kind, numbers["macros"]), "name": "refund"}
    return {each: value for each, value in known.items() if f"{{{each}}}" in name}


def ask(strategy, world, wanted):
    """Sends so many requests of the strategy, and looks at each answer."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(case=strategy)
    def run(case):
        response = case.call(headers={"Authorization": world[0], "Host": "help.localhost:8000"})
        assert response.status_code < 500, response.text
        case.validate_response(response, checks=wanted)

    run()


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_fits_the_document_is_answered_as_it_says(world, name):
    fixed = places(name, *world[1:])
    ask(OPERATIONS[name].as_strategy(GenerationMode.POSITIVE, path_parameters=fixed), world, ALWAYS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_does_not_fit_is_refused_as_it_says(world, name):
    strategy = OPERATIONS[name].as_strategy(GenerationMode.NEGATIVE)
    ask(strategy, world, OF_WRONG)


def test_every_operation_is_in_the_document():
    assert len(OPERATIONS) == 38
    assert all(each.startswith(("GET", "POST", "PUT", "PATCH", "DELETE")) for each in OPERATIONS)


def test_each_webhook_stands_in_it_with_what_it_tells():
    document = v1.get_openapi_schema(path_prefix=f"{V1}/")
    assert set(document["webhooks"]) == {str(kind) for kind in Kind}
    body = document["webhooks"]["ticket.changed"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    named = body["properties"]["data"]["$ref"].rpartition("/")[2]
    told = document["components"]["schemas"][named]["properties"]
    assert told["ticket"] == {"$ref": "#/components/schemas/TicketOut"}
    assert set(document["components"]["schemas"]["ChangeOut"]["properties"]) >= {"what", "before", "after"}
