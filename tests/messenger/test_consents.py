"""Who agreed is asked once a version: on every device, in every language, and after signing in."""

import json
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Visitor
from messenger.models import CONSENT_VERSION, Consent, Conversation
from tests import cast
from tests.messenger.steps import at, chatting, draft, forwarded
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
MIGRATION = import_module("messenger.migrations.0041_consents")
ON_TICKETS = import_module("messenger.migrations.0060_consents_onto_tickets")


def begun(browser: cast.Browser, **fields: str) -> Conversation:
    """What a message from the home began."""
    response = browser.post("/en/messenger/start", {"text": "How do I cancel?", **fields})
    assert response.status_code == 302
    return Conversation.objects.get(reference=response["Location"].split("/")[-2])


def test_who_agreed_before_is_not_asked_again_and_the_conversation_says_to_what(pro: cast.Browser) -> None:
    first = draft(pro)
    pro.post(at(first, "agree", "ja"))
    second = begun(pro)
    assert second.stage == "topic"
    consent = Consent.objects.get()
    assert (consent.customer, consent.visitor, consent.version) == (pro.visitor.customer, None, CONSENT_VERSION)
    noted = (second.consent_version, second.consent_locale, second.consented_at)
    assert noted == (CONSENT_VERSION, "ja", consent.agreed_at)


def test_a_customer_agrees_on_one_device_for_all(pro: cast.Browser) -> None:
    chatting(pro)
    assert begun(cast.browser(person="pro")).stage == "topic"


def test_nobody_agrees_for_somebody_else(pro: cast.Browser, free: cast.Browser, locked_out: cast.Browser) -> None:
    chatting(pro)
    chatting(cast.browser(), topic="other")
    for browser in (free, locked_out):
        assert begun(browser).stage == "draft"


def test_a_visit_that_signs_in_takes_its_consent_along(locked_out: cast.Browser) -> None:
    chatting(locked_out, topic="other")
    customer = cast.customer(person="pro")
    Visitor.objects.filter(pk=locked_out.visitor.pk).update(customer=customer, domain=cast.domain())
    assert begun(locked_out).stage == "topic"
    assert begun(cast.browser(person="pro")).stage == "topic"
    assert Consent.objects.filter(customer=customer).count() == 1


def test_a_new_version_is_asked_about_again(pro: cast.Browser) -> None:
    chatting(pro)
    Consent.objects.update(version="2020-01")
    row = begun(pro)
    assert row.stage == "draft"
    assert CONSENT_VERSION in pro.get(at(row)).content.decode()
    pro.post(at(row, "agree"))
    assert Consent.objects.count() == 2


def test_agreeing_twice_agrees_once_and_is_no_error(pro: cast.Browser) -> None:
    row = draft(pro)
    assert [pro.post(at(row, "agree")).status_code for _press in "12"] == [302, 302]
    assert Consent.objects.count() == 1


def test_deleting_the_conversation_takes_nothing_back(pro: cast.Browser) -> None:
    pro.post(at(chatting(pro), "delete"))
    assert begun(pro).stage == "topic"


def test_the_gate_stands_before_a_consent_of_before(console_admin: cast.Browser) -> None:
    chatting(console_admin, topic="other")
    console_admin.visitor.domain = cast.domain(host="console.localhost")
    console_admin.visitor.save()
    row = begun(console_admin, topic="other")
    assert (row.stage, row.messages.count()) == ("draft", 0)


def test_a_consent_is_one_persons(pro: cast.Browser) -> None:
    both = {"customer": pro.visitor.customer, "visitor": pro.visitor}
    with pytest.raises(IntegrityError, match="messenger_consent_of_one_person"), transaction.atomic():
        Consent.objects.create(**both, version="1", locale="en", agreed_at=timezone.now())


def test_whoever_agreed_before_the_upgrade_is_not_asked_after_it(pro: cast.Browser, locked_out: cast.Browser) -> None:
    rows = [chatting(pro), chatting(pro), chatting(locked_out, topic="other")]
    Consent.objects.all().delete()
    with connection.cursor() as cursor:
        for statement in (MIGRATION._OF_CUSTOMERS, MIGRATION._OF_VISITS):
            cursor.execute(statement)
    kept = Consent.objects.order_by("pk").values_list("customer", "visitor", "agreed_at")
    assert list(kept) == [
        (pro.visitor.customer_id, None, rows[0].consented_at),
        (None, locked_out.visitor.pk, rows[2].consented_at),
    ]


def test_who_comes_through_the_gate_with_a_consent_only_has_to_send(console_admin: cast.Browser) -> None:
    chatting(console_admin, topic="other")
    console_admin.visitor.domain = cast.domain(host="console.localhost")
    console_admin.visitor.save()
    row = begun(console_admin, topic="other")
    console_admin.visitor.domain = cast.domain(host="platform.localhost")
    console_admin.visitor.save()
    page = console_admin.get(at(row)).content.decode()
    assert "How do I cancel?" in page
    assert "Fin answers from our help articles" not in page
    assert console_admin.post(at(row, "agree")).status_code == 302
    row.refresh_from_db()
    assert row.stage == "chat"


# --- on the ticket ---


def noted(row: Conversation | Ticket) -> tuple[object, ...]:
    return (row.consent_version, row.consent_locale, row.consented_at)


def test_the_ticket_says_to_what_was_agreed_and_goes_on_saying_so_without_the_conversation(pro: cast.Browser) -> None:
    row = forwarded(pro, locale="ja")
    agreed = noted(row)
    assert agreed[:2] == (CONSENT_VERSION, "ja")
    pro.post(at(row, "delete"))
    assert not Conversation.objects.exists()
    assert noted(Ticket.objects.get()) == agreed


def test_a_follow_up_keeps_the_consent_of_its_case(pro: cast.Browser, agent: cast.Browser) -> None:
    row = forwarded(pro)
    Ticket.objects.update(status="closed", solved_at=timezone.now(), waiting_since=None)
    pro.post(at(row, "ask"), {"text": "It came back."})
    first, second = Ticket.objects.order_by("pk")
    assert noted(second) == noted(first) == noted(row)
    page = agent.get(f"/admin/tickets/ticket/{second.reference}/change/").content.decode()
    assert f"<dd>{CONSENT_VERSION}, English, <time" in page


def test_the_saved_conversation_has_its_consent(pro: cast.Browser) -> None:
    row = chatting(pro)
    saved = json.loads(pro.get(at(row, "transcript.json")).content)["consent"]
    assert saved == {"version": CONSENT_VERSION, "language": "en", "at": row.consented_at.isoformat(timespec="seconds")}


def test_tickets_from_before_the_upgrade_get_it_too(pro: cast.Browser) -> None:
    row = forwarded(pro)
    Ticket.objects.update(consent_version="", consent_locale="", consented_at=None)
    with connection.cursor() as cursor:
        cursor.execute(ON_TICKETS.FILL, [row.ticket_id, row.ticket_id + 1])
    assert noted(Ticket.objects.get()) == noted(row)
