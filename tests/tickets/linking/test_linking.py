"""Links between tickets: what they may be, what the page shows, and one answer to all below a parent."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import cast
from tests.tickets.conftest import open_ticket
from tests.tickets.test_workspace import address, page_of
from tickets import actions
from tickets.linking import actions as linking
from tickets.linking import rules
from tickets.linking.rules import End, Refusal, Relation
from tickets.models import Ticket, TicketLink
from tickets.refusals import TicketRefusedError
from tickets.workflow import Event


def link(ticket, other, relation, author):
    return linking.link(ticket=ticket, other=other, relation=relation, author=author, now=timezone.now())


def post(browser, ticket, verb, **form):
    return browser.post(address(ticket, verb), form)


def answer(child, parent, author, submission=None, body="It works again."):
    linking.answer_child(
        ticket_id=child.pk,
        parent_id=parent.pk,
        author_id=author.pk,
        body=body,
        submission=submission or uuid4(),
        now=timezone.now(),
    )


@pytest.fixture
def family(agent, ticket):
    """An incident with three tickets below it."""
    below = [
        open_ticket(requester_email=f"{name}@example.com", subject=f"Of {name}") for name in ("ben", "cara", "dan")
    ]
    for each in below:
        link(ticket, each, Relation.CHILD, agent.user)
    return ticket, below


@pytest.mark.parametrize(
    ("ticket", "other", "relation", "linked", "reason"),
    [
        ({}, {}, "related", False, None),
        ({}, {}, "child", False, None),
        ({}, {"key": 1}, "related", False, Refusal.ITSELF),
        ({}, {}, "related", True, Refusal.ALREADY),
        ({"is_report": True}, {}, "related", False, Refusal.REPORT),
        ({"is_report": True}, {"is_report": True}, "related", False, None),
        ({}, {"has_parent": True}, "child", False, Refusal.TWO_PARENTS),
        ({"has_parent": True}, {}, "parent", False, Refusal.TWO_PARENTS),
        ({"has_parent": True}, {}, "child", False, Refusal.DEPTH),
        ({}, {"has_parent": True}, "parent", False, Refusal.DEPTH),
        ({}, {"has_children": True}, "child", False, Refusal.DEPTH),
        ({"has_children": True}, {}, "parent", False, Refusal.DEPTH),
        ({"has_children": True}, {}, "child", False, None),
        ({"has_parent": True}, {"has_children": True}, "related", False, None),
    ],
)
def test_how_two_may_be_linked(ticket, other, relation, linked, reason):
    near, far = End(**{"key": 1, **ticket}), End(**{"key": 2, **other})
    assert rules.refusal(near, far, Relation(relation), linked=linked) == reason


def test_each_page_shows_the_other_with_its_status(agent, ticket):
    other = open_ticket(subject="The other one")
    assert post(agent, ticket, "link", reference=other.reference.lower(), relation="parent").status_code == 302
    assert [each.words for each in agent.get(address(ticket)).context["links"]] == ["parent"]
    assert [each.words for each in agent.get(address(other)).context["links"]] == ["child"]
    assert "The other one" in page_of(agent, ticket)
    assert f'Linked with <a href="{address(other)}">{other.reference}</a> (parent)' in page_of(agent, ticket)
    assert f'Linked with <a href="{address(ticket)}">{ticket.reference}</a> (child)' in page_of(agent, other)


def test_a_link_is_made_once_whichever_way(agent, ticket):
    other = open_ticket()
    post(agent, ticket, "link", reference=other.reference, relation="related")
    refused = post(agent, other, "link", reference=ticket.reference, relation="related")
    assert (refused.status_code, TicketLink.objects.count()) == (409, 1)
    assert f'value="{ticket.reference}"' in refused.content.decode()


@pytest.mark.parametrize("form", [{"reference": "HC-2222-2222"}, {"reference": ""}, {"relation": "cousin"}])
def test_what_isnt_there_is_said_and_what_was_typed_comes_back(agent, ticket, form):
    answer = post(agent, ticket, "link", **{"reference": open_ticket().reference, "relation": "related", **form})
    assert answer.status_code == 422
    assert not TicketLink.objects.exists()


def test_a_link_is_taken_away_from_either_side(agent, ticket):
    other = open_ticket()
    made = link(ticket, other, Relation.CHILD, agent.user)
    third = open_ticket()
    post(agent, third, "unlink", link=made.pk)
    assert TicketLink.objects.exists()
    for _twice in range(2):
        assert post(agent, other, "unlink", link=made.pk).status_code == 302
    assert not TicketLink.objects.exists()
    assert ticket.events.last().arguments == {"reference": other.reference, "relation": "child"}
    assert ticket.events.filter(kind="unlinked").count() == 1
    assert post(agent, other, "unlink", link="x").status_code == 404


def test_a_report_is_linked_with_none_that_others_see(ticket):
    officer = cast.staff_browser(name="olga", groups=("compliance",))
    report = open_ticket(rule="compliance", topic_kind="compliance")
    refused = post(officer, ticket, "link", reference=report.reference, relation="related")
    assert (refused.status_code, TicketLink.objects.exists()) == (409, False)


def test_answering_the_parent_mails_no_child(agent, family):
    parent, below = family
    message = actions.reply(ticket=parent, author=agent.user, body="We are on it.")
    assert list(message.emails.values_list("to_email", flat=True)) == ["hanako@example.com"]
    assert {each.status for each in Ticket.objects.filter(pk__in=[row.pk for row in below])} == {"new"}


def test_a_solved_parent_offers_one_answer_to_the_open_ones(agent, family):
    parent, below = family
    actions.change_status(ticket=below[0], author=agent.user, event=Event.SOLVE)
    assert "Answer and solve 2 open children" in page_of(agent, parent)
    assert "<details open><summary>Answer and solve" not in page_of(agent, parent)
    actions.change_status(ticket=parent, author=agent.user, event=Event.SOLVE)
    assert "<details open><summary>Answer and solve" in page_of(agent, parent)
    assert post(agent, parent, "answer-children", body="It works again.").status_code == 302
    jobs = ProcrastinateJob.objects.filter(task_name="tickets.answer_child")
    assert sorted(job.args["ticket_id"] for job in jobs) == [below[1].pk, below[2].pk]
    assert parent.events.last().arguments == {"count": "2"}
    assert "2 tickets are being answered and solved." in page_of(agent, parent)


def test_each_child_gets_the_answer_once_and_is_solved(agent, family):
    parent, below = family
    same = UUID("0f0e2b3c-0000-4000-8000-000000000001")
    for _twice in range(2):
        answer(below[0], parent, agent.user, same)
    actions.add_customer_message(ticket=below[0], body="No, it doesn't.", channel="messenger")
    answer(below[0], parent, agent.user, same)
    below[0].refresh_from_db()
    assert below[0].status == "open"
    assert list(below[0].messages.filter(kind="reply").values_list("body", flat=True)) == ["It works again."]
    assert below[0].emails.filter(kind="reply").get().to_email == "ben@example.com"


def test_one_that_is_no_child_any_more_or_done_gets_none(agent, family):
    parent, below = family
    TicketLink.objects.filter(second=below[0]).delete()
    actions.change_status(ticket=below[1], author=agent.user, event=Event.CLOSE)
    for each in below[:2]:
        answer(each, parent, agent.user)
        assert not each.messages.filter(kind="reply").exists()


def test_one_that_a_rule_keeps_open_is_named_on_the_parent(agent, ticket):
    locked = open_ticket(proof={"Account email": "old@example.com"}, requester_email="ben@example.com")
    link(ticket, locked, Relation.CHILD, agent.user)
    answer(locked, ticket, agent.user)
    assert not locked.messages.filter(kind="reply").exists()
    assert ticket.events.last().kind == "child_not_answered"
    assert f"{locked.reference}</a> wasn’t answered with the others: " in page_of(agent, ticket)


def test_without_words_or_children_nothing_is_sent(agent, family):
    parent, below = family
    assert post(agent, parent, "answer-children", body=" ").status_code in {409, 422}
    refused = post(agent, below[0], "answer-children", body="Kept words")
    assert refused.status_code == 409
    with pytest.raises(TicketRefusedError, match="no_children"):
        linking.answer_children(parent=below[0], author=agent.user, body="x", now=timezone.now())
    assert not ProcrastinateJob.objects.filter(task_name="tickets.answer_child").exists()


def test_a_page_asks_as_much_with_many_links_as_with_one(agent, family):
    parent, _below = family
    page_of(agent, parent)
    with CaptureQueriesContext(connection) as few:
        page_of(agent, parent)
    for _number in range(4):
        link(parent, open_ticket(), Relation.CHILD, agent.user)
    page_of(agent, parent)
    with CaptureQueriesContext(connection) as many:
        page_of(agent, parent)
    assert len(many) == len(few)


def test_who_may_only_read_links_nothing(ticket):
    reader = cast.staff_browser(name="rita", groups=("readers",))
    for verb in ("link", "unlink", "answer-children"):
        assert post(reader, ticket, verb).status_code == 403
