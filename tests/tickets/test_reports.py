"""Reports under the law: open to everyone, a case number at once, nothing lost, and a machine's only marked."""

import re
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from tests import cast
from tests.pictures import PDF
from tickets.compliance import actions, views
from tickets.compliance.actions import Given
from tickets.models import Message, OutgoingEmail, Report, ReportKind, StoredFile, Ticket

pytestmark = pytest.mark.django_db
UK, EU, AU = "/en/reports/uk-osa", "/en/reports/eu-dsa", "/en/reports/au-dis"


@pytest.fixture(autouse=True)
def kinds(db):
    call_command("load_report_kinds")


def typed(**changes):
    """A report as the form sends it, a minute after the page was made."""
    made = views._MADE.sign(str(int(time.time()) - 60))
    form = {"submission": uuid4().hex, "made": made, "kind": "content-reporting", "words": "The button does nothing."}
    return form | changes


def sent(path=UK, *, by=None, **changes):
    """The answer to a report."""
    return (by or cast.Browser()).post(path, typed(**changes))


def shown(answer):
    """The page that an answer leads to."""
    assert answer.status_code == 302, answer.content.decode()
    return cast.Browser().get(answer["Location"]).content.decode()


def keyword_in(page):
    return re.search(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}", page)[0]


def error_at(answer, field):
    found = re.search(rf'id="id_{field}_error">(.*?)</p>', answer.content.decode())
    return found[1] if found else ""


@pytest.mark.parametrize("person", ["", "free", "legacy_admin", "enterprise_owner"])
@pytest.mark.parametrize(("path", "kind"), [(UK, "content-reporting"), (EU, "rights"), (AU, "other")])
def test_anybody_in_any_state_reports_without_login_or_bot(person, path, kind):
    browser = cast.browser(person=person) if person else cast.Browser()
    assert browser.get(path).status_code == 200
    page = shown(sent(path, by=browser, kind=kind))
    ticket = Ticket.objects.get()
    assert ticket.reference in page
    assert (ticket.rule, ticket.reason, ticket.topic_kind) == ("compliance",) * 3
    assert (ticket.customer, ticket.identity, ticket.transcript) == (None, {}, [])


def test_the_case_knows_what_was_chosen_and_said():
    sent(
        EU,
        kind="illegal-content",
        place="https://x.example/1",
        name="Ana",
        good_faith="on",
        is_authority="on",
        authority="Coimisiún na Meán",
    )
    report = Report.objects.get()
    assert (report.kind.key, report.place, report.authority, report.good_faith) == (
        "illegal-content",
        "https://x.example/1",
        "Coimisiún na Meán",
        True,
    )
    assert report.ticket.subject == "EU: Digital Services Act: Content that I consider illegal"
    assert [line["key"] for line in report.ticket.details] == ["law", "kind", "place", "authority", "good_faith"]
    message = report.ticket.messages.get()
    assert (message.body, message.channel, message.author_name) == ("The button does nothing.", "form", "Ana")


def test_in_japanese_the_case_is_japanese():
    sent("/ja/reports/uk-osa")
    ticket = Ticket.objects.get()
    assert ticket.locale == "ja"
    assert "コンテンツ報告義務" in ticket.subject


def test_who_gives_an_address_gets_a_receipt_without_what_was_typed():
    page = shown(sent(email="ana@example.com"))
    email = OutgoingEmail.objects.get()
    reference = Ticket.objects.get().reference
    assert (email.to_email, email.kind) == ("ana@example.com", "receipt")
    assert reference in email.body
    assert "/en/case/" in email.body
    assert "The button does nothing." not in email.body
    assert "Product Support team." not in email.body.split("\n\n")[1]
    assert "ana@example.com" in page
    assert "Keyword" not in page
    assert "/case/" not in page


def test_who_gives_none_follows_the_case_by_number_and_keyword():
    page = shown(sent())
    assert not OutgoingEmail.objects.exists()
    ticket = Ticket.objects.get()
    written = {"reference": ticket.reference.lower(), "keyword": keyword_in(page).lower().replace("-", " ")}
    answer = cast.Browser().post("/en/reports/follow-up", written)
    case = cast.Browser().get(answer["Location"])
    assert "The button does nothing." in case.content.decode()
    assert "comes by email" not in case.content.decode()
    more = cast.Browser().post(f"{answer['Location']}/write", {"text": "It still does nothing."})
    assert more.status_code == 302
    assert ticket.messages.count() == 2


@pytest.mark.parametrize(
    "change", [{"keyword": "2222-2222-2222-2222"}, {"reference": "HC-2222-2222"}, {"keyword": ""}, {"reference": "12"}]
)
def test_a_wrong_number_or_keyword_opens_nothing_and_stays_typed(change):
    page = shown(sent())
    written = {"reference": Ticket.objects.get().reference, "keyword": keyword_in(page)} | change
    answer = cast.Browser().post("/en/reports/follow-up", written)
    assert answer.status_code == 422
    assert f'value="{written["reference"]}"' in answer.content.decode()


def test_a_keyword_ends_with_the_links_of_its_case_and_opens_none_that_has_an_address():
    page = shown(sent())
    ticket = Ticket.objects.get()
    written = {"reference": ticket.reference, "keyword": keyword_in(page)}
    Ticket.objects.update(case_epoch=1)
    assert cast.Browser().post("/en/reports/follow-up", written).status_code == 422
    Ticket.objects.update(case_epoch=0, requester_email="ana@example.com")
    assert cast.Browser().post("/en/reports/follow-up", written).status_code == 422


def test_guessing_keywords_ends(settings):
    settings.LIMITS["follow_up"] = {"network": 2, "seconds": 3600}
    guess = {"reference": "HC-2222-2222", "keyword": "2222"}
    answers = [cast.Browser().post("/en/reports/follow-up", guess) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]


def test_the_number_is_shown_for_a_day():
    answer = sent()
    Ticket.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert cast.Browser().get(answer["Location"])["Location"] == "/en/reports/follow-up"


@pytest.mark.parametrize(
    ("path", "change", "field"),
    [
        (UK, {"kind": ""}, "kind"),
        (UK, {"kind": "rights"}, "kind"),
        (UK, {"words": " "}, "words"),
        (UK, {"email": "ana@"}, "email"),
        (UK, {"is_authority": "on"}, "authority"),
        (UK, {"name": "4111 1111 1111 1111"}, "name"),
        (EU, {"kind": "illegal-content", "good_faith": "on"}, "place"),
        (EU, {"kind": "illegal-content", "place": "https://x.example"}, "good_faith"),
    ],
)
def test_an_error_stands_beside_its_field_and_everything_typed_is_kept(path, change, field):
    form = {"words": "Kept words.", "name": "Kept name"} | change
    answer = sent(path, **form)
    assert answer.status_code == 422
    assert error_at(answer, field)
    page = answer.content.decode()
    assert all(form[name] in page for name in ("words", "name") if name != field)
    assert answer.context["form"].errors.keys() == {field}
    assert not Ticket.objects.exists()


def test_files_go_with_the_report_and_wait_through_an_error():
    browser, form = cast.Browser(), typed(words="")
    answer = browser.post(UK, form | {"files": [SimpleUploadedFile("screen.pdf", PDF)]})
    assert "screen.pdf" in answer.content.decode()
    browser.post(UK, form | {"words": "Now with words."})
    assert [file.name for file in Message.objects.get().attachments.all()] == ["screen.pdf"]


def test_a_file_that_waits_is_taken_out_again_and_the_words_stay():
    form = typed(email="ana@")
    cast.Browser().post(UK, form | {"files": [SimpleUploadedFile("screen.pdf", PDF)]})
    answer = cast.Browser().post(UK, form | {"remove": StoredFile.objects.get().key})
    assert answer.status_code == 200
    assert not StoredFile.objects.exists()
    assert form["words"] in answer.content.decode()
    assert 'value="ana@"' in answer.content.decode()
    assert 'value="content-reporting" required checked' in answer.content.decode()


def test_a_refused_file_stops_the_report_and_says_why():
    answer = sent(files=[SimpleUploadedFile("page.html", b"<!doctype html><html>")])
    assert answer.status_code == 422
    assert "page.html" in answer.content.decode()
    assert not Ticket.objects.exists()


def test_pressed_twice_is_one_case_and_changed_words_are_another():
    form = typed(files=[])
    first, second = (cast.Browser().post(UK, form)["Location"] for _press in range(2))
    assert first == second
    assert cast.Browser().post(UK, form | {"words": "And another thing."})["Location"] != first
    assert Ticket.objects.count() == 2


def test_a_file_that_a_second_press_brings_goes_onto_the_same_case_once():
    form = typed()
    cast.Browser().post(UK, form)
    for _press in range(2):
        cast.Browser().post(UK, form | {"files": [SimpleUploadedFile("late.pdf", PDF)]})
    assert StoredFile.objects.filter(attachment__message__ticket=Ticket.objects.get()).count() == 1


def test_secrets_are_hidden_before_anything_is_stored():
    key = "sk-ant-api03-Abcdefghijklmnop1234"
    page = shown(sent(words=f"My key {key} was shown", place=f"https://x.example/?key={key}"))
    report = Report.objects.get()
    assert key not in f"{report.ticket.messages.get().body}{report.place}{report.ticket.details}"
    assert "We hid an API key" in page


@pytest.mark.parametrize(
    ("change", "mark"),
    [
        ({"website": "https://buy.example"}, "trap"),
        ({"made": ""}, "no_page"),
        ({"made": "1:forged"}, "no_page"),
        ({"made": views._MADE.sign("9999999999")}, "hasty"),
    ],
)
def test_what_looks_like_a_machine_is_kept_and_marked(change, mark):
    page = shown(sent(**change))
    assert Ticket.objects.get().reference in page
    assert mark in Report.objects.get().suspicions


def test_a_persons_report_has_no_mark():
    sent()
    assert Report.objects.get().suspicions == []


def test_the_trap_is_hidden_from_everybody():
    page = cast.Browser().get(UK).content.decode()
    trap = re.search(r"<div hidden>.*?</div>", page)[0]
    assert 'name="website" tabindex="-1"' in trap


def test_too_many_reports_wait_and_lose_nothing(settings):
    settings.LIMITS["report"] = {"address": 5, "network": 1, "seconds": 3600}
    form = typed()
    cast.Browser().post(UK, form)
    answer = sent(words="The second one.")
    assert answer.status_code == 429
    assert "The second one." in answer.content.decode()
    # The first, pressed again, is no other report.
    assert cast.Browser().post(UK, form).status_code == 302


def test_a_report_from_another_site_is_refused():
    answer = cast.Browser().post(UK, typed(), headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_who_asks_what_they_can_reach_is_led_to_the_forms_at_a_legacy_domain_too():
    for browser in (cast.browser(), cast.browser(person="legacy_admin")):
        page = browser.get("/en/messenger/reach").content.decode()
        assert all(f'href="{path}" target="_top"' in page for path in (EU, UK, AU))


def test_a_law_that_has_no_form_is_not_found():
    assert cast.Browser().get("/en/reports/moon").status_code == 404


def test_deadlines_are_those_of_the_day_it_came():
    kind = ReportKind.objects.get(law="uk-osa", key="content-reporting")
    kind.acknowledge_hours, kind.decide_days = 24, 30
    kind.save()
    now = timezone.now()
    report = actions.report(given=Given(kind, "Words"), submission=uuid4(), locale="en", now=now)
    assert (report.acknowledge_by, report.decide_by) == (now + timedelta(hours=24), now + timedelta(days=30))
    kind.decide_days = 5
    kind.save()
    report.refresh_from_db()
    assert report.decide_by == now + timedelta(days=30)


def test_who_reports_in_a_language_that_no_page_has_gets_mail_in_it():
    kind = ReportKind.objects.get(law="eu-dsa", key="rights")
    given = Given(kind, "Quiero denunciar este contenido porque no es legal.", email="ana@example.com")
    ticket = actions.report(given=given, submission=uuid4(), locale="ja", now=timezone.now()).ticket
    assert ticket.locale == "es"
    assert "Hemos recibido su denuncia." in ticket.emails.get().body


def test_kinds_that_staff_changed_stay_as_they_are():
    ReportKind.objects.filter(law="eu-dsa", key="rights").update(active=False, decide_days=9)
    call_command("load_report_kinds")
    assert ReportKind.objects.get(law="eu-dsa", key="rights").decide_days == 9
    assert 'value="rights"' not in cast.Browser().get(EU).content.decode()


def test_no_deadline_is_shipped_that_nobody_confirmed():
    assert not ReportKind.objects.exclude(acknowledge_hours=None, decide_days=None).exists()


def test_a_form_names_itself_in_every_language():
    page = cast.Browser().get(AU).content.decode()
    assert '<link rel="canonical" href="http://help.localhost:8000/en/reports/au-dis">' in page
    assert 'hreflang="ja" href="http://help.localhost:8000/ja/reports/au-dis"' in page


def test_the_australian_page_says_what_the_commissioner_is_and_does():
    page = cast.Browser().get(AU).content.decode()
    assert "What the eSafety Commissioner is and does" in page
    assert "Basic Online Safety Expectations" in page
