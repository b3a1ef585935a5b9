"""Fin's settings in the admin: what staff see, save, mistype, and what it was before."""

import re
from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from messenger.fin.setup.actions import NUMBERS, change_setup
from messenger.fin.setup.models import FinSettings, FinSettingsVersion, FinWords
from messenger.fin.setup.reading import read_setup
from messenger.fin.setup.values import Setup, Words
from messenger.models import Topic
from tests import cast

pytestmark = pytest.mark.django_db
PAGE = "/admin/messenger/finsettings/1/change/"


def as_it_stands(browser: cast.Browser) -> dict[str, object]:
    """What a browser posts that changes nothing."""
    posted: dict[str, object] = {}
    for bound in browser.get(PAGE).context["adminform"].form:
        value = bound.value()
        if bound.name == "topics":
            value = [getattr(topic, "pk", topic) for topic in value]
        if value not in (None, "", False, []):
            posted[bound.html_name] = ["on"] if value is True else value
    return posted


def save(browser: cast.Browser, **changes: object) -> None:
    response = browser.post(PAGE, as_it_stands(browser) | changes)
    assert response.status_code == 302, response.context["adminform"].form.errors


def refused(browser: cast.Browser, **changes: object) -> dict[str, list[str]]:
    """The errors by field; nothing is kept, and what was typed is still there."""
    response = browser.post(PAGE, as_it_stands(browser) | changes)
    assert response.status_code == 200
    assert not FinSettingsVersion.objects.exists()
    form = response.context["adminform"].form
    for name, value in changes.items():
        assert form[name].value() == value
    return form.errors


def test_a_lead_saves_everything_on_one_page(lead: cast.Browser) -> None:
    topic = Topic.objects.get(slug="subscription")
    everybody_else = [value for value in FinSettings.For.values if value != "free"]
    save(lead, answers_for=everybody_else, topics=[topic.pk], answer_from=70, nothing_below=40, same_question=2)
    save(lead, name_en=" Aria  B ", name_ja="アリア", greeting_en="Hello!\r\nAsk away.")
    found = read_setup()
    assert (found.on, found.off_for, found.to_people) == (True, {"free"}, {topic.pk})
    limits = found.thresholds
    assert (limits.answer, limits.nothing, limits.same_question) == (0.7, 0.4, 2)
    assert found.words == {"en": Words("Aria B", "Hello!\nAsk away."), "ja": Words("アリア")}
    said = str(lead.get(PAGE).content.decode())
    assert "Saved. Pages and answers follow within a second." in said


def test_nothing_changed_makes_no_version_and_is_as_measured(lead: cast.Browser) -> None:
    save(lead)
    assert not FinSettingsVersion.objects.exists()
    assert read_setup() == Setup()


def test_each_change_is_a_version_with_what_who_and_when(lead: cast.Browser) -> None:
    save(lead, name_en="Aria")
    save(lead, answers_for=["pro"], name_en="")
    newest, first = FinSettingsVersion.objects.all()
    assert (newest.number, newest.made_by, first.content["words"]["en"]["name"]) == (2, lead.user, "Aria")
    assert not FinWords.objects.exists()
    page = lead.get(PAGE).content.decode()
    changes = re.findall(r'<li dir="auto">(.*?)</li>', page)
    assert any(change.startswith("off for: –") and "Claude Free" in change for change in changes)
    assert "name (English): “Aria” → –" in changes
    assert "name (English): – → “Aria”" in changes
    assert LogEntry.objects.filter(user=lead.user, object_id="1").count() == 2


def test_switching_fin_off_is_a_change_of_the_first_version(lead: cast.Browser) -> None:
    posted = as_it_stands(lead)
    del posted["on"]
    lead.post(PAGE, posted)
    assert not read_setup().on
    assert "Fin answers: yes → no" in lead.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("answer_from", "5", "greater than or equal to 10"),
        ("answer_from", "96", "less than or equal to 95"),
        ("answer_from", "20", "Fin finds nothing below 50 percent"),
        ("nothing_below", "90", "Fin quotes from 60 percent on"),
        ("same_question", "1", "greater than or equal to 2"),
        ("name_en", "A" * 41, "at most 40 characters"),
        ("name_en", "A\u202eria", "Leave out the marks that nobody sees"),
        ("name_ja", "?!", "A name needs a letter or a digit."),
        ("greeting_en", "a\n" * 7 + "a", "At most 6 lines"),
        ("greeting_ja", "a" * 301, "at most 300 characters"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(lead: cast.Browser, field: str, value: str, words: str) -> None:
    assert words in " ".join(refused(lead, **{field: value})[field])


def test_a_change_by_somebody_else_meanwhile_is_shown_before_it_is_overwritten(lead: cast.Browser) -> None:
    opened = as_it_stands(lead)
    numbers = dict.fromkeys(NUMBERS)
    change_setup(on=True, off_for=["free"], numbers=numbers, words={}, topics=[], now=timezone.now())
    page = lead.post(PAGE, opened | {"name_en": "Aria"})
    form = page.context["adminform"].form
    assert "Somebody else has changed these settings" in form.errors["__all__"][0]
    assert "off for: –" in page.content.decode()
    assert form["name_en"].value() == "Aria"
    again = opened | {"name_en": "Aria", "seen": form["seen"].value()}
    assert lead.post(PAGE, again).status_code == 302
    assert read_setup().name("en") == "Aria"


def test_a_measured_limit_never_stands_above_the_one_that_staff_set(fin_setup: Callable[..., None]) -> None:
    fin_setup(answer_from=30)
    assert (read_setup().thresholds.nothing, read_setup().thresholds.answer) == (0.3, 0.3)
    fin_setup(nothing_below=90)
    assert (read_setup().thresholds.nothing, read_setup().thresholds.answer) == (0.9, 0.9)


def test_who_may_look_reads_it_and_changes_nothing(
    agent: cast.Browser, editor: cast.Browser, fin_setup: Callable[..., None]
) -> None:
    fin_setup(off_for=["free"], words={"en": Words("Aria <b>", "Hello!\nAsk away.")}, topics=["subscription"])
    page = agent.get(PAGE).content.decode()
    assert "Aria &lt;b&gt;" in page
    assert "Hello!<br>Ask away." in page
    assert "Claude Free" in page
    assert 'name="on"' not in page
    assert agent.post(PAGE, {"on": "on"}).status_code == 403
    assert editor.get(PAGE).status_code == 403


def test_the_list_is_the_page_and_no_second_row_can_be_made(lead: cast.Browser) -> None:
    assert lead.get("/admin/messenger/finsettings/").headers["Location"] == PAGE
    assert lead.get("/admin/messenger/finsettings/add/").status_code == 403
    assert lead.get("/admin/messenger/finsettings/2/change/").status_code == 302
