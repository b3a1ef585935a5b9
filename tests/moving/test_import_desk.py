"""Moving in: what becomes of an export, that it can be stopped anywhere, and that nothing is there twice."""

import json
import os
import signal
import subprocess
import sys
import time
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import Customer, Organisation
from moving import running
from moving.actions import importing
from moving.models import ImportedRecord
from tests import cast, databases
from tests.moving.samples import FRESHDESK, INTERCOM, ZENDESK, write, zendesk_tickets
from tickets.finding import find
from tickets.models import Attachment, Macro, Message, OutgoingEmail, StoredFile, Tag, Ticket

pytestmark = pytest.mark.django_db


def reported(tmp_path):
    return [json.loads(line) for line in (tmp_path / "report.jsonl").read_text().splitlines()]


@pytest.fixture
def zendesk(tmp_path):
    folder = write(tmp_path / "zd", ZENDESK)
    (folder / "attachments" / "498").mkdir(parents=True)
    (folder / "attachments" / "498" / "invoice.txt").write_text("Tax: 7\n")
    return folder


def test_a_zendesk_ticket_is_here_whole(moved, zendesk, team):
    aki = cast.staff(name="aki")
    moved("zendesk", zendesk)
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.status, ticket.priority, ticket.team) == ("The invoice is wrong", "solved", 30, team)
    assert (ticket.requester_name, ticket.requester_email, ticket.locale) == (
        "Hanako Yamada",
        "hanako@example.com",
        "ja",
    )
    assert (ticket.assignee, ticket.participants.get().email) == (aki, "taro@example.com")
    assert [(said.kind, said.author, said.author_name) for said in ticket.messages.all()] == [
        ("customer", None, "Hanako Yamada"),
        ("note", None, "Zendesk"),
        ("note", aki, "aki"),
        ("reply", None, "Former Agent"),
    ]
    assert {tag.tag.name for tag in ticket.tagged.select_related("tag")} == {"billing", "tax-number"}
    assert find("wrong tax number") == [ticket.pk] == find("35436")
    assert not OutgoingEmail.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_what_has_no_place_of_its_own_stands_in_a_note(moved, zendesk):
    moved("zendesk", zendesk)
    note = Message.objects.get(kind="note", author_name="Zendesk").body
    assert note.splitlines() == [
        "Moved in from Zendesk: 35436",
        "Organization: Blue Bird",
        "Type: problem",
        "Channel: email",
        "Field 27642: 745",
        "Rated: good Quick!",
        "Assignee there: Aki (AKI@help.localhost)",
        "File there: photo.png https://files.example/2",
    ]


def test_files_that_are_in_the_export_come_along(moved, zendesk):
    moved("zendesk", zendesk)
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.message.kind) == ("invoice.txt", "customer")
    assert not StoredFile.objects.filter(waiting__isnull=False).exists()


def test_a_second_run_doubles_nothing_and_goes_on(moved, zendesk):
    moved("zendesk", zendesk)
    before = (Ticket.objects.count(), Message.objects.count(), Macro.objects.count(), StoredFile.objects.count())
    assert "ticket: 1 skipped, 1 here already" in moved("zendesk", zendesk)
    assert before == (
        Ticket.objects.count(),
        Message.objects.count(),
        Macro.objects.count(),
        StoredFile.objects.count(),
    )
    with (zendesk / "tickets.json").open("a") as file:
        file.write(json.dumps(zendesk_tickets(1)[0]) + "\n")
    assert "1 here already" in moved("zendesk", zendesk)
    assert Ticket.objects.count() == 2


def test_what_was_deleted_here_does_not_come_again(moved, zendesk):
    moved("zendesk", zendesk)
    Ticket.objects.get().delete()
    moved("zendesk", zendesk)
    assert not Ticket.objects.exists()


def test_two_accounts_of_a_desk_may_have_the_same_numbers(moved, zendesk):
    moved("zendesk", zendesk, account="one")
    moved("zendesk", zendesk, account="two")
    assert Ticket.objects.count() == 2


def test_a_dry_run_says_what_would_be_and_writes_nothing(moved, zendesk, tmp_path):
    said = moved("zendesk", zendesk, dry_run=True)
    assert "ticket: 1 skipped, 1 would be made" in said
    assert "was deleted there" in said
    assert not any(rows.objects.exists() for rows in (Ticket, Macro, Tag, StoredFile, ImportedRecord))
    whys = {(line["kind"], line["id"]): line["why"] for line in reported(tmp_path)}
    assert whys["ticket", "35437"] == "was deleted there"
    assert "conditions" in whys["macro", "362"]


def test_macros_come_with_what_they_do_and_their_places(moved, zendesk, tmp_path):
    moved("zendesk", zendesk)
    macro = Macro.objects.get()
    assert (macro.name, macro.then, macro.priority, macro.owner) == ("Billing / Refund", "solved", 10, None)
    assert macro.written() == {"en": "Hi {{ person.first_name }}, see [[ticket.url]]."}
    assert sorted(tag.name for tag in macro.tags.all()) == ["money_back", "refund"]
    assert "nothing fills in ticket.url" in " ".join(line["why"] for line in reported(tmp_path))


def test_with_a_domain_people_and_organisations_are_those_of_the_product(moved, zendesk):
    cast.domain()
    moved("zendesk", zendesk, domain="claude.localhost")
    ticket = Ticket.objects.get()
    customer = Customer.objects.get()
    assert (customer.subject, customer.email, customer.plan, customer.claims_at) == (
        "u-1",
        "hanako@example.com",
        "",
        None,
    )
    assert (ticket.customer, ticket.organisation) == (customer, Organisation.objects.get(external_id="org-57"))


def test_who_is_known_here_stays_as_they_are(moved, zendesk):
    known = cast.customer(person="pro")
    users = zendesk / "users.json"
    users.write_text(users.read_text().replace('"u-1"', '"pro"'))
    moved("zendesk", zendesk, domain="claude.localhost")
    known.refresh_from_db()
    assert (known.email, known.plan, Ticket.objects.get().customer) == ("pro@example.com", "pro", known)


def test_somebody_who_was_deleted_here_since_keeps_no_ticket_out(moved, zendesk):
    cast.domain()
    moved("zendesk", zendesk, domain="claude.localhost")
    Customer.objects.all().delete()
    with (zendesk / "tickets.json").open("a") as file:
        file.write(json.dumps(zendesk_tickets(1)[0]) + "\n")
    assert "ERROR" not in moved("zendesk", zendesk, domain="claude.localhost")
    assert [ticket.customer for ticket in Ticket.objects.all()] == [None, None]


def test_an_intercom_workspace(moved, tmp_path):
    aki = cast.staff(name="aki")
    said = moved("intercom", write(tmp_path / "ic", INTERCOM))
    ticket = Ticket.objects.get()
    assert "ERROR" not in said
    assert "person: 2 known by their tickets" in said
    assert (ticket.subject, ticket.status, ticket.assignee) == ("Where is my parcel?", "solved", aki)
    assert [said.body for said in ticket.messages.visible_to_customer().order_by("created_at", "pk")] == [
        "Where is my parcel?",
        "On its way.",
        "It arrived.",
    ]
    assert ticket.messages.filter(channel="messenger").count() == 1
    assert Tag.objects.get().name == "vip-customer"
    assert Macro.objects.get().written()["en"] == "Hi {{ person.first_name | there }}, [[company.plan]]"
    assert "tag: 1 made" in said
    assert "tag: 1 here already" in moved("intercom", tmp_path / "ic")


def test_a_freshdesk_account_in_a_zip(moved, tmp_path):
    folder = write(tmp_path / "fd", FRESHDESK)
    with ZipFile(tmp_path / "fd.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"export/{path.name}")
    said = moved("freshdesk", tmp_path / "fd.zip")
    ticket = Ticket.objects.get()
    assert "ticket: 1 skipped, 1 made" in said
    assert (ticket.subject, ticket.status, ticket.priority) == ("Printer & paper", "open", 40)
    assert ticket.waiting_since.isoformat() == "2026-05-04T11:00:00+00:00"
    assert Macro.objects.get().name == "General / Thanks"


def test_a_record_that_cannot_be_read_keeps_no_other_out_and_is_named(moved, tmp_path):
    good, other = zendesk_tickets(2)
    bad = {**good, "id": 3, "created_at": "yesterday"}
    lines = [
        json.dumps(good),
        "{broken",
        json.dumps(bad),
        json.dumps({**good, "id": 4, "comments": 7}),
        json.dumps(other),
    ]
    said = moved("zendesk", write(tmp_path / "zd", {"tickets.json": "\n".join(lines)}))
    assert Ticket.objects.count() == 3
    assert "ERROR 2 couldn't be read" in said
    assert [line["id"] for line in reported(tmp_path) if line["what"] == "failed"] == ["tickets.json record 2", "3"]


def test_a_record_that_the_database_refuses_keeps_no_other_out(moved, tmp_path, monkeypatch):
    whole = importing.bring_in

    def picky(*, tickets, now):
        if any("Case 2" in each.subject for each in tickets):
            raise ValueError("no room")
        return whole(tickets=tickets, now=now)

    monkeypatch.setattr(importing, "bring_in", picky)
    said = moved("zendesk", write(tmp_path / "zd", {"tickets.json": zendesk_tickets(5)}))
    assert Ticket.objects.count() == ImportedRecord.objects.count() == 4
    assert "failed ticket 2: no room" in said


def test_hostile_words_are_only_words(moved, tmp_path):
    said = "<p onclick=x>Hi\x00</p><script>alert(1)</script>\ud800"
    ticket = {**zendesk_tickets(1)[0], "subject": "a\x00\nb", "tags": ["<b>", "x" * 300, ""], "requester_id": None}
    ticket["requester"] = {"id": 5, "name": "N\x00", "email": "not an address"}
    ticket["comments"] = [{"id": 1, "author_id": 5, "html_body": said, "created_at": "2026-05-04T09:00:00Z"}]
    ticket["custom_fields"] = [{"id": "a\x00", "value": "b\x00\ud800"}]
    assert "ERROR" not in moved("zendesk", write(tmp_path / "zd", {"tickets.json": [ticket]}))
    made = Ticket.objects.get()
    assert (made.subject, made.requester_email) == ("a b", "")
    assert made.messages.get(kind="customer").body.startswith("Hi")
    assert "alert" not in made.messages.get(kind="customer").body


def test_only_one_run_of_a_source_is_at_work(moved, zendesk):
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended('moving:zendesk', 0))")
        assert "by another run" in moved("zendesk", zendesk)
    finally:
        other.close()
    assert not Ticket.objects.exists()
    assert "made" in moved("zendesk", zendesk)


def test_an_unknown_team_and_a_path_that_is_not_there_are_said(moved, tmp_path):
    assert "isn't there" in moved("zendesk", tmp_path / "none")


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_goes_on_and_loses_and_doubles_nothing(moved, tmp_path, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 20)
    folder = write(tmp_path / "zd", {"tickets.json": zendesk_tickets(1500)})
    command = [sys.executable, "manage.py", "import_desk", "zendesk", str(folder), "--team", "Billing"]
    name = str(connection.settings_dict["NAME"])
    environment = os.environ | {"DATABASE_URL": databases.url(name), "DJANGO_SETTINGS_MODULE": "config.settings"}
    run = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while not Ticket.objects.exists() and time.monotonic() < deadline and run.poll() is None:
        time.sleep(0.02)
    run.send_signal(signal.SIGKILL)
    run.wait()
    there = Ticket.objects.count()
    assert 0 < there < 1500
    assert there == ImportedRecord.objects.count()
    moved("zendesk", folder)
    assert Ticket.objects.count() == ImportedRecord.objects.count() == 1500
    assert Message.objects.count() == 1500 * 3
