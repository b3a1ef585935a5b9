"""An upgrade over rows that the first version wrote: words become keys, nothing is lost, and the way back stands."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from tests.migrating import migrate_to, newest
from tickets.events import checked
from tickets.mail.packed import pack

OLD = [("tickets", "0002_longer_proof_items"), ("messenger", "0001_initial")]


@pytest.fixture
def place(settings, tmp_path):
    """A folder of its own for the files."""
    options = {**settings.STORAGES["files"]["OPTIONS"], "location": tmp_path / "files"}
    settings.STORAGES = {**settings.STORAGES, "files": {**settings.STORAGES["files"], "OPTIONS": options}}


@pytest.fixture
def old(empty_database):
    """The models of the first version, in a database that never was another one's."""
    return migrate_to(OLD)


def ticket_of_old(apps, **more):
    now = timezone.now()
    wanted = {"subject": "s", "requester_email": "a@example.com", "locale": "en", "waiting_since": now}
    return apps.get_model("tickets", "Ticket").objects.create(reference=f"HC-{more.pop('number')}", **wanted | more)


GIVEN = [{"label": "E", "value": "x"}]
FILES = [{"name": "a.png", "type": "image/png", "size": 5}, {"name": "b.pdf", "type": "application/pdf", "size": 7}]


def handed_over(apps, reference, ticket):
    stands = {"stage": "handed_over", "consented_at": timezone.now(), "locale": "ja"}
    apps.get_model("messenger", "Conversation").objects.create(reference=reference, ticket_reference=ticket, **stands)


def a_chain(old):
    """A ticket with two follow-ups and their conversation, another whose ticket is gone, and a topic with its words."""
    topic = old.get_model("messenger", "Topic").objects.create(slug="kept")
    old.get_model("messenger", "TopicText").objects.create(topic=topic, locale="ja", label="解約")
    first = ticket_of_old(old, number=1, topic="解約", conversation_reference="c1", proof=GIVEN)
    middle = ticket_of_old(old, number=2, topic="解約", conversation_reference="c1", follows=first)
    last = ticket_of_old(old, number=3, topic="Else", conversation_reference="c1", follows=middle)
    handed_over(old, "c1", "HC-2")
    handed_over(old, "c2", "HC-GONE")
    return first, middle, last


def a_thread(old, ticket):
    """A message with two files, and two events, as rows of one table."""
    written = old.get_model("tickets", "Message").objects
    written.create(ticket=ticket, kind="customer", channel="email", body="See below", attachments=FILES)
    for event, arguments in (("unassigned", {"to": ""}), ("proof_matches", {"item": "Email"})):
        written.create(ticket=ticket, kind="event", channel="admin", event=event, arguments=arguments)


def three_mails(old):
    """A quarantined mail, and two that were put aside as its copies, one of which has other words."""
    mails = old.get_model("tickets", "IncomingEmail").objects
    for number, text in enumerate((b"first", b"other words", b"first")):
        raw = b"From: a@example.com\nMessage-ID: <a@x>\nX-Way: %d\n\n%s" % (number, text)
        outcome = ("ignored", "duplicate") if number else ("quarantined", "no_ticket")
        mails.create(raw=raw, digest=str(number), mail_id="<a@x>", outcome=outcome[0], reason=outcome[1])


def other_words_come_to_light(apps):
    mails = apps.get_model("tickets", "IncomingEmail").objects
    assert list(mails.order_by("pk").values_list("reason", flat=True)) == ["no_ticket", "unproved", "duplicate"]
    for number in range(2):
        unread = mails.create(digest=f"unread {number}")
        apps.get_model("tickets", "OriginalMail").objects.create(incoming=unread, content=b"unread")


def words_are_keys(apps, chain):
    first, middle, last = chain
    tickets = {row.pk: row for row in apps.get_model("tickets", "Ticket").objects.select_related("topic")}
    assert [tickets[row.pk].root_id for row in chain] == [None, first.pk, first.pk]
    assert [tickets[row.pk].proof for row in (middle, last)] == [GIVEN] * 2
    assert tickets[first.pk].topic.slug == "kept"
    assert (tickets[last.pk].topic, tickets[last.pk].topic_label) == (None, "Else")
    kept, gone = apps.get_model("messenger", "Conversation").objects.order_by("reference")
    assert (kept.ticket_id, kept.stage, gone.ticket_id, gone.stage) == (first.pk, "handed_over", None, "resolved")


def what_happened_are_rows(apps, ticket):
    row = apps.get_model("tickets", "Ticket").objects.get(pk=ticket.pk)
    events = [checked(event.kind, event.arguments) for event in row.events.all()]
    assert events == [{}, {"item": "Email", "label": "Email"}]
    kept = [(file.name, file.size, file.mail_part) for file in row.messages.get().attachments.all()]
    assert kept == [("a.png", 5, 0), ("b.pdf", 7, 1)]


def a_file_of_a_mail_is_kept_by_itself(apps, ticket):
    """As this version keeps it: its bytes are the content's, and its place in the mail stays known."""
    made = {"digest": "d", "content_type": "image/webp", "size": 5, "has_thumbnail": True}
    content = apps.get_model("tickets", "StoredContent").objects.create(key="c" * 32, **made)
    for ending in ("", ".webp"):
        storages["files"].save(f"cc/{content.key}{ending}", ContentFile(b"bytes"))
    file = apps.get_model("tickets", "StoredFile").objects.create(key="f" * 32, name="a.webp", content=content, **made)
    attachments = apps.get_model("tickets", "Attachment").objects.filter(message__ticket=ticket.pk)
    attachments.filter(position=0).update(file=file)


def mail_is_packed(apps):
    for mail in apps.get_model("tickets", "OriginalMail").objects.all():
        mail.content, mail.is_packed = pack(bytes(mail.content)), True
        mail.save()


def the_file_has_its_own_bytes():
    for ending in ("", ".webp"):
        with storages["files"].open(f"ff/{'f' * 32}{ending}") as content:
            assert content.read() == b"bytes"


def words_are_back(apps):
    conversations = apps.get_model("messenger", "Conversation").objects
    assert conversations.get(reference="c1").ticket_reference == "HC-1"
    assert set(apps.get_model("tickets", "Ticket").objects.values_list("conversation_reference", flat=True)) == {"c1"}
    again = apps.get_model("tickets", "Message").objects
    assert again.get(kind="customer").attachments == FILES
    assert list(again.filter(kind="event").values_list("event", flat=True)) == ["unassigned", "proof_matches"]
    mails = apps.get_model("tickets", "IncomingEmail").objects.order_by("pk")
    assert list(mails.values_list("outcome", flat=True)) == ["quarantined"] * 2 + ["ignored"] + ["quarantined"] * 2
    assert bytes(mails[1].raw).endswith(b"other words")


def test_an_upgrade_keeps_everything_and_the_way_back_stands(old, place):
    kind = ContentType.objects.create(app_label="messenger", model="topic")
    right = Permission.objects.create(content_type=kind, codename="change_topic", name="x")
    chain = a_chain(old)
    a_thread(old, chain[0])
    three_mails(old)

    apps = migrate_to(newest())
    words_are_keys(apps, chain)
    what_happened_are_rows(apps, chain[0])
    other_words_come_to_light(apps)
    right.refresh_from_db()
    assert right.content_type.natural_key() == ("tickets", "topic")

    a_file_of_a_mail_is_kept_by_itself(apps, chain[0])
    mail_is_packed(apps)
    ContentType.objects.create(app_label="messenger", model="topic")  # as a migrate of that app alone makes it
    words_are_back(migrate_to([("accounts", "0002_used_tokens"), *OLD]))
    the_file_has_its_own_bytes()
    right.refresh_from_db()
    assert right.content_type.natural_key() == ("messenger", "topic")
