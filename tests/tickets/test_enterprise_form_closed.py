"""The Enterprise support form: who isn't its owner is told why, and keeps what they typed; nobody sees another's."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Customer, Domain, Visitor
from tests import cast
from tests.tickets.enterprise_forms import FORM, SECRET, WORDS, kept_words, page, sign_in, typed
from tickets.enterprise import actions
from tickets.enterprise.actions import FormClosedError, Given
from tickets.models import EnterpriseRequest, RequestDraft, StoredFile, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(db):
    """A browser in which an Enterprise owner is signed in."""
    return cast.browser(person="enterprise_owner")


# --- Closed ---


@pytest.mark.parametrize(
    ("person", "says"),
    [
        ("free", "The Free plan includes"),
        ("pro", "Your plan includes answers"),
        ("team_member", "A primary owner or owner of your organization can contact us"),
        ("team_owner", "As an owner of your organization"),
        ("console_admin", "As a Console admin"),
        ("console_member", "A Console admin of your organization can contact us"),
    ],
)
def test_anybody_else_is_told_why_and_keeps_what_they_typed(person, says):
    cast.domain()
    browser = cast.browser(person=person)
    looked = browser.get(FORM)
    assert looked.status_code == 403
    assert says in page(looked)
    assert "/en/sign-in/claude.localhost/?next=" in page(looked)
    assert "<textarea" not in page(looked)
    answer = browser.post(FORM, typed())
    assert answer.status_code == 403
    assert says in page(answer)
    for words in (WORDS, "Claude on the web", "Everyone in the organization", "Press Log in.", "mei@example.com"):
        assert words in kept_words(answer)
    assert kept_words(browser.get(FORM)) == kept_words(answer)
    assert not Ticket.objects.exists()


def test_an_admin_of_the_enterprise_organization_isnt_an_owner():
    browser = cast.browser(person="enterprise_owner")
    Customer.objects.update(role="admin")
    assert browser.get(FORM).status_code == 403
    assert "owner of your organization can contact us" in page(browser.post(FORM, typed()))


def test_the_action_asks_again_itself():
    visitor = cast.browser(person="team_owner").visitor
    given = Given(words=WORDS, products=("web",), impact="one", urgency="calm")
    with pytest.raises(FormClosedError):
        actions.send(visitor=visitor, given=given, submission=uuid4(), locale="en", now=timezone.now())
    assert not Ticket.objects.exists()


def test_nobody_logged_in_is_asked_to_at_the_product_that_has_the_accounts():
    cast.domain()
    cast.domain(host="console.localhost")
    answer = cast.Browser().get(FORM)
    assert answer.status_code == 200
    assert re.findall(r'href="/en/sign-in/([\w.]+)/', page(answer)) == ["claude.localhost"]
    assert "<textarea" not in page(answer)
    assert not answer.cookies


def test_the_search_in_the_pages_head_stays_empty(owner):
    form = typed(words="")
    assert "?draft=" in page(owner.post(FORM, form))
    assert not re.search(r'<input[^>]*name="q"[^>]*draft', page(owner.get(FORM)))


def test_after_the_session_ended_a_login_brings_words_and_files_back(owner):
    form = typed(words=f"{WORDS} {SECRET}", files=[SimpleUploadedFile("log.txt", b"a line")])
    stranger = cast.Browser()
    cast.domain()
    answer = stranger.post(FORM, form)
    assert answer.status_code == 409
    assert f"{WORDS} [API key sk-ant-••••1234]" in kept_words(answer)
    assert "We hid an API key" in page(answer)
    assert "log.txt" in page(answer)
    back = f"{FORM}?draft={form['submission']}"
    assert f"next=%2Fen%2Frequests%2Fenterprise%3Fdraft%3D{form['submission']}" in page(answer)
    draft = RequestDraft.objects.get()
    assert SECRET not in str(draft.typed)
    stranger.visitor = draft.visitor
    sign_in(stranger, "enterprise_owner")
    again = stranger.get(back)
    assert again.status_code == 200
    for words in (WORDS, "Press Log in.", 'value="organization" id="id_products_4" checked', "log.txt"):
        assert words in page(again)
    assert stranger.post(FORM, typed(submission=form["submission"])).status_code == 302
    assert Ticket.objects.get().messages.get().attachments.get().name == "log.txt"
    assert not RequestDraft.objects.exists()


def test_logged_in_with_the_wrong_account_the_words_are_there_to_copy():
    stranger = cast.Browser()
    stranger.post(FORM, typed())
    stranger.visitor = RequestDraft.objects.get().visitor
    sign_in(stranger, "team_member")
    answer = stranger.get(FORM)
    assert answer.status_code == 403
    assert WORDS in kept_words(answer)


def test_on_a_legacy_domain_the_gate_leads_to_the_successor_and_back():
    browser = cast.browser(person="legacy_admin")
    cast.domain()
    form = typed()
    answer = browser.post(FORM, form)
    assert answer.status_code == 409
    assert WORDS in kept_words(answer)
    assert f"/en/sign-in/platform.localhost/?next=%2Fen%2Frequests%2Fenterprise%3Fdraft%3D{form['submission']}" in page(
        answer
    )
    Visitor.objects.update(domain=cast.domain(host="platform.localhost"))
    assert WORDS in kept_words(browser.get(f"{FORM}?draft={form['submission']}"))


def test_an_owner_on_a_legacy_domain_is_one_again_at_its_successor(owner):
    old = Domain.objects.get(host="claude.localhost")
    new = cast.domain(host="new.localhost", product="claude")
    Domain.objects.filter(pk=old.pk).update(status="legacy", successor=new)
    answer = owner.post(FORM, typed())
    assert answer.status_code == 409
    assert re.findall(r'href="/en/sign-in/([\w.]+)/', page(answer)) == ["new.localhost"]
    Visitor.objects.update(domain=new)
    assert WORDS in page(owner.get(FORM))


def test_rights_said_too_long_ago_are_asked_anew_first(owner):
    Customer.objects.update(claims_at=timezone.now() - timedelta(days=2))
    form = typed()
    answer = owner.post(FORM, form)
    assert answer.status_code == 409
    assert (
        f"/en/sign-in/claude.localhost/?silent=1&amp;next=%2Fen%2Frequests%2Fenterprise%3Fdraft%3D{form['submission']}"
        in page(answer)
    )
    Customer.objects.update(claims_at=timezone.now())
    assert WORDS in page(owner.get(f"{FORM}?draft={form['submission']}"))
    assert owner.post(FORM, form).status_code == 302


def test_a_form_of_somebody_else_isnt_sent_in_ones_own_name(owner):
    answer = owner.post(FORM, typed(who="0123456789abcdef"))
    assert answer.status_code == 409
    assert WORDS in page(answer)
    assert not Ticket.objects.exists()
    who = re.search(r'name="who" value="(\w+)"', page(answer))[1]
    assert owner.post(FORM, typed(who=who)).status_code == 302


# --- Whose it is ---


def test_nobody_sees_anothers_draft_or_receipt(owner):
    sent = owner.post(FORM, typed())["Location"]
    owner.post(FORM, form := typed(words=""))
    for other in (cast.Browser(), cast.browser(), cast.browser(person="team_owner")):
        assert "Press Log in." not in page(other.get(f"{FORM}?draft={form['submission']}"))
        assert other.get(sent).status_code == 404
    assert owner.get(f"/en/requests/enterprise/received/{uuid4()}").status_code == 404
    # In another browser of the same person it is there.
    assert "Press Log in." in page(cast.browser(person="enterprise_owner").get(FORM))


def test_who_wants_to_forgets_what_was_kept_with_its_files():
    browser = cast.browser(person="team_member")
    form = typed(files=[SimpleUploadedFile("log.txt", b"a line")])
    browser.post(FORM, form)
    cast.browser(person="pro").post(FORM, {"submission": form["submission"], "discard": "1"})
    assert StoredFile.objects.exists()
    answer = browser.post(FORM, {"submission": form["submission"], "discard": "1"})
    assert answer.status_code == 302
    assert not RequestDraft.objects.exists()
    assert not StoredFile.objects.exists()


def test_more_than_is_kept_says_so_and_is_there_to_copy():
    browser = cast.browser(person="team_member")
    answer = browser.post(FORM, typed(words="a" * 50_000))
    assert "copy what you wrote before you go on" in page(answer)
    assert "a" * 50_000 in kept_words(answer)
    assert not RequestDraft.objects.exists()


@pytest.mark.parametrize("changes", [{"submission": "x"}, {"products": ["\0"]}, {"words": "a\0b"}, {"remove": "../x"}])
def test_hostile_input_is_no_error(owner, changes):
    for browser in (owner, cast.browser(person="team_member"), cast.Browser()):
        assert browser.post(FORM, typed() | changes).status_code in {200, 302, 403, 409, 422}
    assert owner.get(f"{FORM}?draft=%00").status_code == 200


def test_another_sites_page_sends_nothing(owner):
    assert owner.post(FORM, typed(), headers={"Origin": "https://evil.example"}).status_code == 403
    assert not EnterpriseRequest.objects.exists()
    assert not RequestDraft.objects.exists()
