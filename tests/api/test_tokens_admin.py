"""Staff make tokens for their programs, see them once, and revoke them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.staff.arriving import _CONFIRMED
from api import actions
from api.models import ApiToken
from tests import cast

pytestmark = pytest.mark.django_db
LIST = "/admin/api/apitoken/"
WANTED = {"name": "Order system", "scopes": ["tickets:read"], "networks": "192.0.2.0/24\n2001:db8::/32", "days": "90"}


@pytest.fixture
def admin():
    """Somebody who may make tokens, and has just said who they are."""
    return confirmed(cast.staff_browser(name="ada", groups=("admins",)))


def confirmed(browser):
    session = browser.session
    session[_CONFIRMED] = timezone.now().timestamp()
    session.save()
    return browser


def made(browser, **changes):
    """The token's words, as the page shows them."""
    page = browser.post(f"{LIST}add/", WANTED | changes)
    found = re.search(r"<code>(hct_[\w-]{43})</code>", page.content.decode())
    assert found, page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    return found[1]


def test_a_token_is_shown_once_and_only_its_digest_is_kept(admin):
    words = made(admin)
    token = ApiToken.objects.get()
    assert (token.user, token.name, token.scopes) == (admin.user, "Order system", ["tickets:read"])
    assert token.networks == ["192.0.2.0/24", "2001:db8::/32"]
    assert token.digest == actions.digest_of(words)
    assert token.expires_at - timezone.now() > timedelta(days=89)
    for page in (LIST, f"{LIST}{token.pk}/change/"):
        assert words not in admin.get(page).content.decode()
        assert f"…{words[-4:]}" in admin.get(page).content.decode()
    assert not AuditEntry.objects.filter(details__icontains=words).exists()
    assert AuditEntry.objects.filter(kind="api_token_made", staff_number=admin.user.pk).count() == 1


def test_an_open_desk_that_somebody_left_makes_no_token():
    browser = cast.staff_browser(name="ada", groups=("admins",))
    answer = browser.post(f"{LIST}add/", WANTED)
    assert answer.headers["Location"] == "/admin/sign-in/confirm/?next=%2Fadmin%2Fapi%2Fapitoken%2Fadd%2F"
    assert not ApiToken.objects.exists()


def test_an_agent_makes_none(db):
    agent = confirmed(cast.staff_browser(name="aki"))
    assert agent.post(f"{LIST}add/", WANTED).status_code == 403
    assert agent.get(LIST).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [{"scopes": []}, {"scopes": ["everything"]}, {"networks": "192.0.2.1/24"}, {"networks": "home"}, {"days": "5000"}],
)
def test_what_means_nothing_is_refused(admin, wrong):
    page = admin.post(f"{LIST}add/", WANTED | wrong)
    assert "errorlist" in page.content.decode()
    assert not ApiToken.objects.exists()


def test_a_second_press_makes_no_second_token_of_a_name_until_it_is_revoked(admin):
    made(admin)
    page = admin.post(f"{LIST}add/", WANTED | {"name": " order  SYSTEM"})
    assert "You have a token with this name already." in page.content.decode()
    actions.revoke_token(token=ApiToken.objects.get(), now=timezone.now())
    made(admin)
    assert ApiToken.objects.count() == 2


def test_who_makes_tokens_sees_and_revokes_their_own(admin):
    made(admin)
    maker = confirmed(cast.staff_browser(name="mei", groups=()))
    cast.give(maker.user, "api.add_apitoken")
    made(maker, name="Mei’s")
    listed = maker.get(LIST).content.decode()
    assert "Mei’s" in listed
    assert "Order system" not in listed
    theirs, own = ApiToken.objects.get(user=admin.user), ApiToken.objects.get(user=maker.user)
    assert maker.post(f"{LIST}{theirs.pk}/revoke/").status_code == 404
    assert 'formaction="' in maker.get(f"{LIST}{own.pk}/change/").content.decode()
    maker.post(f"{LIST}{own.pk}/revoke/")
    own.refresh_from_db()
    assert own.revoked_at
    assert AuditEntry.objects.filter(kind="api_token_revoked").count() == 1


def test_an_admin_sees_and_revokes_everybodys(admin):
    token, _words = actions.make_token(
        user=cast.staff(name="aki"), name="Aki’s", scopes=["tickets:read"], networks=[],
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    assert "Aki’s" in admin.get(LIST).content.decode()
    assert admin.get(f"{LIST}{token.pk}/revoke/").status_code == 404
    admin.post(f"{LIST}{token.pk}/revoke/")
    admin.post(f"{LIST}{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at
    assert AuditEntry.objects.filter(kind="api_token_revoked").count() == 1


def test_nobody_widens_or_deletes_a_token(admin):
    made(admin)
    token = ApiToken.objects.get()
    assert admin.post(f"{LIST}{token.pk}/change/", WANTED | {"scopes": ["reports"]}).status_code == 403
    assert admin.post(f"{LIST}{token.pk}/delete/", {"post": "yes"}).status_code == 403
    token.refresh_from_db()
    assert token.scopes == ["tickets:read"]


def test_the_list_takes_as_many_questions_however_many_there_are(admin, django_assert_max_num_queries):
    for number in range(30):
        actions.make_token(
            user=admin.user, name=str(number), scopes=["reports"], networks=[],
            expires_at=timezone.now() - timedelta(days=1),
        )  # fmt: skip
    with django_assert_max_num_queries(9):
        page = admin.get(LIST).content.decode()
    assert page.count("expired") >= 30
