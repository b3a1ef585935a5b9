"""A colleague named in a note: whom a name means, who may be named, and how it looks."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.mentions import names
from tickets.merging import actions as merging
from tickets.models import Mention, Message
from tickets.refusals import TicketRefusedError
from tickets.templatetags import pictures

PEOPLE = ["aki", "akiko", "Aki Tanaka", "山田 花子", "j.doe"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@aki please", ["aki"]),
        ("@akiko and @AKI", ["akiko", "aki"]),
        ("@Aki  Tanaka, look", ["Aki Tanaka"]),
        ("(@aki)", ["aki"]),
        ("@aki. Thanks", ["aki"]),
        ("@aki's turn", ["aki"]),
        ("@山田 花子さん、お願いします", ["山田 花子"]),
        ("＠aki", ["aki"]),
        ("お願い@aki", ["aki"]),
        ("@j.doe", ["j.doe"]),
        ("mail me@aki", []),
        ("someone@aki.example.com", []),
        ("@aki.example.com", []),
        ("@aki_2", []),
        ("@akim", []),
        ("@@aki", []),
        ("aki", []),
        ("", []),
    ],
)
def test_which_names_stand_in_a_text(text, found):
    assert [each.name for each in names.find(text, PEOPLE)] == found


@pytest.fixture
def bo(db):
    person = cast.staff(name="bo")
    person.first_name, person.last_name = "Bo", "Larsson"
    person.save()
    return person


def note(ticket, author, body) -> Message:
    return actions.add_note(ticket=ticket, author=author, body=body)


@pytest.mark.parametrize("body", ["@bo look", "look, @Bo Larsson!", "@bo and again @Bo Larsson"])
def test_user_name_and_full_name_mean_the_same_person_once(ticket, aki, bo, body):
    made = note(ticket, aki, body)
    assert list(Mention.objects.values_list("message", "person", "ticket")) == [(made.pk, bo.pk, ticket.pk)]


def test_who_names_themselves_or_nobody_mentions_nobody(ticket, aki):
    for body in ("@aki that's me", "@nobody at all", "a@b.example"):
        note(ticket, aki, body)
    assert not Mention.objects.exists()


def test_who_left_is_nobody(ticket, aki, bo):
    bo.is_active = False
    bo.save()
    note(ticket, aki, "@bo")
    assert not Mention.objects.exists()


def test_who_may_not_see_tickets_is_said_before_anything_is_stored(agent, ticket):
    cast.staff(name="ed", groups=("editors",))
    form = {"mode": "note", "then": "note", "body": "@ed what do you think?", "version": ticket.version, "seen": "0-0"}
    answer = agent.post(f"/admin/tickets/ticket/{ticket.reference}/write/", form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "They may not see tickets: ed." in page
    assert "@ed what do you think?</textarea>" in page
    assert not ticket.messages.filter(kind="note").exists()
    assert not Mention.objects.exists()


def test_on_a_report_only_officers_are_mentioned(db, bo):
    noor, omar = (cast.staff(name=name, groups=("compliance",)) for name in ("noor", "omar"))
    report = open_ticket(rule="compliance", reason="compliance")
    with pytest.raises(TicketRefusedError) as refused:
        note(report, noor, "@bo and @omar")
    assert refused.value.text == (
        "They may not see this report under the law: Bo Larsson. Take the @ away, or ask others."
    )
    assert not Mention.objects.exists()
    note(report, noor, "@omar")
    assert [each.person for each in Mention.objects.all()] == [omar]


def test_a_name_is_a_mark_in_the_thread_and_all_else_stays_text(agent, ticket, aki, bo):
    note(ticket, aki, "<b>@bo</b> see https://example.com/@bo and @bos")
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert '&lt;b&gt;<span class="mention">@bo</span>&lt;/b&gt;' in page
    assert page.count('class="mention"') == 1
    assert 'href="https://example.com/@bo"' in page


def test_a_mark_stays_when_somebody_is_called_otherwise(agent, ticket, aki, bo):
    note(ticket, aki, "@Bo Larsson, look")
    bo.last_name = "Berg"
    bo.save()
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert '<span class="mention">@Bo Larsson</span>' in page


def test_the_page_offers_who_may_see_the_ticket(agent, ticket, bo):
    cast.staff(name="ed", groups=("editors",))
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert '<p data-handle="bo">Bo Larsson</p>' in page
    assert 'data-handle="ed"' not in page


def test_who_is_mentioned_sees_the_ticket_of_another_team(ticket, aki, bo):
    sees_all = Permission.objects.get(codename="see_all_tickets")
    bo.groups.get().permissions.remove(sees_all)
    ticket.team = cast.staff(name="cy", groups=("leads",)).groups.get()
    ticket.save()
    assert not type(ticket).objects.visible_to(bo).filter(pk=ticket.pk).exists()
    note(ticket, aki, "@bo")
    assert type(ticket).objects.visible_to(type(bo).objects.get(pk=bo.pk)).filter(pk=ticket.pk).exists()


def test_a_mention_goes_over_with_its_note_when_tickets_are_merged_and_comes_back(ticket, aki, bo):
    other = open_ticket()
    note(ticket, aki, "@bo look")
    made = merging.merge(source=ticket, target=other, author=aki, now=timezone.now())
    assert Mention.objects.get().ticket == other
    merging.undo(merge=made, author=aki, now=timezone.now())
    assert Mention.objects.get().ticket == ticket


def test_pictures_stand_between_the_names_of_a_note():
    words = pictures.said("@bo <b> @cy", [], "links", mentioned={"bo"})
    assert words == '<span class="mention">@bo</span> &lt;b&gt; @cy'
    assert pictures.said("@bo", [], "links") == "@bo"
