"""Words that staff take out of a case go from the conversation that it began as, too."""

import pytest
from django.utils import timezone

from messenger.models import Conversation, FinAnswer, Message
from tests import cast
from tests.tickets.conftest import open_ticket
from tickets.redaction.actions import redact_words

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
