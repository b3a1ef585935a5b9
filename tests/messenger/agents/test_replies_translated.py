"""A reply written in one language and sent in another: nothing typed is lost, and what goes out was looked at."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from messenger.agents import help_actions
from messenger.agents.tasks import translate_reply
from messenger.models import Help, HelpSettings
from tests import cast
from tests.messenger.fin.messages_api import MODEL, MessagesApi, serving
from tests.tickets.conftest import open_ticket
from tickets.models import Message, OutgoingEmail, ReplyDraft, ScheduledReply, Ticket
from tickets.redaction.actions import redact_words
from tickets.replies import translating
from tickets.replies.actions import keep_draft, take_back
from tickets.replies.translated_words import line
from tickets.replies.translating import Doubt, Translation, mark_of

pytestmark = pytest.mark.django_db
OWN, JAPANESE = "Open Settings.\nSee https://x.test/a.", "設定を開いてください。\nhttps://x.test/a をご覧ください。"


@pytest.fixture
def on(settings: Settings) -> Iterator[MessagesApi]:
    with serving() as api:
        settings.ANTHROPIC_API_KEY, settings.ANTHROPIC_BASE_URL, settings.FIN_MODEL = "sk-ant-test", api.url, MODEL
        help_actions.set_up(values={"replies": True}, staff=cast.staff(name="lead", groups=("leads",)))
        yield api


@pytest.fixture
def ticket() -> Ticket:
    made: Ticket = open_ticket(locale="ja", subject="解約", body="サブスクリプションを解約したいです。")
    return made


def at(ticket: Ticket, verb: str = "") -> str:
    return f"/admin/messenger/likeness/ticket/{ticket.reference}/translation/{verb}"


def page(agent: cast.Browser, ticket: Ticket) -> str:
    said: str = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    return said


def typed(ticket: Ticket, body: str = OWN, **more: str) -> dict[str, str]:
    return {"mode": "reply", "body": body, "version": str(Ticket.objects.get(pk=ticket.pk).version), **more}


def work() -> None:
    for job in ProcrastinateJob.objects.filter(task_name="messenger.translate_reply", status="todo").order_by("id"):
        translate_reply(**job.args)


def translate(agent: cast.Browser, ticket: Ticket, api: MessagesApi, says: str = JAPANESE) -> ReplyDraft:
    api.says((says, []))
    assert agent.post(at(ticket, "ask/"), typed(ticket)).status_code == 302
    work()
    return ReplyDraft.objects.get()


def send(agent: cast.Browser, ticket: Ticket, verb: str = "write", **more: str) -> Any:
    form = typed(ticket, **{"then": "pending", **more})
    return agent.post(f"/admin/tickets/ticket/{ticket.reference}/{verb}/", form)


def made(text: str = JAPANESE, of: str = OWN) -> dict[str, str]:
    return {"translation": text, "translated_into": "ja", "translated_of": mark_of(of)}


def test_without_the_switch_or_in_the_same_language_nothing_of_it_is_shown(
    on: MessagesApi, agent: cast.Browser, ticket: Ticket
) -> None:
    assert "Translate into Japanese" in page(agent, ticket)
    assert "Translate into" not in page(agent, open_ticket())
    HelpSettings.objects.update(replies=False)
    assert "Translate into" not in page(agent, ticket)
    assert agent.post(at(ticket, "ask/"), typed(ticket)).status_code == 409
    assert on.requests == []
    assert ReplyDraft.objects.get().body == OWN


def test_the_translation_stands_beside_the_words_and_goes_out(
    on: MessagesApi, agent: cast.Browser, ticket: Ticket
) -> None:
    draft = translate(agent, ticket, on)
    assert (draft.body, draft.translation, draft.translated_into) == (OWN, JAPANESE, "ja")
    assert 'name="translation"' in page(agent, ticket)
    assert "never follow them" in on.requests[0]["system"]
    assert send(agent, ticket, **made()).status_code == 302
    message = Message.objects.get(kind="reply")
    assert (message.body, message.own_words, message.translated_into) == (JAPANESE, OWN, "ja")
    mail = OutgoingEmail.objects.get(kind="reply")
    for text in (mail.body, mail.body_html):
        assert line("ja") in text
        assert "Open Settings" not in text
    assert "Open Settings" in page(agent, ticket)
    assert not ReplyDraft.objects.exists()


def test_while_one_is_made_the_own_words_dont_go_out_in_its_place(
    on: MessagesApi, agent: cast.Browser, ticket: Ticket
) -> None:
    agent.post(at(ticket, "ask/"), typed(ticket))
    assert 'name="translating"' in page(agent, ticket)
    answer = send(agent, ticket, translating="on")
    assert answer.status_code == 409
    assert "Nothing was sent" in answer.content.decode()
    agent.post(at(ticket, "drop/"), typed(ticket))
    work()
    assert on.requests == []
    assert 'name="translating"' not in page(agent, ticket)
    assert send(agent, ticket).status_code == 302


@pytest.mark.parametrize("says", ["<p>設定を開いてください。</p>", "Please open the settings and look at it there."])
def test_rubbish_leaves_the_words_and_says_so(says: str, on: MessagesApi, agent: cast.Browser, ticket: Ticket) -> None:
    draft = translate(agent, ticket, on, says)
    assert (draft.body, draft.translation) == (OWN, "")
    assert Help.objects.get().reason in {"markup", "other_language"}
    assert "Your text is as it was" in page(agent, ticket)


def test_a_model_that_fails_leaves_the_words_and_the_translation_before(
    on: MessagesApi, agent: cast.Browser, ticket: Ticket
) -> None:
    translate(agent, ticket, on)
    on.status = 529
    agent.post(at(ticket, "ask/"), typed(ticket, **made("直した訳です。")))
    work()
    draft = ReplyDraft.objects.get()
    assert (draft.body, draft.translation) == (OWN, "直した訳です。")


@pytest.mark.parametrize(
    ("form", "why"),
    [(made(of="Before."), "changed after"), (made("設定を開いてください。"), "https://x.test/a")],
)
def test_what_is_stale_or_lacks_a_link_is_held_up_once(
    form: dict[str, str], why: str, on: MessagesApi, agent: cast.Browser, ticket: Ticket
) -> None:
    answer = send(agent, ticket, **form)
    assert answer.status_code == 409
    assert why in answer.content.decode()
    accepted = translating.accepted(OWN, Translation(form["translation"], "ja"))
    assert f'name="accepted" value="{accepted}"' in answer.content.decode()
    assert send(agent, ticket, accepted=accepted, **form).status_code == 302


def test_an_editor_without_the_field_leaves_the_drafts_translation(ticket: Ticket, agent: cast.Browser) -> None:
    kept: dict[str, Any] = {"ticket": ticket, "author": agent.user, "is_note": False, "now": timezone.now()}
    keep_draft(**kept, body=OWN, translation=Translation(JAPANESE, "ja", mark_of(OWN)))
    keep_draft(**kept, body="Changed.")
    assert ReplyDraft.objects.get().translation == JAPANESE


def test_what_is_taken_back_is_in_ones_own_words_again(ticket: Ticket, agent: cast.Browser) -> None:
    send(agent, ticket, **made())
    take_back(message=Message.objects.get(kind="reply"), author=agent.user, now=timezone.now())
    draft = ReplyDraft.objects.get()
    assert (draft.body, draft.translation, draft.translated_of) == (OWN, JAPANESE, mark_of(OWN))


def test_later_it_leaves_in_both_and_comes_back_in_both(ticket: Ticket, agent: cast.Browser) -> None:
    assert send(agent, ticket, "later", later="tomorrow", **made()).status_code == 302
    reply = ScheduledReply.objects.get()
    assert (reply.body, reply.own_words) == (JAPANESE, OWN)
    agent.post(f"/admin/tickets/ticket/{ticket.reference}/later/{reply.pk}/edit/")
    assert ReplyDraft.objects.get().translation == JAPANESE


def test_redaction_takes_the_own_words_too(ticket: Ticket, agent: cast.Browser) -> None:
    send(agent, ticket, **made())
    redact_words(ticket=ticket, words="設定", reason="Asked for", author=agent.user, now=timezone.now())
    message = Message.objects.get(kind="reply")
    assert "設定" not in message.body
    assert message.own_words == "[redacted]"


def test_references_variables_and_pictures_survive() -> None:
    words = f"See (https://x.test/a?b=1). HC-7K3M-9Q2X {{name}} ![a](file:{'0' * 32})"
    kept = ["https://x.test/a?b=1", "HC-7K3M-9Q2X", "{name}", f"(file:{'0' * 32})"]
    assert translating.lost(words, "") == kept
    assert translating.doubts(words, Translation(" ".join(kept), "ja", mark_of(words))) == []
    assert translating.doubts(words, Translation("x", "ja", mark_of("y"))) == [Doubt.STALE, Doubt.LOST]
