"""A version that puts something right: who was shown the old sentences, and who isn't listed."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from helpcenter.actions import encode_texts, mark_correction, publish_translation, unpublish_translation
from helpcenter.models import Correction, Translation
from messenger.conversations.actions import forget_conversations
from messenger.corrections import reading
from messenger.corrections.actions import digest, keep_shown
from messenger.corrections.comparing import gone, standing
from messenger.corrections.reading import Overtaken
from messenger.models import FinAnswer, Message, Showing, ShownText
from tests import cast
from tests.helpcenter import shelf
from tests.messenger.steps import chatting, forwarded
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]
CANCEL = 9018020


@pytest.fixture
def cancel() -> Translation:
    encode_texts()
    return Translation.objects.select_related("article").get(article__number=CANCEL, locale="en")


def rewritten(text: Translation, body: str) -> Translation:
    names = ("locale", "slug", "title", "summary", "keywords", "questions", "updated_at", "article")
    return publish_translation(**{name: getattr(text, name) for name in names}, body_markdown=body, now=timezone.now())


def corrected(text: Translation, body: str = "Nobody can cancel.\n\n## On the web\n\nOpen Settings.") -> Correction:
    staff = cast.staff(name="someone", groups=("editors",))
    return mark_correction(translation=rewritten(text, body), staff=staff, now=timezone.now())


def listed(correction: Correction, **more: int) -> list[reading.Shown]:
    return Overtaken(correction).page(Ticket.objects.all(), **more).rows


def test_an_answer_keeps_what_it_showed_once_however_many_saw_it(pro: cast.Browser, cancel: Translation) -> None:
    first, second = chatting(pro), chatting(pro, text="How can I cancel my subscription?")
    assert first.pk != second.pk
    text = ShownText.objects.get(number=CANCEL)
    assert (text.locale, text.version, text.text) == ("en", 1, "You can cancel your subscription at any time.")
    assert text.showings.count() == 2


def test_who_was_shown_a_sentence_that_is_gone_is_listed_with_it(pro: cast.Browser, cancel: Translation) -> None:
    row = chatting(pro)
    (shown,) = listed(corrected(cancel))
    assert (shown.conversation, list(shown.sentences)) == (row, ["You can cancel your subscription at any time."])
    assert shown.section is not None
    assert shown.section.text == "Nobody can cancel."


def test_who_was_shown_what_still_stands_is_not_listed(pro: cast.Browser, cancel: Translation) -> None:
    chatting(pro)
    moved = "News.\n\n## On the web\n\nClose Settings. You can cancel your subscription at any time."
    assert listed(corrected(cancel, moved)) == []


def test_what_was_shown_of_the_corrected_version_or_another_language_is_not_listed(
    pro: cast.Browser, cancel: Translation
) -> None:
    chatting(pro, text="解約したい", locale="ja")
    correction = corrected(cancel)
    encode_texts()
    chatting(pro)
    rewritten(cancel, "Something else again.")
    assert ShownText.objects.filter(number=CANCEL).count() == 2
    assert listed(correction) == []


def test_a_sentence_that_goes_on_is_another_one() -> None:
    stands = standing("You can cancel at any time before the day of renewal.\nOpen  Settings.")
    assert gone("You can cancel at any time\nOpen Settings.", stands) == ["You can cancel at any time"]


def test_the_list_leads_to_the_newest_ticket_of_the_conversation(pro: cast.Browser, cancel: Translation) -> None:
    row = forwarded(pro)
    later = Ticket.objects.create(
        subject="Again",
        locale="en",
        rule=row.ticket.rule,
        reason=row.ticket.reason,
        follows=row.ticket,
        root=row.ticket,
    )
    (shown,) = listed(corrected(cancel))
    assert shown.ticket == later


def test_what_isnt_known_any_more_is_listed_without_a_sentence(pro: cast.Browser, cancel: Translation) -> None:
    chatting(pro)
    Showing.objects.all().delete()
    answer = FinAnswer.objects.get()
    keep_shown(answer=answer, texts=[ShownText(number=CANCEL, locale="en", version=1)])
    (shown,) = listed(corrected(cancel))
    assert list(shown.sentences) == []


def test_a_deleted_conversation_leaves_the_list(pro: cast.Browser, cancel: Translation) -> None:
    row = chatting(pro)
    correction = corrected(cancel)
    forget_conversations(keys=[row.pk])
    assert listed(correction) == []
    assert Showing.objects.count() == 0


def test_a_long_list_goes_on(pro: cast.Browser, cancel: Translation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", 2)
    rows = [chatting(pro, text=f"How do I cancel my subscription{'?' * count}") for count in range(1, 4)]
    correction = corrected(cancel)
    first = Overtaken(correction).page(Ticket.objects.all())
    assert [shown.conversation for shown in first.rows] == rows[:0:-1]
    assert [shown.conversation for shown in listed(correction, after=first.goes_on)] == rows[:1]
    assert Overtaken(correction).count() == 3


def test_answers_from_before_the_record_are_filled_in(pro: cast.Browser, cancel: Translation) -> None:
    row = chatting(pro)
    kept = ShownText.objects.values().get(number=CANCEL)
    ShownText.objects.all().delete()
    Message.objects.filter(conversation=row, author="person").update(citations=[{"number": 1}, "odd"])
    fill = import_module("messenger.migrations.0101_fill_shown_texts").fill
    fill(apps, None)
    fill(apps, None)
    text = ShownText.objects.values().get()
    assert {**text, "id": 0} == {**kept, "id": 0}
    assert text["digest"] == digest(text["text"])
    assert Showing.objects.get().answer.message.conversation == row


def test_the_box_on_the_form_marks_the_new_version(pro: cast.Browser, cancel: Translation) -> None:
    chatting(pro)
    editor = cast.staff_browser(name="boss", superuser=True)
    address = f"/admin/helpcenter/translation/{cancel.pk}/change/"
    sent = {
        "title": cancel.title,
        "slug": cancel.slug,
        "body_markdown": "Never.",
        "updated_at": "2026-11-20",
        "reviewed": "on",
        "corrects": "on",
    }
    page = editor.post(address, shelf.seen(cancel, **sent), follow=True).content.decode()
    correction = Correction.objects.get()
    assert (correction.version, correction.staff) == (2, editor.user)
    assert f"/admin/messenger/finanswer/corrections/{correction.pk}/" in page
    refused = editor.post(address, shelf.seen(cancel, **sent | {"slug": "a b"})).content.decode()
    assert 'name="corrects" id="id_corrects" aria-describedby="id_corrects_helptext" checked' in refused


def test_a_version_can_be_marked_afterwards_and_only_once(cancel: Translation) -> None:
    staff = cast.staff()
    first = mark_correction(translation=cancel, staff=staff, now=timezone.now())
    assert mark_correction(translation=cancel, staff=staff, now=timezone.now()) == first
    assert first.version == 1


def test_staff_see_whom_to_tell_and_editors_do_not(pro: cast.Browser, cancel: Translation) -> None:
    row = chatting(pro)
    correction = corrected(cancel)
    address = f"/admin/messenger/finanswer/corrections/{correction.pk}/"
    page = cast.staff_browser().get(address).content.decode()
    assert row.customer.email in page
    assert f"/admin/messenger/conversation/{row.pk}/change/" in page
    assert "<del>You can cancel your subscription at any time.</del>" in page
    assert cast.staff_browser(name="ed", groups=("editors",)).get(address).status_code == 403
    assert cast.staff_browser().get("/admin/messenger/finanswer/corrections/1234567/").status_code == 404
    assert cast.staff_browser().get(address + "?after=%00x").status_code == 200
    assert (
        "Cancel your subscription"
        in cast.staff_browser().get("/admin/messenger/finanswer/corrections/").content.decode()
    )


def test_the_list_says_when_the_article_or_the_section_is_gone(pro: cast.Browser, cancel: Translation) -> None:
    chatting(pro)
    correction = corrected(cancel, "## On the web\n\nNothing.")
    agent = cast.staff_browser()
    address = f"/admin/messenger/finanswer/corrections/{correction.pk}/"
    assert "This section isn&#x27;t there any more." in agent.get(address).content.decode() or (
        "This section isn't there any more." in agent.get(address).content.decode()
    )
    unpublish_translation(translation=cancel)
    assert "The article is off the site." in agent.get(address).content.decode()


def test_a_correction_of_an_article_nobody_was_shown_says_so(cancel: Translation) -> None:
    correction = corrected(cancel)
    page = cast.staff_browser().get(f"/admin/messenger/finanswer/corrections/{correction.pk}/").content.decode()
    assert "Nobody: what Fin showed of earlier versions still stands." in page
