"""Words that staff take out of a case go from the conversation that it began as, too."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.utils import timezone

from messenger.models import Conversation, FinAnswer, Message, MessageFile
from tests import cast, pictures
from tests.tickets.conftest import open_ticket
from tickets.files import actions as stored
from tickets.files import storage
from tickets.models import Attachment, StoredFile
from tickets.redaction.actions import redact_file, redact_words

pytestmark = pytest.mark.django_db
WORDS = "TK 1234567"


def test_they_go_from_what_was_typed_said_and_asked_and_nobody_elses_changes() -> None:
    ticket, other = open_ticket(body=f"My card is {WORDS}"), open_ticket(body=f"Mine is {WORDS}")
    for each in (ticket, other):
        talk = Conversation.objects.create(
            ticket=each, locale="en", text=f"It is {WORDS}", details={"order": WORDS, "count": 2}
        )
        Message.objects.create(conversation=talk, author="person", text=f"It is {WORDS}")
        answer = Message.objects.create(conversation=talk, author="fin", text="This may help:")
        FinAnswer.objects.create(
            message=answer, question=f"It is {WORDS}", locale="en", decision="quote", rule="quote", milliseconds=5
        )
    redact_words(ticket=ticket, words=WORDS, reason="Theirs", author=cast.staff(name="lead"), now=timezone.now())

    talk = ticket.conversations.get()
    assert (talk.text, talk.details) == ("It is [redacted]", {"order": "[redacted]", "count": 2})
    assert [message.text for message in talk.messages.order_by("pk")] == ["It is [redacted]", "This may help:"]
    assert FinAnswer.objects.get(message__conversation=talk).question == "It is [redacted]"
    kept = other.conversations.get()
    assert (kept.text, kept.details["order"]) == (f"It is {WORDS}", WORDS)


def test_a_file_goes_from_the_conversation_too_with_its_bytes_and_its_smaller_picture(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    picture = pictures.picture("PNG", size=(900, 700))
    for name, content in (("passport.png", picture), ("bill.pdf", b"%PDF-1.4 bill %%EOF")):
        stored.take_in(holder="conversation:x", name=name, content=content, now=timezone.now())
    files = stored.send_off(holder="conversation:x")
    ticket = open_ticket(files=files, transcript=({"author": "person", "text": "", "at": "", "files": _told(files)},))
    talk = Conversation.objects.create(ticket=ticket, locale="en")
    alone = Message.objects.create(conversation=talk, author="person", text="")
    both = Message.objects.create(conversation=talk, author="person", text="See")
    MessageFile.objects.create(message=alone, file=files[0])
    MessageFile.objects.create(message=both, file=files[1])
    paths = storage.paths_of(files[0])
    assert len(paths) == 2
    row = Attachment.objects.get(name="passport.png")
    with django_capture_on_commit_callbacks(execute=True):
        redact_file(ticket=ticket, attachment=row, reason="x", author=cast.staff(name="lead"), now=timezone.now())

    assert [file.name for file in StoredFile.objects.all()] == ["bill.pdf"]
    assert not any(storage.place().exists(path) for path in paths)
    assert [message.text for message in talk.messages.order_by("pk")] == ["[redacted]", "See"]
    assert MessageFile.objects.get().message == both
    ticket.refresh_from_db()
    assert [each["name"] for each in ticket.transcript[0]["files"]] == ["[redacted]", "bill.pdf"]


def _told(files: list[StoredFile]) -> list[dict[str, object]]:
    return [{"name": file.name, "size": file.size} for file in files]
