"""A typed Python client is generated from the document, and speaks with the site."""

import importlib
import json
import sys
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from django.core.management import call_command
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

from tests import cast
from tests.api.conftest import Program
from tests.messenger.conftest import topics as topics  # the fixture
from tests.pictures import PDF
from tests.tickets.conftest import open_ticket
from tests.tickets.files.conftest import place as place  # the fixture
from tickets.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("topics")]
ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "helpcenter_client"


@pytest.fixture(scope="module")
def modules(tmp_path_factory):
    """Imports a module of the client, which is made as `make client` does."""
    folder = tmp_path_factory.mktemp("client")
    document = folder / "openapi.json"
    with document.open("w") as out:
        call_command("print_openapi", stdout=out)
    config = Config.from_sources(
        config_file=ConfigFile.load_from_path(ROOT / "api" / "client.yml"),
        meta_type=MetaType.POETRY,
        document_source=document,
        file_encoding="utf-8",
        overwrite=True,
        output_path=folder / "made",
    )
    assert [each.header for each in generate(config=config)] == []
    sys.path.insert(0, str(folder / "made"))
    yield lambda name: importlib.import_module(f"{NAME}.{name}" if name else NAME)
    sys.path.remove(str(folder / "made"))
    for name in [each for each in sys.modules if each.partition(".")[0] == NAME]:
        del sys.modules[name]


@pytest.fixture
def client(modules, site):
    """One with a token, whose requests come to this process."""
    program = Program(cast.staff(name="aki"))
    token = program.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    made = modules("").AuthenticatedClient(base_url="http://help.localhost:8000", token=token)
    made.set_httpx_client(
        httpx.Client(
            base_url="http://help.localhost:8000",
            transport=httpx.WSGITransport(app=site),
            headers={"Authorization": f"Bearer {token}"},
        )
    )
    return made


def test_a_program_goes_through_a_case_with_types(modules, client):
    opened = open_ticket()
    models = modules("models")
    tickets = {
        name: modules(f"api.tickets.{name}") for name in ("list_tickets", "get_ticket", "reply", "change_ticket")
    }
    page = tickets["list_tickets"].sync(client=client, status=[models.Status.NEW], limit=10)
    assert isinstance(page, models.TicketPage)
    assert [row.reference for row in page.items] == [opened.reference]
    ticket = tickets["get_ticket"].sync(opened.reference, client=client)
    assert (ticket.priority, ticket.requester.name) == (models.PriorityWord.NORMAL, "Hanako Yamada")
    body = models.NewReply(body="Under Settings.", version=ticket.version)
    for _each in range(2):
        sent = tickets["reply"].sync(opened.reference, client=client, body=body, idempotency_key="one")
        assert (sent.kind, sent.body) == (models.Kind.REPLY, "Under Settings.")
    assert Message.objects.filter(kind="reply").count() == 1
    changes = models.Changes(status=models.MovedTo.SOLVED, assignee=None)
    after = tickets["change_ticket"].sync(opened.reference, client=client, body=changes)
    assert (after.status, after.assignee) == (models.Status.SOLVED, None)


@pytest.mark.usefixtures("place")
def test_a_file_goes_along_with_a_note(modules, client):
    opened, models = open_ticket(), modules("models")
    keep_file, add_note = modules("api.tickets.keep_file"), modules("api.tickets.add_note")
    file = modules("types").File(payload=BytesIO(PDF), file_name="invoice.pdf", mime_type="application/pdf")
    kept = keep_file.sync(client=client, body=models.KeepFileFileParams(file=file))
    assert (kept.name, kept.size) == ("invoice.pdf", len(PDF))
    note = add_note.sync(opened.reference, client=client, body=models.NewNote(body="See there.", files=[kept.key]))
    assert [each.name for each in note.files] == ["invoice.pdf"]
    happened = modules("api.tickets.list_events").sync(opened.reference, client=client)
    assert isinstance(happened, models.EventsPage)


def test_a_problem_has_a_type_too(modules, client):
    models, get_ticket = modules("models"), modules("api.tickets.get_ticket")
    answer = get_ticket.sync_detailed("HC-2222-2222", client=client)
    assert answer.status_code == 404
    assert isinstance(answer.parsed, models.Problem)
    assert answer.parsed.type_ == "urn:helpcenter:problem:not-found"


def test_the_site_serves_the_document_that_the_client_is_made_of(client, tmp_path):
    served = client.get_httpx_client().get("/api/v1/openapi.json")
    with (tmp_path / "printed.json").open("w") as out:
        call_command("print_openapi", stdout=out)
    assert served.json() == json.loads((tmp_path / "printed.json").read_text())
    assert served.json()["openapi"] == "3.1.0"
    assert "TicketFilters" not in served.json()["components"]["schemas"]
