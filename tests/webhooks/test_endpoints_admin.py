"""Staff set up endpoints, see a secret once, and look after what was told."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry
from tests import cast
from tests.api.test_tokens_admin import confirmed
from tests.tickets.conftest import open_ticket
from tests.webhooks.conftest import EVERYTHING, make_endpoint, send
from webhooks.actions import endpoints, replaying
from webhooks.models import Delivery, Endpoint
from webhooks.tasks import tell_owner

pytestmark = pytest.mark.django_db
LIST, LOG = "/admin/webhooks/endpoint/", "/admin/webhooks/delivery/"
WANTED = {"name": "Order system", "url": "https://hooks.example/desk", "kinds": ["ticket.created", "ticket.changed"]}


@pytest.fixture
def lead(db):
    """A lead who has just said who they are."""
    return confirmed(cast.staff_browser(name="lea", groups=("leads",)))


def made(browser, **changes):
    """The secret, as the page shows it."""
    page = browser.post(f"{LIST}add/", WANTED | changes)
    found = re.search(r"<code>(whsec_[A-Za-z0-9+/]{43}=)</code>", page.content.decode())
    assert found, page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    return found[1]


def own(browser, **changes):
    return make_endpoint(owner=browser.user, **({"url": "https://hooks.example/desk"} | changes))


def at(row, act="change"):
    return f"{LIST}{row.pk}/{act}/"


def text(browser, address):
    return browser.get(address).content.decode()


def test_a_secret_is_shown_once_and_kept_sealed(lead):
    secret = made(lead)
    row = Endpoint.objects.get()
    assert (row.owner, row.name, row.url, row.kinds) == (lead.user, *WANTED.values())
    assert secret not in row.secret
    assert endpoints.secrets_of(row, timezone.now()) == [secret]
    for page in (LIST, at(row)):
        assert secret not in text(lead, page)
    assert not AuditEntry.objects.filter(details__icontains=secret).exists()
    assert AuditEntry.objects.get(kind="webhook_made").details["host"] == "hooks.example"


def test_an_open_desk_that_somebody_left_makes_and_changes_nothing(db):
    left = cast.staff_browser(name="lea", groups=("leads",))
    row = own(left)
    answer = left.post(f"{LIST}add/", WANTED | {"name": "Other"})
    assert answer.headers["Location"] == "/admin/sign-in/confirm/?next=%2Fadmin%2Fwebhooks%2Fendpoint%2Fadd%2F"
    assert left.post(at(row), WANTED | {"url": "https://evil.example/"}).status_code == 403
    assert left.post(at(row, "secret")).headers["Location"].startswith("/admin/sign-in/confirm/")
    page = text(left, at(row))
    assert f"/admin/sign-in/confirm/?next=%2Fadmin%2Fwebhooks%2Fendpoint%2F{row.pk}%2Fchange%2F" in page
    assert 'name="url"' not in page
    fresh = Endpoint.objects.get()
    assert (fresh.url, fresh.secret) == ("https://hooks.example/desk", row.secret)


def test_its_owner_changes_it_once_confirmed(lead):
    row = own(lead)
    answer = lead.post(at(row), WANTED | {"name": "Orders", "kinds": ["ticket.noted"], "with_reports": "on"})
    assert answer.status_code == 302
    row.refresh_from_db()
    # A lead handles no reports, so the form has no such box.
    assert (row.name, row.kinds, row.with_reports) == ("Orders", ["ticket.noted"], False)
    assert AuditEntry.objects.filter(kind="webhook_changed").count() == 1


def test_who_handles_reports_has_a_box_for_them(db):
    officer = confirmed(cast.staff_browser(name="oda", groups=("compliance", "leads")))
    made(officer, with_reports="on")
    assert Endpoint.objects.get().with_reports


def test_nobody_else_says_where_it_goes(lead):
    row = own(lead)
    other = confirmed(cast.staff_browser(name="ada", groups=("admins",)))
    assert 'name="url"' not in text(other, at(row))
    # What else stands in an address is often a secret.
    assert "hooks.example" in text(other, at(row))
    assert "hooks.example/desk" not in text(other, at(row)) + text(other, LIST)
    assert other.post(at(row), WANTED | {"url": "https://evil.example/"}).status_code == 403
    assert other.post(at(row, "secret")).status_code == 403
    assert other.post(at(row, "off")).status_code == 302
    row.refresh_from_db()
    assert (row.is_on, row.url) == (False, "https://hooks.example/desk")
    other.post(at(row, "on"))
    row.refresh_from_db()
    assert row.is_on
    kinds = {"webhook_switched_off", "webhook_switched_on"}
    assert set(AuditEntry.objects.filter(kind__in=kinds).values_list("kind", flat=True)) == kinds


def test_who_makes_endpoints_sees_their_own_and_an_agent_none(lead, agent):
    row, mei = own(lead, name="Lea’s"), cast.staff_browser(name="mei", groups=())
    cast.give(mei.user, "webhooks.add_endpoint")
    theirs = own(mei, name="Mei’s")
    assert "Mei’s" in text(mei, LIST)
    assert "Lea’s" not in text(mei, LIST)
    for each in (row, theirs):
        replaying.send_test(endpoint=each, now=timezone.now())
    assert (text(mei, LOG).count("Mei’s"), "Lea’s" in text(mei, LOG)) == (1, False)
    assert mei.get(f"{LOG}{Delivery.objects.get(endpoint=row).pk}/change/").status_code == 302
    assert mei.get(f"{LOG}?endpoint__id__exact={theirs.pk}").status_code == 200
    assert mei.post(at(row, "off")).status_code == 404
    assert mei.post(at(theirs, "off")).status_code == 302
    assert (agent.get(LIST).status_code, agent.post(f"{LIST}add/", WANTED).status_code) == (403, 403)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"url": "http://hooks.example/"}, "It has to begin with https://."),
        ({"url": "https://127.0.0.1/"}, "It leads into a private network, or to this machine."),
        ({"url": "https://desk.localhost/"}, "It leads into a private network, or to this machine."),
        ({"url": "https://a:b@hooks.example/"}, "without a password"),
        ({"kinds": []}, "This field is required."),
        ({"kinds": ["webhook.test"]}, "Select a valid choice."),
    ],
)
def test_what_means_nothing_is_refused(lead, wrong, words):
    assert words in lead.post(f"{LIST}add/", WANTED | wrong).content.decode()
    assert not Endpoint.objects.exists()


def test_there_is_an_end_to_them(lead, monkeypatch):
    monkeypatch.setattr("webhooks.forms.MOST", 1)
    monkeypatch.setattr(endpoints, "MOST", 1)
    row = own(lead)
    assert "no room" in lead.post(f"{LIST}add/", WANTED | {"name": "Other"}).content.decode()
    lead.post(at(row, "off"))
    own(lead, name="Other")
    assert "no room" in lead.post(at(row, "on"), follow=True).content.decode()
    assert Endpoint.objects.filter(is_on=True).count() == 1


def test_a_new_secret_is_shown_once_and_the_old_one_holds_for_a_day(lead):
    row = own(lead)
    page = lead.post(at(row, "secret")).content.decode()
    assert "For 24 hours the one before signs as well" in page
    row.refresh_from_db()
    new, old = endpoints.secrets_of(row, timezone.now())
    assert (new in page, old in page) == (True, False)
    assert AuditEntry.objects.filter(kind="webhook_secret_renewed").count() == 1


def test_a_test_leads_to_what_became_of_it(lead, receiver):
    row = own(lead, url=receiver.url)
    answer = lead.post(at(row, "test"))
    assert "waiting" in text(lead, answer.headers["Location"])
    send(row)
    page = text(lead, answer.headers["Location"])
    assert "delivered" in page
    assert re.search(r"200 · \d+ ms", page)
    assert Delivery.objects.get().message_id in page


def test_what_failed_is_sent_again_from_the_log_and_from_the_endpoint(lead, receiver):
    row = own(lead, url=receiver.url)
    for _number in range(3):
        replaying.send_test(endpoint=row, now=timezone.now())
    Delivery.objects.update(state="failed", next_at=None, error="timeout")
    old, one, _other = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk=old.pk).update(happened_at=timezone.now() - timedelta(days=2))
    assert "It took too long." in text(lead, f"{LOG}{one.pk}/change/")
    lead.post(f"{LOG}{one.pk}/again/")
    assert "1 is sent again." in lead.post(at(row, "again"), {"since": "24"}, follow=True).content.decode()
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "waiting", "waiting"]
    send(row)
    assert len(receiver.asked) == 2
    assert AuditEntry.objects.filter(kind="webhooks_sent_again").count() == 2
    assert lead.post(at(row, "again"), {"since": "5"}).status_code == 404
    assert lead.get(at(row, "again")).status_code == 404


def test_nothing_goes_to_one_that_is_off(lead):
    row = own(lead)
    replaying.send_test(endpoint=row, now=timezone.now())
    lead.post(at(row, "off"))
    sent = Delivery.objects.get()
    for address in (at(row, "test"), at(row, "again"), f"{LOG}{sent.pk}/again/"):
        page = lead.post(address, {"since": "24"}, follow=True).content.decode()
        assert "Switch it on first." in page
    assert Delivery.objects.get().state == "failed"


def test_who_made_one_that_was_switched_off_gets_a_mail_and_the_desk_says_so(lead):
    row = own(lead)
    assert endpoints.switch_off(endpoint=row, because=Endpoint.Stop.FAILING, now=timezone.now())
    assert not endpoints.switch_off(endpoint=row, because=Endpoint.Stop.GONE, now=timezone.now())
    tell_owner(endpoint_id=row.pk)
    [letter] = mail.outbox
    [(html, _kind)] = letter.alternatives
    # As every mail has at its foot, by the frame of all.
    assert 'href="http://help.localhost:8000/en/"' in html
    assert (letter.to, "Order system" in letter.subject) == ([lead.user.email], True)
    assert f"http://help.localhost:8000{at(row)}" in letter.body
    assert "It failed for days." in letter.body
    assert "it failed for days" in text(lead, LIST)
    assert "Switched off by itself" in text(lead, at(row))
    endpoints.switch_on(endpoint=row)
    tell_owner(endpoint_id=row.pk)
    assert len(mail.outbox) == 1


def asked(browser, address):
    """How many questions the page asks of the database, and the page."""
    with CaptureQueriesContext(connection) as captured:
        page = text(browser, address)
    return len(captured), page


def test_pages_take_as_many_questions_however_many_rows_there_are(lead):
    row = own(lead, name="First")
    open_ticket()
    narrowed = f"{LOG}?state__exact=waiting&endpoint__id__exact={row.pk}"
    few = [asked(lead, address)[0] for address in (LIST, LOG, narrowed)]
    for number in range(12):
        own(lead, name=str(number), kinds=EVERYTHING)
    for _number in range(5):
        open_ticket()
    many, pages = zip(*(asked(lead, address) for address in (LIST, LOG, narrowed)), strict=True)
    assert max(many) <= 11
    assert all(late <= early for early, late in zip(few, many, strict=True))
    assert pages[0].count("What it was told") == 13
    assert [page.count('field-kind">ticket.created<') for page in pages[1:]] == [50, 6]


def test_endpoints_stand_beside_the_tokens_of_programs(db):
    ada = cast.staff_browser(name="ada", groups=("admins",))
    groups = [each for each in ada.get("/admin/").context["app_list"] if str(each["name"]) == "Programs"]
    assert [str(model["name"]) for model in groups[0]["models"]] == [
        "Tokens of programs",
        "Webhook endpoints",
        "Webhooks sent",
    ]
    assert len(groups) == 1
