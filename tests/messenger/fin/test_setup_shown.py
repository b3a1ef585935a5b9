"""What Fin's settings do: a name everywhere, a greeting, no bot for some, and topics that go to people."""

from collections.abc import Callable

import pytest

from messenger.conversations import actions
from messenger.fin import actions as fin_actions
from messenger.fin.phrases import say
from messenger.fin.setup.values import Words
from messenger.models import CONSENT_VERSION, CONSENT_WITHOUT_FIN, Consent, FinAnswer, Message
from tests import cast
from tests.messenger.steps import NOW, answer, at, chatting, draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]
type SetUp = Callable[..., None]
MARKUP = "<i>Aria</i>"


@pytest.mark.parametrize("address", ["/en/messenger/", "/en/messenger/search?q=zzzz", "/en/messenger/reach"])
def test_the_name_stands_on_every_screen_and_is_never_markup(pro: cast.Browser, fin_setup: SetUp, address: str) -> None:
    fin_setup(words={"en": Words(MARKUP)})
    page = pro.get(address).content.decode()
    assert "&lt;i&gt;Aria&lt;/i&gt;" in page
    assert MARKUP not in page
    assert "support bot Fin" not in page


def test_the_conversation_its_files_and_the_list_have_the_name_and_not_in_peoples_words(
    pro: cast.Browser, fin_setup: SetUp
) -> None:
    row = chatting(pro, text="Fin, how do I cancel my subscription?")
    fin_setup(words={"en": Words(MARKUP), "ja": Words("アリア")})
    page = pro.get(at(row)).content.decode()
    assert "Fin, how do I cancel" in page
    assert "Fin answered:" not in page
    assert 'data-said="\u2068&lt;i&gt;Aria&lt;/i&gt;\u2069 answered:"' in page
    assert "アリア" in pro.get(at(row, locale="ja")).content.decode()
    assert f"] \u2068{MARKUP}\u2069" in pro.get(at(row, "transcript.txt")).content.decode()
    assert "\u2068&lt;i&gt;Aria" in pro.get(at(row, "transcript.html")).content.decode()
    assert "&lt;i&gt;Aria&lt;/i&gt;\u2069:" in pro.get("/en/messenger/conversations").content.decode()


def test_fin_says_its_name_and_greeting_in_the_language_of_the_question(pro: cast.Browser, fin_setup: SetUp) -> None:
    fin_setup(words={"en": Words("Aria"), "de": Words("", "Guten Tag!\nWas gibt es?")})
    assert "Aria" in answer(chatting(pro, text="Who are you?", answered=False)).text
    row = chatting(pro, text="Wer bist du?", answered=False)
    assert "Ich bin Aria" in answer(row).text
    actions.ask(conversation=row, visitor=pro.visitor, text="Guten Tag", now=NOW)
    assert answer(row).text == "Guten Tag!\nWas gibt es?"


def test_the_greeting_stands_on_home_with_its_lines_and_as_text(pro: cast.Browser, fin_setup: SetUp) -> None:
    fin_setup(words={"en": Words("", "Hello & welcome <b>\n\nAsk away.")})
    assert "Hello &amp; welcome &lt;b&gt;<br><br>Ask away." in pro.get("/en/messenger/").content.decode()
    assert "Ask away." not in pro.get("/ja/messenger/").content.decode()
    fin_setup(words={"en": Words("", "Hello & welcome")}, on=False)
    assert "How can we help?" in pro.get("/en/messenger/").content.decode()


def test_who_has_no_fin_and_reaches_people_is_shown_the_way_at_once(pro: cast.Browser, fin_setup: SetUp) -> None:
    fin_setup(off_for=["pro"])
    row = chatting(pro, answered=False)
    assert [each.author for each in row.messages.all()] == [Message.Author.PERSON]
    page = pro.get(at(row)).content.decode()
    assert "Forward to the Product Support team" in page
    assert "Fin" not in page
    assert "Not forwarded yet" in pro.get("/en/messenger/conversations").content.decode()
    pro.post(at(row, "hand-over"))
    row.refresh_from_db()
    assert row.ticket is not None
    assert row.ticket.consent_version == CONSENT_WITHOUT_FIN


def test_who_has_no_fin_and_reaches_nobody_is_told_why_and_what_helps(free: cast.Browser, fin_setup: SetUp) -> None:
    fin_setup(off_for=["free"])
    home = free.get("/en/messenger/").content.decode()
    assert "The Free plan includes all help articles. Our Product Support team" in home
    row = chatting(free, answered=False)
    page = free.get(at(row)).content.decode()
    assert "Your plan doesn't include answers from our team" in page
    assert "Your message is kept here. Nobody has read it." in page
    assert "Search the help articles" in page
    assert "Fin" not in page
    reach = free.get("/en/messenger/reach").content.decode()
    assert "not for your messages at the moment" in reach


def test_a_free_persons_deletion_still_leads_to_people_after_the_steps(free: cast.Browser, fin_setup: SetUp) -> None:
    fin_setup(off_for=["free"])
    row = draft(free, text="It fails.")
    free.post(at(row, "agree"))
    free.post(at(row, "topic"), {"topic": "delete-account"})
    assert "Ask Fin" not in free.get(at(row)).content.decode()
    free.post(at(row, "self-service-tried"))
    row.refresh_from_db()
    if row.stage == "details":
        free.post(at(row, "details"), {"text": "It fails."})
    assert "Forward to the Product Support team" in free.get(at(row)).content.decode()


def test_strangers_without_fin_log_in_or_prove_who_they_are(locked_out: cast.Browser, fin_setup: SetUp) -> None:
    fin_setup(off_for=["anonymous"])
    assert "Log in to write to our team" in locked_out.get(at(chatting(locked_out, answered=False))).content.decode()
    row = chatting(locked_out, topic="locked-out-deletion", answered=False)
    assert "me@example.com" in locked_out.get(at(row)).content.decode()


def test_the_note_before_says_nothing_of_a_bot_that_does_not_answer(pro: cast.Browser, fin_setup: SetUp) -> None:
    fin_setup(off_for=["pro"])
    row = draft(pro)
    note = pro.get(at(row)).content.decode()
    assert "chat with Fin" not in note
    assert CONSENT_WITHOUT_FIN in note
    fin_setup()
    pro.post(at(row, "agree"), {"version": CONSENT_WITHOUT_FIN})
    row.refresh_from_db()
    assert row.consent_version == CONSENT_WITHOUT_FIN
    # What was agreed to without a bot stays without one, and the next conversation asks.
    pro.post(at(row, "topic"), {"topic": "subscription"})
    row.refresh_from_db()
    assert row.unsolved
    assert "chat with Fin" in pro.get(at(draft(pro))).content.decode()


def test_who_agreed_to_fin_is_not_asked_again_without_it(pro: cast.Browser, fin_setup: SetUp) -> None:
    chatting(pro)
    fin_setup(off_for=["pro"])
    row = draft(pro)
    actions.go_on(conversation=row, visitor=pro.visitor, now=NOW)
    row.refresh_from_db()
    assert (row.stage, row.consent_version) == ("topic", CONSENT_VERSION)
    assert Consent.objects.count() == 1


def test_a_question_that_waits_while_fin_is_switched_off_leads_onward(pro: cast.Browser, fin_setup: SetUp) -> None:
    row = chatting(pro, answered=False)
    fin_setup(on=False)
    fin_actions.answer(message_id=row.messages.get(state=Message.State.PENDING).pk)
    row.refresh_from_db()
    assert row.unsolved
    assert not row.messages.filter(author=Message.Author.FIN).exists()


def test_asking_again_after_fin_was_switched_off_leads_onward(pro: cast.Browser, fin_setup: SetUp) -> None:
    row = chatting(pro, answered=False)
    row.messages.filter(state=Message.State.PENDING).update(state=Message.State.FAILED)
    fin_setup(on=False)
    page = pro.get(at(row)).content.decode()
    assert "ask-again" not in page
    pro.post(at(row, "ask-again"))
    assert "Forward to the Product Support team" in pro.get(at(row)).content.decode()


def test_a_topic_for_people_leads_to_them_at_once(pro: cast.Browser, fin_setup: SetUp) -> None:
    fin_setup(topics=["subscription"])
    row = chatting(pro)
    found = FinAnswer.objects.get()
    assert (found.decision, found.intent) == ("onward", "always_human")
    page = pro.get(at(row)).content.decode()
    assert "Our Product Support team looks at this topic itself." in page
    assert "Forward to the Product Support team" in page


def test_who_reaches_nobody_has_fins_answer_on_such_a_topic_with_the_reason(
    free: cast.Browser, fin_setup: SetUp
) -> None:
    fin_setup(topics=["subscription"])
    row = chatting(free)
    said = row.messages.get(author=Message.Author.FIN)
    assert FinAnswer.objects.get().decision == "quote"
    assert said.text.startswith("The Free plan includes all help articles and the AI support bot Fin.")
    assert said.text.endswith(say("may_help", "en"))
    assert said.citations


def test_limits_reach_the_decision(pro: cast.Browser, fin_setup: SetUp) -> None:
    fin_setup(same_question=2)
    row = chatting(pro)
    actions.ask(conversation=row, visitor=pro.visitor, text=row.text, now=NOW)
    answer(row)
    newest, first = FinAnswer.objects.all()
    assert (newest.intent, first.decision) == ("asked_again", "quote")


def test_pages_that_are_the_same_for_all_follow_the_switch(reader: cast.Browser, fin_setup: SetUp) -> None:
    fin_setup(words={"en": Words("Aria")})
    assert "Ask the AI support bot Aria" in reader.get("/en/search?q=subscription").content.decode()
    fin_setup(on=False)
    page = reader.get("/en/search?q=subscription").content.decode()
    assert "support bot" not in page
    assert "Open the support messenger" in page
