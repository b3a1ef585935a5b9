"""Macros on a ticket: put into a reply in the person's language, sent with what goes with them; and in the admin."""

import json

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets.macros import variables
from tickets.models import Macro, MacroText
from tickets.models.macros import MacroQuerySet

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def macro(name="Bought in a store", **changes):
    texts = changes.pop("texts", {"en": "Hello {{ person.first_name }}", "ja": "{{ person.name }}様"})
    made = Macro.objects.create(name=name, **changes)
    for locale, body in texts.items():
        MacroText.objects.create(macro=made, locale=locale, body=body)
    return made


def post(browser, ticket, verb, headers=None, **form):
    wanted = {"mode": "reply", "version": ticket.version, "seen": "0-0", "body": ""} | form
    return browser.post(f"/admin/tickets/ticket/{ticket.reference}/{verb}/", wanted, headers=headers)


def send(browser, ticket, *macros, **form):
    return post(
        browser, ticket, "write", **{"then": "pending", "body": "Hello", "macro": [m.pk for m in macros]} | form
    )


@pytest.mark.parametrize(
    ("locale", "said", "note"),
    [
        ("en", "Hello Hanako", ""),
        ("ja", "Hanako Yamada様", ""),
        ("tlh", "Hello Hanako", "It has no text in tlh: this is English."),
    ],
)
def test_a_macro_is_put_in_in_the_persons_language(agent, locale, said, note):
    answer = post(agent, open_ticket(locale=locale), "insert", insert=macro().pk, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"{said}</textarea>" in page
    assert (note in page) if note else ("It has no text" not in page)


def test_the_editor_that_comes_back_with_a_macro_names_the_language_as_before(agent):
    ticket = open_ticket(locale="ja")
    whole = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    part = post(agent, ticket, "insert", insert=macro().pk, headers=HTMX).content.decode()
    assert all('<label for="article-words">Words, in 日本語</label>' in page for page in (whole, part))


def test_without_a_script_the_page_comes_back_with_the_text_and_nothing_is_stored(agent, ticket):
    page = post(agent, ticket, "insert", insert=macro().pk, body="I see.").content.decode()
    assert "I see.\n\nHello Hanako</textarea>" in page
    assert "I can&#x27;t find the button." in page
    assert "“Bought in a store” is in the text." in page
    assert 'role="alert"' not in page
    assert ticket.messages.count() == 1
    assert Macro.objects.get().used == 0


def test_a_macro_goes_where_the_writer_stands_and_the_seen_state_stays(agent, ticket):
    page = post(agent, ticket, "insert", insert=macro().pk, body="One  two", at=4, version=1, seen="3-4", headers=HTMX)
    page = page.content.decode()
    assert "One Hello Hanako two</textarea>" in page
    assert 'data-caret="16"' in page
    assert 'name="seen" value="3-4"' in page


@pytest.mark.parametrize("choice", ["", "x", "999999", "²", "-1", "9" * 40])
def test_a_macro_that_is_none_is_refused_with_the_text(agent, ticket, choice):
    answer = post(agent, ticket, "insert", insert=choice, body="Mine")
    assert answer.status_code == 422
    assert "Mine</textarea>" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


def test_nobody_uses_another_ones_own_macro(agent, ticket, lead):
    theirs = macro(owner=lead.user)
    assert "Bought in a store" not in agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert post(agent, ticket, "insert", insert=theirs.pk).status_code == 422
    send(agent, ticket, theirs)
    theirs.refresh_from_db()
    assert theirs.used == 0


def test_what_goes_with_a_macro_is_done_when_it_is_sent_and_counted(agent, ticket):
    team = Group.objects.create(name="Billing")
    made = macro(team=team, priority=30)
    assert send(agent, ticket, made, made).status_code == 302
    ticket.refresh_from_db()
    made.refresh_from_db()
    assert (ticket.status, ticket.team, ticket.priority) == ("pending", team, 30)
    assert (made.used, made.used_at is None) == (1, False)
    assert {"team", "priority"} <= set(ticket.events.values_list("kind", flat=True))


def test_a_note_does_what_goes_with_its_macro_too(agent, ticket):
    made = macro(priority=40)
    send(agent, ticket, made, mode="note", then="note")
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.status, ticket.messages.last().kind) == (40, "new", "note")


def test_a_macro_that_is_refused_leaves_nothing_sent():
    officer = cast.staff_browser(name="officer", groups=("compliance",))
    report = open_ticket(rule="compliance", reason="compliance", topic_kind="compliance")
    made = macro(team=Group.objects.create(name="Billing"))
    assert send(officer, report, made).status_code == 409
    made.refresh_from_db()
    assert (report.messages.count(), made.used) == (1, 0)


def test_a_macro_says_what_it_does_and_which_button_comes_first(agent, ticket):
    made = macro(then="solved", priority=30)
    page = post(agent, ticket, "insert", insert=made.pk, headers=HTMX).content.decode()
    assert "→ priority high" in page
    assert 'class="primary if-reply" name="then" value="solved" data-send' in page
    assert 'class="if-reply" name="then" value="pending"' in page


@pytest.mark.parametrize("sent", ["x", "²", "9" * 40, "-1", ""])
def test_what_is_no_macro_does_not_stop_a_reply(agent, ticket, sent):
    assert send(agent, ticket, macro=[sent]).status_code == 302


def test_the_page_costs_the_same_with_many_macros(agent, ticket, django_assert_max_num_queries):
    for number in range(20):
        macro(name=f"Number {number}")
    with django_assert_max_num_queries(25):
        agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/")


def test_the_most_used_come_first():
    macro("b", used=1), macro("a", used=1), macro("c", used=9)
    assert [each.name for each in Macro.objects.most_used_first()] == ["c", "a", "b"]
    assert isinstance(Macro.objects.all(), MacroQuerySet)


def test_a_name_is_there_once_among_the_shared_and_once_for_each(aki, editor):
    macro("Refund")
    for owner in (aki, editor.user):
        macro("Refund", owner=owner)
        with pytest.raises(IntegrityError, match="tickets_macro_name_once"), transaction.atomic():
            macro("refund", owner=owner)
    with pytest.raises(IntegrityError, match="tickets_macro_name_once"), transaction.atomic():
        macro("refund")


# --- in the admin ---

LIST = "/admin/tickets/macro/"


def form(*, name="Refund", body="Hello {{ person.name }}", locale="en", **more):
    rows = {"texts-TOTAL_FORMS": 1, "texts-INITIAL_FORMS": 0, "texts-0-locale": locale, "texts-0-body": body}
    return {"name": name, "then": "", "team": "", "priority": "", **rows, **more}


def test_an_agent_writes_a_macro_of_their_own_and_a_lead_a_shared_one(agent, lead):
    assert agent.post(f"{LIST}add/", form()).status_code == 302
    assert agent.post(f"{LIST}add/", form(name="Other", shared="on")).status_code == 302
    assert lead.post(f"{LIST}add/", form(shared="on")).status_code == 302
    owners = dict(Macro.objects.values_list("name", "owner__username"))
    assert Macro.objects.filter(owner=agent.user).count() == 2
    assert Macro.objects.get(owner=None).name == "Refund"
    assert owners["Other"] == agent.user.username


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("Hi\r\n{{ person.age }}", "Line 2, letter 1: there is no “person.age” to fill in."),
        ("Hi {{ person.name", "Line 1, letter 4: “{{” without “}}” on the same line."),
        ("Hi }}", "Line 1, letter 4: “}}” without “{{” before it."),
    ],
)
def test_a_text_that_cannot_be_filled_in_is_refused_with_its_place(agent, body, complaint):
    answer = agent.post(f"{LIST}add/", form(body=body))
    assert complaint in answer.content.decode()
    assert not Macro.objects.exists()


def test_a_name_that_is_taken_and_a_macro_without_words_are_refused_kindly(agent):
    macro("Refund", owner=agent.user)
    assert "There is a macro with this name already." in agent.post(f"{LIST}add/", form()).content.decode()
    assert agent.post(f"{LIST}add/", form(name="New", body="")).status_code == 200
    assert Macro.objects.count() == 1


def test_who_may_not_share_reads_a_shared_macro_and_changes_it_not(agent, lead):
    shared, theirs = macro("Shared"), macro("Theirs", owner=lead.user)
    page = agent.get(f"{LIST}{shared.pk}/change/")
    assert page.status_code == 200
    assert "_save" not in page.content.decode()
    assert agent.post(f"{LIST}{shared.pk}/change/", form()).status_code == 403
    assert agent.get(f"{LIST}{theirs.pk}/change/").status_code == 302
    assert "Theirs" not in agent.get(LIST).content.decode()
    assert lead.get(f"{LIST}{shared.pk}/change/").status_code == 200


def test_a_lead_makes_an_own_macro_everybodys(lead):
    own = macro("Own", owner=lead.user)
    rows = {"texts-INITIAL_FORMS": 2, "texts-TOTAL_FORMS": 2}
    for place, text in enumerate(own.texts.all()):
        rows |= {f"texts-{place}-{name}": getattr(text, name) for name in ("id", "locale", "body")}
        rows[f"texts-{place}-macro"] = own.pk
    answer = lead.post(f"{LIST}{own.pk}/change/", form(name="Own", shared="on") | rows)
    own.refresh_from_db()
    assert (answer.status_code, own.owner, own.texts.count()) == (302, None, 2)


def test_editors_have_no_macros(editor):
    assert editor.get(LIST).status_code == 403


def test_the_editor_leads_to_them(agent, ticket):
    page = agent.get(f"/admin/tickets/ticket/{ticket.reference}/change/").content.decode()
    assert f'<a href="{LIST}">Edit macros</a>' in page
    assert 'id="macro"' not in page


# --- those of the demonstration ---

SAMPLES = settings.BASE_DIR / "demo" / "sample_macros.json"


def test_the_samples_are_loaded_once_and_can_be_filled_in():
    for _time in range(2):
        call_command("load_macros", SAMPLES)
    rows = Macro.objects.prefetch_related("texts")
    assert rows.count() == 5
    assert all(set(row.written()) == {"en", "ja"} for row in rows)
    assert all(variables.problems(text.body) == [] for text in MacroText.objects.all())


def test_what_staff_made_of_a_sample_stays():
    name = json.loads(SAMPLES.read_text())[0]["name"]
    macro(name.upper(), texts={"en": "Ours"})
    call_command("load_macros", SAMPLES)
    assert Macro.objects.filter(name__iexact=name).get().written() == {"en": "Ours"}


@pytest.mark.parametrize("text", ["", "[", '[{"name": "x"}]', '[{"name": "x", "priority": "soon", "texts": {}}]'])
def test_a_file_of_no_macros_is_refused(tmp_path, text):
    file = tmp_path / "macros.json"
    file.write_text(text)
    with pytest.raises(CommandError):
        call_command("load_macros", file)
    assert not Macro.objects.exists()


def test_a_member_of_staff_takes_their_own_macros_along():
    person = cast.staff(name="leaving")
    macro("Own", owner=person)
    person.delete()
    assert not Macro.objects.exists()
