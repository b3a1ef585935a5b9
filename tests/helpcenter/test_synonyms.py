"""Words that mean the same: which of a question have others, what those are worth, and who says so."""

import json

import pytest
from django.core.management import CommandError, call_command

from helpcenter import actions
from helpcenter.models import SynonymGroup
from helpcenter.search import bm25, finding, terms
from helpcenter.search.synonyms import Synonyms
from tests.helpcenter import shelf

TWO_FACTOR = (["2FA", "two-factor authentication", "二段階認証"], False)


def words(locale: str, question: str, *groups: tuple[list[str], bool]) -> list[str]:
    return [word for each in Synonyms(locale, groups).meant(question) for word in each.words]


def test_any_word_of_a_group_asks_for_the_others():
    assert words("en", "How do I set up 2fa?", TWO_FACTOR) == ["two-factor authentication", "二段階認証"]
    assert words("en", "Two-Factor Authentications", TWO_FACTOR) == ["2FA", "二段階認証"]
    assert words("ja", "二段階認証を設定したい", TWO_FACTOR) == ["2FA", "two-factor authentication"]


def test_only_whole_words_ask_for_others():
    assert words("en", "a billing", (["bill", "invoice"], False)) == ["invoice"]  # one stem
    assert words("en", "a billiard", (["bill", "invoice"], False)) == []
    assert words("en", "authentication", TWO_FACTOR) == []


def test_one_way_the_first_alone_asks():
    upgrade = (["upgrade", "change plan"], True)
    assert words("en", "upgrade", upgrade) == ["change plan"]
    assert words("en", "change plan", upgrade) == []


def test_all_words_of_a_group_in_one_question_ask_for_nothing_more():
    assert words("en", "refund or money back", (["refund", "money back"], False)) == []


def scores(question: str, texts: list[str]) -> list[float]:
    index = bm25.Index(bm25.postings(bm25.pack([(1, terms.terms(text, "en"))]) for text in texts))
    meant = Synonyms("en", [TWO_FACTOR]).meant(question)
    return index.scores(terms.query_terms(question, "en"), meant).tolist()


def test_another_word_counts_less_than_the_word_itself_and_only_as_a_whole():
    own, other, part, both = scores(
        "set up 2fa",
        [
            "set 2fa here",
            "set two-factor authentication",
            "set authentication here now",
            "set 2fa two-factor authentication",
        ],
    )
    assert part < other < own
    assert scores("set", ["set authentication here now"] * 4)[0] > part  # nothing for half of the other words
    assert both == pytest.approx(own, abs=0.15)  # saying it twice isn't worth twice


@pytest.mark.django_db
def test_a_search_finds_and_quotes_what_says_it_otherwise():
    shelf.publish(
        title="Keep it safe",
        summary="",
        keywords=[],
        questions=[],
        body_markdown="Use a passkey.\n\n## B\n\nX.\n",
    )
    assert finding.search("webauthn", "en") == []
    actions.set_synonyms(group=None, locale="en", words=["WebAuthn", "passkey"])
    (hit,) = finding.search("webauthn", "en")
    assert hit.snippet == "Use a passkey."
    assert finding.search("webauthn", "ja")[0:0] == []


@pytest.mark.django_db
def test_an_inactive_group_asks_for_nothing():
    shelf.publish()
    group = actions.set_synonyms(group=None, locale="en", words=["zorp", "refund"])
    assert finding.search("zorp", "en")
    actions.set_synonyms(group=group, locale="en", words=["zorp", "refund"], active=False)
    assert not finding.search("zorp", "en")


def load(folder, groups: object) -> None:
    (folder / "synonyms.json").write_text(json.dumps(groups))
    call_command("load_content", folder)


@pytest.mark.django_db
def test_files_bring_groups_and_leave_what_staff_changed(tmp_path):
    load(
        tmp_path, {"en": {"bill": {"words": ["bill", "invoice"]}, "plan": {"words": ["plan", "tier"], "one_way": True}}}
    )
    assert [str(each) for each in SynonymGroup.objects.all()] == ["bill, invoice", "plan → tier"]
    bill = SynonymGroup.objects.get(key="bill")
    actions.set_synonyms(group=bill, locale="en", words=["bill", "invoice", "receipt"])
    load(tmp_path, {"en": {"bill": {"words": ["bill", "statement"]}}})
    assert [str(each) for each in SynonymGroup.objects.all()] == ["bill, invoice, receipt"]


@pytest.mark.django_db
def test_a_shipped_group_that_staff_dropped_does_not_come_back(tmp_path):
    groups = {"en": {"bill": {"words": ["bill", "invoice"]}}}
    load(tmp_path, groups)
    actions.drop_synonyms(group=SynonymGroup.objects.get())
    load(tmp_path, groups)
    assert not SynonymGroup.objects.get().active


@pytest.mark.django_db
@pytest.mark.parametrize(
    "groups",
    [
        [],
        {"xx": {}},
        {"en": []},
        {"en": {"a": {"words": ["one"]}}},
        {"en": {"a": {"words": ["one", "one"]}}},
        {"en": {"a": {"words": ["one", 2]}}},
        {"en": {"a": {"words": ["one", "x" * 61]}}},
        {"en": {"a": {"words": ["one", "two"], "one_way": "yes"}}},
        {"en": {"a": {"words": ["one", "two"], "weight": 2}}},
    ],
)
def test_a_file_that_holds_something_else_publishes_nothing(tmp_path, groups):
    with pytest.raises(CommandError, match=r"synonyms\.json"):
        load(tmp_path, groups)
    assert not SynonymGroup.objects.exists()


@pytest.mark.django_db
def test_the_shipped_groups_load_and_each_is_of_words_that_differ(shipped):
    assert SynonymGroup.objects.filter(locale="ja").count() > 10
    for group in SynonymGroup.objects.all():
        assert len({terms.canonical(word, group.locale).strip() for word in group.words}) > 1, group


ADD = "/admin/helpcenter/synonymgroup/add/"


@pytest.mark.django_db
def test_editors_write_a_word_a_line_and_the_next_search_knows(editor):
    shelf.publish()
    sent = {"locale": "en", "words": " zorp \r\nrefund\r\n\r\nzorp", "active": "on"}
    assert editor.post(ADD, sent).status_code == 302
    assert SynonymGroup.objects.get().words == ["zorp", "refund"]
    assert finding.search("zorp", "en")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "one", "refund\nrefunds", "!!\nrefund", "x" * 61 + "\ny"])
def test_what_is_no_group_is_refused_and_stays_typed(editor, typed):
    page = editor.post(ADD, {"locale": "en", "words": typed}).content.decode()
    assert 'class="errorlist"' in page
    assert typed.split("\n")[0] in page
    assert not SynonymGroup.objects.exists()


@pytest.mark.django_db
def test_a_second_editor_sees_what_the_first_wrote(editor):
    group = actions.set_synonyms(group=None, locale="en", words=["bill", "invoice"])
    seen = shelf.seen(group)["seen"]
    actions.set_synonyms(group=group, locale="en", words=["bill", "receipt"])
    sent = {"locale": "en", "words": "bill\nstatement", "seen": seen}
    answer = editor.post(f"/admin/helpcenter/synonymgroup/{group.pk}/change/", sent)
    assert answer.status_code == 409
    assert "receipt" in answer.content.decode()


@pytest.mark.django_db
def test_own_groups_are_deleted_and_shipped_ones_switched_off(editor, tmp_path):
    load(tmp_path, {"en": {"bill": {"words": ["bill", "invoice"]}}})
    own = actions.set_synonyms(group=None, locale="en", words=["seat", "license"])
    for group in SynonymGroup.objects.all():
        editor.post(f"/admin/helpcenter/synonymgroup/{group.pk}/delete/", {"post": "yes"})
    assert [each.key for each in SynonymGroup.objects.all()] == ["bill"]
    assert not SynonymGroup.objects.filter(pk=own.pk).exists()


@pytest.mark.django_db
def test_agents_look_and_strangers_do_not(agent, reader):
    actions.set_synonyms(group=None, locale="en", words=["bill", "invoice"])
    assert "bill, invoice" in agent.get("/admin/helpcenter/synonymgroup/").content.decode()
    assert agent.post(ADD, {"locale": "en", "words": "a1\nb1"}).status_code == 403
    assert reader.get(ADD).status_code == 302


@pytest.mark.django_db
def test_the_report_leads_from_what_found_nothing_to_a_new_group(editor, agent, reader):
    reader.get("/en/search?q=zorp")
    report = editor.get("/admin/helpcenter/searchedphrase/?locale=en").content.decode()
    assert f'href="{ADD}?words=zorp&amp;locale=en"' in report
    assert '<textarea name="words"' in editor.get(f"{ADD}?words=zorp&locale=en").content.decode()
    assert ">zorp</textarea>" in editor.get(f"{ADD}?words=zorp&locale=en").content.decode().replace("\n", "")
    assert ADD not in agent.get("/admin/helpcenter/searchedphrase/").content.decode()
