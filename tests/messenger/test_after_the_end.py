"""What ended lately keeps bills open for 30 days; and a plan that is shown wrong refuses nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import actions
from accounts.models import Customer, FormerRight
from accounts.sign_in.claims import Claims
from messenger.models import Conversation
from tests import cast
from tests.messenger.steps import at, chatting
from tickets.labels import identity_lines
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]


def signed_in(browser: cast.Browser, *, plan: str, role: str = "", organisation: str = "") -> None:
    """The same person logs in once more, and the product says this of them."""
    who, now = browser.visitor.customer, timezone.now()
    said = {"plan": plan, "role": role, "organisation": organisation}
    claims = Claims(
        subject=who.subject, email=who.email, product=who.product, issued_at=now, expires_at=now, name=who.name, **said
    )
    browser.visitor, browser.cookies["visitor"] = actions.sign_in(
        visitor=browser.visitor, domain=browser.visitor.domain, claims=claims, now=now
    )


def forwards(browser: cast.Browser, topic: str) -> Ticket | None:
    row: Conversation = chatting(browser, topic=topic)
    browser.post(at(row, "not-solved"))
    browser.post(at(row, "hand-over"))
    row.refresh_from_db()
    return row.ticket


def test_whose_plan_ended_still_reaches_people_about_bills_and_about_nothing_else(pro: cast.Browser) -> None:
    signed_in(pro, plan="free")
    assert forwards(pro, "subscription") is None
    ticket = forwards(pro, "billing")
    assert (ticket.rule, ticket.reason) == ("ended_lately", "ended_lately")
    assert "Questions about bills" in pro.get("/en/messenger/reach").content.decode()
    right = FormerRight.objects.get()
    assert (right.rule, right.plan, right.until - right.ended_at) == ("individual_paid", "pro", timedelta(days=30))


def test_whose_role_ended_does_so_too_and_asks_in_nobodys_name(team_owner: cast.Browser) -> None:
    signed_in(team_owner, plan="team", role="member", organisation="team")
    ticket = forwards(team_owner, "billing")
    assert ticket.rule == "ended_lately"
    assert ticket.organisation is None


def test_after_30_days_it_is_over_and_staff_may_end_it_before(pro: cast.Browser, lead: cast.Browser) -> None:
    signed_in(pro, plan="free")
    FormerRight.objects.update(ended_at=timezone.now() - timedelta(days=31), until=timezone.now())
    assert forwards(pro, "billing") is None
    assert "Questions about bills" not in pro.get("/en/messenger/reach").content.decode()


def test_who_never_had_one_and_who_still_has_one_get_no_row(free: cast.Browser, pro: cast.Browser) -> None:
    signed_in(free, plan="free")
    signed_in(pro, plan="max")
    assert not FormerRight.objects.exists()
    assert forwards(free, "billing") is None
    assert forwards(pro, "billing").rule == "individual_paid"


def test_it_is_the_persons_own(pro: cast.Browser, free: cast.Browser) -> None:
    signed_in(pro, plan="free")
    assert forwards(free, "billing") is None


@pytest.mark.parametrize(("person", "plan"), [("free", "free"), ("team_member", "team"), ("console_member", "")])
def test_a_plan_shown_wrong_reaches_people_with_what_was_signed(person: str, plan: str) -> None:
    browser = cast.browser(person=person)
    assert 'value="plan-shown-wrong"' in browser.get("/en/messenger/reach").content.decode()
    ticket = forwards(browser, "plan-shown-wrong")
    assert ticket.rule == "plan_shown_wrong"
    assert (ticket.identity["plan"], ticket.identity["domain"]) == (plan, browser.visitor.domain.host)
    assert ticket.identity["issuer"] == browser.visitor.domain.issuer
    assert ticket.identity["said_at"] == browser.visitor.customer.claims_at.isoformat(timespec="seconds")
    assert ("Signed by", browser.visitor.domain.issuer) in [(str(a), b) for a, b in identity_lines(ticket.identity)]


def test_not_logged_in_it_reaches_nobody(locked_out: cast.Browser, legacy_admin: cast.Browser) -> None:
    assert forwards(locked_out, "plan-shown-wrong") is None
    assert "plan-shown-wrong" not in locked_out.get("/en/messenger/reach").content.decode()


def test_staff_change_until_when(agent: cast.Browser, pro: cast.Browser) -> None:
    signed_in(pro, plan="free")
    admin = cast.staff_browser(name="root", superuser=True)
    right = FormerRight.objects.get()
    page = f"/admin/accounts/formerright/{right.pk}/change/"
    assert agent.get(page).status_code == 403
    assert admin.get("/admin/accounts/formerright/").status_code == 200
    before = {"until_0": "2020-01-01", "until_1": "00:00:00"}
    assert admin.post(page, before).status_code == 200, "it can't end before it began"
    later = right.ended_at + timedelta(days=60)
    admin.post(page, {"until_0": later.date().isoformat(), "until_1": "00:00:00"})
    right.refresh_from_db()
    assert right.until.date() == later.date()
    assert Customer.objects.get(pk=right.customer_id).former_rights.count() == 1
