"""The very mail before it is sent: the same as what goes out, and nothing of it stays."""

import re

import pytest
from django.utils import timezone

from accounts.models import StaffSettings, User
from tests import cast
from tests.pictures import picture
from tests.tickets.conftest import open_ticket
from tests.tickets.files.test_replies import enclose, post, send, upload
from tickets import actions as tickets
from tickets.files.inline import mark
from tickets.mail.framed import framed
from tickets.models import Message, OutgoingEmail, ReplyDraft
from tickets.refusals import TicketRefusedError
from tickets.replies import actions
from tickets.replies.actions.previewing import preview

pytestmark = pytest.mark.django_db


def begin(ticket, author, body="See below."):
    actions.keep_draft(ticket=ticket, author=author, body=body, is_note=False, now=timezone.now())


def show(ticket, author):
    return preview(ticket=ticket, author=author, now=timezone.now())


def address(ticket, verb="previewed"):
    return f"/admin/tickets/ticket/{ticket.reference}/{verb}/"


def test_it_is_what_goes_out(ticket, aki):
    StaffSettings.objects.create(user=aki, signature="Aki, on the night shift")
    aki = User.objects.get(pk=aki.pk)
    tickets.add_participant(ticket=ticket, email="ben@example.com", name="Ben")
    file = enclose(ticket, aki, picture(), "screen.jpg")
    begin(ticket, aki, f"See {mark(file.name, file.key)}")
    shown = show(ticket, aki)
    assert "Aki, on the night shift" in shown.mails[0].body
    message = send(ticket, aki, shown.body)
    assert [(mail.to_email, mail.subject, mail.body, mail.body_html) for mail in shown.mails] == [
        (mail.to_email, mail.subject, mail.body, mail.body_html) for mail in message.emails.order_by("pk")
    ]


def test_nothing_of_it_stays(ticket, aki):
    begin(ticket, aki)
    before = (Message.objects.count(), OutgoingEmail.objects.count(), ticket.version)
    show(ticket, aki)
    ticket.refresh_from_db()
    assert (Message.objects.count(), OutgoingEmail.objects.count(), ticket.version) == before
    assert ReplyDraft.objects.get().body == "See below."


def test_without_a_word_there_is_none(ticket, aki):
    with pytest.raises(TicketRefusedError, match="empty"):
        show(ticket, aki)


def test_the_button_keeps_what_was_typed_and_shows_its_mail(agent, ticket):
    answer = post(agent, ticket, "preview", body="Bonjour <b>", files=upload())
    assert answer.headers["Location"] == address(ticket)
    page = agent.get(address(ticket)).content.decode()
    assert "hanako@example.com" in page
    assert ticket.reference in page
    assert "invoice.pdf" in page
    assert "Bonjour &lt;b&gt;" in page
    assert ReplyDraft.objects.get().body == "Bonjour <b>"
    assert ticket.messages.count() == 1


def test_its_html_has_a_policy_without_scripts_and_all_of_its_looks(agent, ticket):
    aki = User.objects.get(username="agent")
    file = enclose(ticket, aki, picture(), "screen.jpg")
    begin(ticket, aki, f'A " style="color:red" x\n{mark(file.name, file.key)}')
    answer = agent.get(address(ticket, "previewed/html"))
    policy, page = answer.headers["Content-Security-Policy"], answer.content.decode()
    assert policy.startswith("sandbox allow-same-origin; default-src 'none'; style-src 'nonce-")
    assert re.search(r"'nonce-([^']+)'", policy)[1] in page
    assert " style=" not in page.replace("&quot; style=&quot;", "")
    assert "max-width:600px" in page
    place = re.search(r'<img src="([^"]+)"', page)[1]
    assert agent.get(place).status_code == 302


def test_each_style_is_a_rule():
    page = framed('<style>a{}</style><p class="x" style="margin:0">1</p>', nonce="N", picture="/{}")
    assert '[data-s="0"]:not(#_):not(#_){margin:0}' in page
    assert '<p class="x" data-s="0">' in page
    assert page.startswith('<style nonce="N">')


def test_where_there_is_no_address_it_says_so(agent):
    ticket = open_ticket(requester_email="", identity={})
    post(agent, ticket, "preview")
    assert "Nobody gets a mail" in agent.get(address(ticket)).content.decode()
    assert agent.get(address(ticket, "previewed/html")).status_code == 404


def test_another_agent_sees_none_of_it(agent, lead, ticket):
    post(agent, ticket, "preview", body="Secret words")
    assert "Secret words" not in lead.get(address(ticket)).content.decode()
    assert cast.Browser().get(address(ticket)).status_code == 302
