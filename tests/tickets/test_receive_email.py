"""What becomes of incoming mail: joined, quarantined, ignored; never lost."""

from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pytest
from django.db import connection

from tests.tickets.conftest import mail, open_ticket, receive, report
from tickets import actions
from tickets.mail.actions import storing
from tickets.models import IncomingEmail, Message, OutgoingEmail
from tickets.workflow import Event


@pytest.fixture
def sent(ticket, aki):
    """The email with which staff answered."""
    return actions.reply(ticket=ticket, author=aki, body="Try the App Store.").emails.get()


def outcome(raw):
    row = receive(raw)
    return row.outcome, row.reason


def test_an_answer_to_the_signed_address_joins(ticket, sent):
    raw = mail(to=sent.reply_to)
    received = receive(raw)
    ticket.refresh_from_db()
    message = ticket.messages.get(channel="email")
    assert (received.outcome, received.reason, received.ticket) == ("joined", "reply_address", ticket)
    assert (message.body, message.author_name, message.mail_id) == (
        "It works now.",
        "Hanako Yamada",
        "<one@mail.example>",
    )
    assert ticket.status == "open"
    assert bytes(message.incoming.original.content) == raw


def test_an_answer_by_references_alone_joins(sent):
    assert outcome(mail(References=f"<x@y> {sent.mail_id}")) == ("joined", "references")


def test_an_answer_to_a_mail_of_their_own_proves_nothing_and_names_the_ticket(ticket, sent):
    receive(mail(to=sent.reply_to))
    row = receive(mail(mail_id="<two@mail.example>", In_Reply_To="<one@mail.example>"))
    assert (row.outcome, row.reason, row.ticket) == ("quarantined", "unproved", ticket)


def test_a_message_id_that_we_signed_for_nobody_proves_nothing(ticket, sent):
    OutgoingEmail.objects.filter(pk=sent.pk).update(mail_id="<HC-2222-2222.1@help.localhost>")
    assert outcome(mail(In_Reply_To="<HC-2222-2222.1@help.localhost>")) == ("quarantined", "unproved")


def test_the_senders_address_counts_in_any_case(sent):
    assert outcome(mail(sender="HANAKO@EXAMPLE.COM", to=sent.reply_to))[0] == "joined"


def test_a_forged_signature_is_quarantined(ticket, sent):
    forged = sent.reply_to.replace("@", "0@") if not sent.reply_to.count("0@") else sent.reply_to.replace("0@", "1@")
    assert outcome(mail(to=forged)) == ("quarantined", "forged_address")
    assert not ticket.messages.filter(channel="email").exists()


def test_another_persons_signed_address_is_quarantined(sent):
    assert outcome(mail(sender="eve@example.com", to=sent.reply_to)) == ("quarantined", "forged_address")


def test_a_wrong_sender_with_the_right_references_is_quarantined(sent):
    assert outcome(mail(sender="eve@example.com", In_Reply_To=sent.mail_id)) == ("quarantined", "wrong_sender")


def test_a_mail_with_two_senders_is_quarantined(sent):
    raw = mail(to=sent.reply_to).replace(b"From: ", b"From: eve@example.com\nFrom: ", 1)
    assert outcome(raw)[0] == "quarantined"


def test_a_participant_answers_at_their_own_address(ticket, aki):
    actions.add_participant(ticket=ticket, name="Olga", email="olga@example.com")
    email = actions.reply(ticket=ticket, author=aki, body="Hello").emails.get(to_email="olga@example.com")
    assert outcome(mail(sender="Olga <olga@example.com>", to=email.reply_to)) == ("joined", "reply_address")
    assert ticket.messages.get(channel="email").author_name == "Olga <olga@example.com>"


def test_new_mail_without_a_ticket_waits_where_nobody_answers_it(db, settings):
    settings.ANSWER_NEW_MAIL = False
    assert outcome(mail()) == ("quarantined", "no_ticket")
    assert IncomingEmail.objects.quarantined().get().subject == "Re: the button"


def test_the_same_mail_is_stored_once(ticket, sent):
    raw = mail(to=sent.reply_to)
    assert [outcome(raw), outcome(raw)] == [("joined", "reply_address")] * 2
    assert ticket.messages.filter(channel="email").count() == IncomingEmail.objects.count() == 1


def test_a_copy_by_another_way_is_kept_but_does_not_count(ticket, sent):
    outcome(mail(to=sent.reply_to))
    assert outcome(mail(to=sent.reply_to, X_Relay="b", text="It  works\nnow. ")) == ("ignored", "duplicate")
    assert ticket.messages.filter(channel="email").count() == 1
    assert IncomingEmail.objects.count() == 2


def test_another_file_of_the_same_name_and_size_is_no_copy(ticket, sent):
    photos = [EmailMessage(), EmailMessage()]
    for photo, content in zip(photos, (b"before", b"after."), strict=True):
        photo["From"], photo["To"], photo["Message-ID"] = "hanako@example.com", sent.reply_to, "<photo@mail.example>"
        photo.set_content("Here it is.")
        photo.add_attachment(content, maintype="image", subtype="png", filename="photo.png")
    assert [outcome(photo.as_bytes()) for photo in photos] == [("joined", "reply_address")] * 2


def test_other_words_under_the_same_message_id_join_too(ticket, sent):
    outcome(mail(to=sent.reply_to))
    assert outcome(mail(to=sent.reply_to, text="Something else")) == ("joined", "reply_address")
    bodies = ticket.messages.filter(channel="email").values_list("body", "mail_id")
    assert list(bodies) == [("It works now.", "<one@mail.example>"), ("Something else", "")]


def test_a_strangers_mail_takes_no_message_id_from_the_customer(ticket, sent):
    outcome(mail(sender="eve@example.com"))
    assert outcome(mail(to=sent.reply_to)) == ("joined", "reply_address")


def test_a_copy_that_proved_nothing_does_not_keep_the_one_that_does_away(ticket, sent):
    assert outcome(mail()) == ("answered", "answered")
    assert outcome(mail(to=sent.reply_to)) == ("joined", "reply_address")
    assert outcome(mail(to=sent.reply_to, X_Relay="c")) == ("ignored", "duplicate")


@pytest.mark.django_db(transaction=True)
def test_the_same_mail_twice_at_once_joins_once():
    sent = open_ticket().emails.get()

    def deliver(number):
        try:
            return outcome(mail(to=sent.reply_to, X_Relay=str(number % 2)))[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(deliver, range(4)))
    assert sorted(IncomingEmail.objects.values_list("outcome", flat=True)) == ["ignored", "joined"]
    assert Message.objects.filter(channel="email").count() == 1


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({"Precedence": "bulk"}, "auto_reply"),
        ({"Return_Path": "<>", "Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({"List_Id": "<news.example>", "Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({"sender": "support@help.localhost"}, "own_mail"),
    ],
)
def test_what_no_person_wrote_is_kept_with_its_ticket_and_not_joined(ticket, sent, headers, reason):
    assert outcome(mail(to=sent.reply_to, In_Reply_To=sent.mail_id, **headers)) == ("ignored", reason)
    assert not ticket.messages.filter(channel="email").exists()
    assert IncomingEmail.objects.get().ticket == ticket
    sent.refresh_from_db()
    assert sent.returned_at is None


@pytest.mark.parametrize(
    "headers", [{"List_Id": "<team.example>", "Precedence": "list"}, {"List_Unsubscribe": "<x>"}, {"Return_Path": "<>"}]
)
def test_a_persons_answer_joins_whatever_way_it_came(sent, headers):
    assert outcome(mail(to=sent.reply_to, **headers)) == ("joined", "reply_address")


@pytest.mark.parametrize(
    ("headers", "reason"), [({"List_Id": "<news.example>"}, "mailing_list"), ({"Return_Path": "<>"}, "bounce")]
)
def test_the_same_ways_prove_nothing_of_a_stranger(sent, headers, reason):
    assert outcome(mail(sender="eve@example.com", to=sent.reply_to, **headers)) == ("ignored", reason)


def test_a_mail_that_the_senders_domain_disowns_is_quarantined(sent, settings, ticket):
    settings.TRUSTED_AUTHSERV_ID = ["mx.help.localhost"]
    row = receive(mail(to=sent.reply_to, Authentication_Results="mx.help.localhost; dmarc=fail; spf=pass"))
    assert (row.outcome, row.reason, row.ticket) == ("quarantined", "dmarc_failed", ticket)
    assert row.authentication == "dmarc=fail spf=pass"


def test_what_another_server_says_of_the_sender_is_not_heard(sent, settings):
    settings.TRUSTED_AUTHSERV_ID = ["mx.help.localhost"]
    row = receive(mail(to=sent.reply_to, Authentication_Results="mx.example; dmarc=fail"))
    assert (row.outcome, row.authentication) == ("joined", "")


def test_a_bounce_marks_the_email_that_came_back_once(ticket, sent):
    for number in range(2):
        receive(report(sent.mail_id, "hanako@example.com", number=number))
    sent.refresh_from_db()
    assert sent.returned_at is not None
    assert [event.arguments for event in ticket.events.filter(kind="email_returned")] == [
        {"email": "hanako@example.com"}
    ]


@pytest.mark.parametrize(
    ("mail_id", "recipient", "action"),
    [
        ("own", "hanako@example.com", "delayed"),
        ("own", "olga@example.com", "failed"),
        ("<HC-2222-2222.1@help.localhost>", "hanako@example.com", "failed"),
    ],
)
def test_a_report_of_anything_else_marks_nothing(ticket, sent, mail_id, recipient, action):
    returned = sent.mail_id if mail_id == "own" else mail_id
    ticket.emails.filter(pk=sent.pk).update(mail_id=returned)
    reason = "delay" if action == "delayed" else "bounce"
    assert outcome(report(returned, recipient, action=action)) == ("ignored", reason)
    sent.refresh_from_db()
    assert sent.returned_at is None


def test_a_japanese_mail_in_iso_2022_jp_joins_without_its_quote(ticket, sent):
    text = "解約できました。\n\n2026年11月22日(日) 12:00 Product Support <s@h.example>:\n> もう一度お試しください。\n"
    head = f"From: hanako@example.com\nTo: {sent.reply_to}\nContent-Type: text/plain; charset=ISO-2022-JP\n\n"
    receive(head.encode() + text.encode("iso2022_jp"))
    message = ticket.messages.get(channel="email")
    assert message.body == "解約できました。"
    assert message.quoted.endswith("> もう一度お試しください。")


def test_a_mail_in_html_alone_joins_as_text(ticket, sent):
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = "hanako@example.com", sent.reply_to, "<h@x>"
    message.set_content("<p>It <b>works</b></p><blockquote>Try again</blockquote>", subtype="html")
    receive(message.as_bytes())
    joined = ticket.messages.get(channel="email")
    assert (joined.body, joined.quoted) == ("It works", "> Try again")


def test_attachments_are_named_on_the_thread(ticket, sent):
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = "hanako@example.com", sent.reply_to, "<a@x>"
    message.add_attachment(b"12345", maintype="image", subtype="png", filename="画面.png")
    receive(message.as_bytes())
    file = ticket.messages.get(channel="email").attachments.get()
    assert (file.name, file.content_type, file.size, file.mail_part) == ("画面.png", "image/png", 5, 0)


def test_an_empty_mail_is_quarantined(sent):
    assert outcome(mail(to=sent.reply_to, text="")) == ("quarantined", "empty")


@pytest.mark.django_db
def test_bytes_that_are_no_mail_are_kept():
    assert outcome(b"\x00\x01") == ("quarantined", "unreadable")
    assert bytes(IncomingEmail.objects.get().original.content) == b"\x00\x01"


def test_a_mail_without_a_message_id_joins_once(ticket, sent):
    raw = mail(to=sent.reply_to, mail_id="")
    assert [outcome(raw)[0], outcome(raw)[0]] == ["joined", "joined"]
    assert ticket.messages.filter(channel="email").count() == 1


def test_an_answer_on_a_closed_ticket_opens_a_follow_up(ticket, sent, aki):
    actions.change_status(ticket=ticket, author=aki, event=Event.CLOSE)
    received = receive(mail(to=sent.reply_to))
    follow_up = ticket.follow_ups.get()
    assert received.ticket == follow_up
    assert follow_up.emails.get().in_reply_to == "<one@mail.example>"


@pytest.mark.django_db
def test_of_many_made_up_addresses_few_are_looked_up(django_assert_max_num_queries):
    crowd = ", ".join(
        f"support+hc-2222-{number:04d}.{'0' * 20}@help.localhost".replace("0", "2") for number in range(900)
    )
    references = " ".join(f"<{number}@x>" for number in range(2000))
    row = storing.store_email(raw=mail(to=crowd, References=references))
    with django_assert_max_num_queries(20):
        actions.read_email(incoming_id=row.pk)
