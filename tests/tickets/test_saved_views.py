"""Views that staff save over the queue's filters: their own and shared ones; and the columns that they choose."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets.actions import desk_settings
from tickets.desk import listing, saved
from tickets.models import DeskPreference, SavedView
from tickets.refusals import TicketRefusedError

pytestmark = pytest.mark.django_db
LIST = "/admin/tickets/ticket/"


@pytest.fixture
def lead():
    return cast.staff_browser(name="leo", groups=("leads",))


def save(browser, name="Japanese", query="locale=ja", **more):
    return browser.post(f"{LIST}views/", {"name": name, "query": query, **more})


def tabs(browser, query=""):
    return {tab.name: tab for tab in browser.get(LIST + query).context["saved_tabs"]}


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("topic=a&locale=ja", "locale=ja&topic=a"),
        ("p=3&locale=ja&after=7&o=1&e=1&csrfmiddlewaretoken=x", "locale=ja"),
        ("q=%E8%AB%8B%E6%B1%82+a&view=", "q=%E8%AB%8B%E6%B1%82+a"),
        ("", ""),
        ("&&=&x", ""),
    ],
)
def test_the_same_filters_are_always_the_same_text(query, same):
    assert saved.canonical(query) == same


def test_an_agent_saves_what_the_list_is_filtered_by_and_finds_it_above_the_list(agent):
    japanese = open_ticket(locale="ja")
    open_ticket()
    page = agent.get(f"{LIST}?locale=ja&p=1").content.decode()
    assert '<input type="hidden" name="query" value="locale=ja">' in page
    assert save(agent)["Location"] == f"{LIST}?locale=ja"
    tab = tabs(agent, "?locale=ja")["Japanese"]
    assert (tab.address, tab.chosen) == ("?locale=ja", True)
    assert not tabs(agent, "?locale=en")["Japanese"].chosen
    assert list(agent.get(LIST + tab.address).context["cl"].result_list) == [japanese]


def test_saving_under_the_same_name_puts_other_filters_behind_it(agent):
    save(agent)
    save(agent, query="locale=ko")
    assert [view.query for view in SavedView.objects.all()] == ["locale=ko"]


def test_only_who_may_shares_and_everybody_sees_what_is_shared(agent, lead):
    assert save(agent, sharing="all").status_code == 422
    with pytest.raises(TicketRefusedError, match="may_not_share"):
        desk_settings.save_view(owner=agent.user, name="Ours", query="", shared=True)
    save(lead, "Ours", sharing="all")
    save(lead, "Leo’s own")
    assert [*tabs(agent)] == ["Ours"]
    assert [*tabs(lead)] == ["Leo’s own", "Ours"]
    assert 'name="sharing"' not in agent.get(f"{LIST}?locale=ja").content.decode()
    assert 'name="sharing"' in lead.get(f"{LIST}?locale=ja").content.decode()


def test_a_view_is_renamed_shared_and_deleted_by_its_owner(lead):
    save(lead)
    save(lead, "Korean", "locale=ko")
    view = SavedView.objects.get(name="Japanese")
    place = f"{LIST}views/{view.pk}/"
    assert lead.post(place, {"name": " Nihon  go ", "sharing": "all"}).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.shared) == ("Nihon go", True)
    assert "Another view is called so" in lead.post(place, {"name": "Korean"}).content.decode()
    assert lead.post(place, {"name": " "}).status_code == 422
    assert lead.post(place, {"delete": "1"}).status_code == 302
    assert [*tabs(lead)] == ["Korean"]


def test_what_is_shared_is_changed_by_its_owner_and_by_leads_alone(agent, lead):
    view = desk_settings.save_view(owner=lead.user, name="Ours", query="locale=ja", shared=True)
    own = desk_settings.save_view(owner=lead.user, name="Mine", query="locale=ja", shared=False)
    other = cast.staff_browser(name="lea", groups=("leads",))
    assert agent.post(f"{LIST}views/{view.pk}/", {"delete": "1"}).status_code == 404
    assert other.post(f"{LIST}views/{own.pk}/", {"delete": "1"}).status_code == 404
    assert other.post(f"{LIST}views/{view.pk}/", {"name": "Everybody’s", "sharing": "all"}).status_code == 302
    page = agent.get(f"{LIST}views/").content.decode()
    assert "Everybody’s</a>" in page
    assert "by leo, for everybody" in page
    assert "Mine" not in page


def test_what_was_shared_stays_so_when_who_may_no_longer_share_renames_it(lead):
    view = desk_settings.save_view(owner=lead.user, name="Ours", query="locale=ja", shared=True)
    lead.user.groups.set([])
    person = type(lead.user).objects.get(pk=lead.user.pk)
    assert desk_settings.change_view(view=view, author=person, name="Still ours", shared=True).shared
    desk_settings.change_view(view=view, author=person, name="Mine", shared=False)
    with pytest.raises(TicketRefusedError, match="may_not_share"):
        desk_settings.change_view(view=view, author=person, name="Mine", shared=True)


@pytest.fixture
def billing():
    return Group.objects.create(name="Billing")


def few_sighted(name, *groups):
    """Somebody who works on tickets and sees those of their own teams alone."""
    browser = cast.staff_browser(name=name, groups=())
    browser.user.groups.add(*groups)
    rights = ("view_ticket", "change_ticket")
    browser.user.user_permissions.add(*cast.Permission.objects.filter(codename__in=rights))
    return browser


def test_a_view_for_a_team_is_seen_by_its_members_and_by_who_sees_all(agent, lead, billing):
    member, other = few_sighted("mia", billing), few_sighted("oto", Group.objects.create(name="Login"))
    assert save(lead, "Refunds", "tag=refund&tag=chargeback", sharing=f"team-{billing.pk}").status_code == 302
    assert tabs(member)["Refunds"].told == "by leo, for the team “Billing”"
    assert [*tabs(other)] == []
    # Agents see the tickets of every team, and so the views of every team.
    assert [*tabs(agent)] == ["Refunds"]
    page = member.get(f"{LIST}views/").content.decode()
    assert "by leo, for the team “Billing”" in page
    assert "Delete" not in page
    assert member.post(f"{LIST}views/{SavedView.objects.get().pk}/", {"delete": "1"}).status_code == 404


def test_a_lead_changes_the_view_of_a_team_its_filters_too(lead, billing):
    made = desk_settings.save_view(owner=lead.user, name="Refunds", query="tag=a", shared=False, team=billing)
    other = cast.staff_browser(name="lea", groups=("leads",))
    assert f'<option value="{made.pk}">Refunds</option>' in other.get(f"{LIST}?locale=ja").content.decode()
    assert save(other, "", "tag=b&locale=ja", instead=made.pk)["Location"] == f"{LIST}?locale=ja&tag=b"
    made.refresh_from_db()
    assert (made.name, made.owner, made.team, made.query) == ("Refunds", lead.user, billing, "locale=ja&tag=b")
    place = f"{LIST}views/{made.pk}/"
    assert other.post(place, {"name": "Money back", "sharing": f"team-{billing.pk}"}).status_code == 302
    assert other.post(place, {"name": "Money back", "sharing": "all"}).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.team, made.shared) == ("Money back", None, True)
    assert other.post(place, {"delete": "1"}).status_code == 302
    assert not SavedView.objects.exists()


def test_nobody_gives_other_filters_to_a_view_that_isnt_theirs(agent, lead, billing):
    made = desk_settings.save_view(owner=lead.user, name="Refunds", query="tag=a", shared=False, team=billing)
    assert save(agent, "", "tag=b", instead=made.pk).status_code == 422
    assert save(agent, "", "tag=b").status_code == 422
    made.refresh_from_db()
    assert made.query == "tag=a"


def test_who_sees_their_own_teams_alone_shares_with_those(billing):
    lead = few_sighted("lou", billing)
    lead.user.user_permissions.add(*cast.Permission.objects.filter(codename="add_savedview"))
    login = Group.objects.create(name="Login")
    offered = [words for _value, words in lead.get(f"{LIST}?locale=ja").context["sharings"]]
    assert offered == ["Only me", "Everybody", "Team “Billing”"]
    with pytest.raises(TicketRefusedError, match="may_not_share"):
        desk_settings.save_view(owner=lead.user, name="X", query="", shared=False, team=login)
    assert save(lead, sharing=f"team-{billing.pk}").status_code == 302


def test_a_team_that_is_gone_leaves_the_view_to_its_owner(lead, agent, billing):
    made = desk_settings.save_view(owner=lead.user, name="Refunds", query="tag=a", shared=False, team=billing)
    billing.delete()
    assert [*tabs(lead)] == ["Refunds"]
    assert [*tabs(agent)] == []
    made.refresh_from_db()
    made.shared, made.team = True, Group.objects.create(name="Other")
    with pytest.raises(IntegrityError, match="shared_in_one_way"), transaction.atomic():
        made.save()


def test_nobody_has_more_views_than_anybody_reads(agent, monkeypatch):
    monkeypatch.setattr(desk_settings, "MOST_VIEWS", 1)
    save(agent)
    assert save(agent, "Another").status_code == 409
    assert save(agent, query="locale=ko").status_code == 302


@pytest.mark.parametrize("form", [{"name": "", "query": "a=1"}, {"name": "x" * 61, "query": "a=1"}, {"query": "a=1"}])
def test_a_view_without_a_proper_name_is_not_saved_and_what_was_typed_comes_back(agent, form):
    answer = agent.post(f"{LIST}views/", form)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert 'name="query" value="a=1"' in answer.content.decode()
    assert not SavedView.objects.exists()


def test_a_shared_view_shows_each_reader_what_they_may_see(agent):
    officer = cast.staff_browser(name="noor", groups=("compliance",))
    desk_settings.save_view(owner=officer.user, name="All", query="view=reports", shared=False)
    SavedView.objects.update(shared=True)
    report = open_ticket(rule="compliance", reason="compliance", topic_kind="compliance")
    address = LIST + tabs(agent)["All"].address
    assert list(officer.get(address).context["cl"].result_list) == [report]
    assert list(agent.get(address).context["cl"].result_list) == []


def test_strangers_and_editors_have_no_views(client, editor):
    for address in ("views/", "views/1/", "columns/"):
        assert client.post(LIST + address).status_code == 302
        assert editor.post(LIST + address).status_code == 403


def test_the_database_keeps_names_apart(aki):
    SavedView.objects.create(owner=aki, name="A", query="")
    with pytest.raises(IntegrityError, match="name_once_an_owner"), transaction.atomic():
        SavedView.objects.create(owner=aki, name="A", query="x=1")


def test_chosen_columns_are_shown_in_their_order_and_stay(agent, ticket):
    answer = agent.post(
        f"{LIST}columns/", {"column": ["language", "team", "reference", "nonsense"], "query": "view=all"}
    )
    assert answer["Location"] == f"{LIST}?view=all"
    page = agent.get(LIST).content.decode()
    assert [name for name in listing.COLUMNS if f'<td class="cell-{name}">' in page] == [
        "reference",
        "team",
        "language",
    ]
    assert '<td class="cell-language">English' in page
    assert cast.staff_browser(name="other").get(LIST).content.decode().count('class="cell-language"') == 0
    agent.post(f"{LIST}columns/", {})
    assert DeskPreference.objects.get().columns == []
    assert 'class="cell-status"' in agent.get(LIST).content.decode()


def test_quarantine_stands_beside_the_views_for_who_may_open_it(agent):
    tab = agent.get(LIST).context["tabs"][-1]
    assert (tab.address, tab.count) == ("/admin/tickets/incomingemail/?outcome__exact=quarantined", 0)
