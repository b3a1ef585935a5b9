"""Golden questions: what they may say, how staff keep them, and what Fin did when it was asked."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from helpcenter.models import Article
from messenger.golden import actions, files
from messenger.golden.models import GoldenQuestion, GoldenRun
from tests import cast

pytestmark = pytest.mark.django_db
LIST = "/admin/messenger/goldenquestion/"
CANCEL = 9018020


@pytest.fixture(autouse=True)
def by_words(settings, articles):
    settings.SEARCH_BY_MEANING = False


def golden(text="cancel your subscription", *, number=CANCEL, **changes):
    article = Article.objects.get(number=number) if number else None
    return GoldenQuestion.objects.create(text=text, **{"locale": "en", "article": article, **changes})


def line(**changes):
    return json.dumps({"locale": "en", "text": "cancel it", "expect": {"article": CANCEL}} | changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"expect": "article", "number": 0},
        {"expect": "abstain"},
        {"expect": "handover", "number": 0, "section": "Steps"},
        {"expect": "abstain", "number": 0, "or_articles": [CANCEL]},
        {"expect": "anything", "number": 0},
    ],
)
def test_exactly_one_thing_is_expected(changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        golden(**changes)


def test_a_question_is_there_once_in_a_language():
    golden()
    golden(locale="ja")
    with pytest.raises(IntegrityError), transaction.atomic():
        golden(expect="abstain", number=0)


def test_a_file_comes_in_and_goes_out_the_same():
    text = "\n".join(
        [
            line(id="en-1", expect={"article": CANCEL, "section": "On the web"}, **{"as": "pro"}),
            line(id="en-2", text="cancel?", expect={"article": [CANCEL, 9017027]}),
            line(id="ja-3", locale="ja", expect="handover"),
        ]
    )
    assert actions.import_questions(text=text) == (3, 0)
    out = files.written(row.case for row in GoldenQuestion.objects.order_by("pk"))
    without_ids = [{**json.loads(each), "id": ""} for each in out.splitlines()]
    assert without_ids == [{**json.loads(each), "id": ""} for each in text.splitlines()]
    assert actions.import_questions(text=out) == (0, 0)


def test_a_line_about_a_known_question_changes_it_and_forgets_its_result():
    row = golden("cancel it", right=True, did={"decision": "quote"})
    assert actions.import_questions(text=line(expect="abstain")) == (0, 1)
    row.refresh_from_db()
    assert (row.expect, row.article, row.right, row.did) == ("abstain", None, None, {})


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", "This isn't a line of JSON."),
        ("[1]", "This isn't a question as the format has it."),
        ('{"locale": "en", "text": "x"}', "“expect” is missing."),
        (line(expect="later"), "Only “abstain”, “handover” or an article"),
        (line(expect={"article": 4}), "There is no article 4."),
        (line(expect={"article": 2**70}), "This isn't a question"),
        (line(expect={"article": []}), "This isn't a question"),
        (line(text="\0"), "This isn't a question"),
        (line(text="x" * 601), "at most 600 characters"),
        (line(locale="tlh"), "not a valid choice"),
        (line(**{"as": "the queen"}), "one of the known people"),
    ],
)
def test_one_wrong_line_keeps_all_out_and_is_named(editor, bad, reason):
    typed = f"{line()}\n\n{bad}"
    page = editor.post(f"{LIST}import/", {"lines": typed})
    assert page.status_code == 422
    said = page.content.decode().replace("&#x27;", "'")
    assert f"Line 3: {reason}" in said or ("Line 3: " in said and reason in said)
    assert not GoldenQuestion.objects.exists()
    assert page.context["form"]["lines"].value() == typed


def test_staff_import_what_they_exported(editor):
    golden()
    sent = {"action": "as_file", "_selected_action": [GoldenQuestion.objects.get().pk]}
    file = editor.post(LIST, sent)
    assert file["Content-Disposition"] == 'attachment; filename="questions.jsonl"'
    noted = AuditEntry.objects.get(kind="golden_exported")
    assert (noted.staff_name, noted.details) == (editor.user.username, {"count": 1})
    GoldenQuestion.objects.all().delete()
    assert editor.post(f"{LIST}import/", {"lines": file.content.decode()}).status_code == 302
    assert GoldenQuestion.objects.get().numbers == (CANCEL,)


def form(**changes):
    article = Article.objects.get(number=CANCEL).pk
    return {"text": "how?", "locale": "en", "asker": "free", "expect": "article", "article": article} | changes


def test_staff_write_one(editor):
    sent = form(text=" how do\ni cancel ", or_articles="9017027", section="On the web")
    assert editor.post(f"{LIST}add/", sent).status_code == 302
    row = GoldenQuestion.objects.get()
    assert (row.text, row.numbers, row.section) == ("how do i cancel", (CANCEL, 9017027), "On the web")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"article": ""}, "Choose the article that answers."),
        ({"expect": "abstain"}, "Leave this empty"),
        ({"section": "Nowhere"}, "It has: On the web"),
        ({"or_articles": "12"}, "There is no article 12."),
        ({"or_articles": "twelve"}, "whole number"),
    ],
)
def test_what_contradicts_itself_comes_back(editor, changes, said):
    page = editor.post(f"{LIST}add/", form(**changes))
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not GoldenQuestion.objects.exists()


def test_a_new_wish_forgets_the_last_result_and_a_pause_does_not(editor):
    row = golden(right=False)
    sent = form(text=row.text, asker="anonymous", set_aside="on")
    editor.post(f"{LIST}{row.pk}/change/", sent)
    row.refresh_from_db()
    assert (row.set_aside, row.right) == (True, False)
    editor.post(f"{LIST}{row.pk}/change/", sent | {"asker": "pro"})
    row.refresh_from_db()
    assert row.right is None


def test_a_shipped_one_is_set_aside_and_never_deleted(editor):
    ours, shipped = golden("ours"), golden("shipped", shipped_id="en-1")
    assert editor.post(f"{LIST}{shipped.pk}/delete/", {"post": "yes"}).status_code == 403
    assert editor.post(f"{LIST}{ours.pk}/delete/", {"post": "yes"}).status_code == 302
    editor.post(LIST, {"action": "put_aside", "_selected_action": [shipped.pk]})
    assert [row.set_aside for row in GoldenQuestion.objects.all()] == [True]
    assert "delete_selected" not in editor.get(LIST).content.decode()


def test_a_worker_asks_and_notes_what_fin_did(editor):
    right, wrong = golden(), golden("xyzzy plugh", right=True)
    aside = golden("set aside", set_aside=True)
    answer = editor.post(f"{LIST}run/")
    run = GoldenRun.objects.get()
    assert answer["Location"] == f"{LIST}runs/{run.pk}/"
    assert editor.get(answer["Location"])["Refresh"] == "3"
    actions.go_on(run_id=run.pk)
    page = editor.get(answer["Location"])
    assert "Refresh" not in page
    assert "1 of 2 are answered rightly." in page.content.decode()
    assert [each["text"] for each in page.context["newly_wrong"]] == ["xyzzy plugh"]
    for row in (right, wrong, aside):
        row.refresh_from_db()
    assert (right.right, wrong.right, aside.right) == (True, False, None)
    assert right.did["shown"][0] == CANCEL
    assert "found nothing" in editor.get(f"{LIST}?result=wrong").content.decode()


def test_a_run_gives_others_their_turn_and_goes_on(monkeypatch):
    monkeypatch.setattr(actions, "_AT_ONCE_SECONDS", 0)
    golden(), golden("delete your account", number=9017027)
    run = actions.start_run(rows=GoldenQuestion.objects.all(), by=None)
    actions.go_on(run_id=run.pk)
    run.refresh_from_db()
    assert (len(run.results), len(run.waiting), run.finished_at) == (1, 1, None)
    actions.go_on(run_id=run.pk)
    actions.go_on(run_id=run.pk)  # once more than needed
    run.refresh_from_db()
    assert len(run.results) == 2
    assert run.finished_at is not None


def test_a_result_of_what_was_changed_meanwhile_is_not_kept():
    row = golden()
    stale = GoldenQuestion.objects.asked().get()
    GoldenQuestion.objects.update(expect="abstain", article=None)
    actions.note_results(results=[(stale, actions.ask(stale.case))])
    row.refresh_from_db()
    assert row.right is None


def test_old_runs_go():
    golden()
    for _each in range(33):
        actions.start_run(rows=GoldenQuestion.objects.all(), by=None)
    assert GoldenRun.objects.count() == 30


def test_who_may_not_change_them_neither_runs_nor_imports(agent):
    golden()
    assert agent.get(LIST).status_code == 200
    assert agent.post(f"{LIST}run/").status_code == 403
    assert agent.get(f"{LIST}import/").status_code == 403
    assert cast.Browser().post(f"{LIST}run/").status_code == 302  # to sign in


def test_the_command_asks_the_golden_ones_and_may_fail(capsys):
    golden(), golden("xyzzy plugh")
    call_command("evaluate_fin", fail_under=50)
    assert "1/2 50%" in capsys.readouterr().out
    assert GoldenQuestion.objects.filter(right=True).count() == 1
    with pytest.raises(CommandError, match=r"50\.0 % are answered rightly, less than 51 %"):
        call_command("evaluate_fin", fail_under=51)


def test_a_right_article_with_another_section_is_wrong():
    row = golden(section="Elsewhere")
    asked = actions.ask(row.case)
    assert (asked.right, asked.wholly_right) == (True, False)


def test_the_shipped_ones_are_loaded_once_and_only_about_articles_that_are_there(tmp_path, capsys):
    call_command("load_golden")
    made = GoldenQuestion.objects.count()
    assert 0 < made < 40
    GoldenQuestion.objects.filter(shipped_id="en-9018020-1").update(text="as staff put it", set_aside=True)
    call_command("load_golden")
    assert GoldenQuestion.objects.count() == made
    (tmp_path / "bad.jsonl").write_text("{}\n")
    with pytest.raises(CommandError, match=r"bad\.jsonl:1: “expect” is missing"):
        call_command("load_golden", tmp_path / "bad.jsonl")
