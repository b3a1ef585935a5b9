"""The report counts by day what Fin did, keeps it when conversations go, and shows it by week, topic and article."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry
from messenger.fin.report import actions, reading
from messenger.fin.report.days import OPEN_FOR, due
from messenger.fin.report.reading import Chosen
from messenger.models import Conversation, FinAnswer, FinArticleDay, FinDay, Message
from tests import cast
from tests.messenger.steps import at, chatting, forwarded
from tickets.models import Ticket
from web.days import bounds, mondays

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
PAGE = "/admin/messenger/finday/"


def begun(*, day: datetime = NOW, decision: str = "quote", outcome: str = "", **more: object) -> Conversation:
    """A conversation with one answer, without the way there."""
    row = Conversation.objects.create(
        locale="en", stage="chat", consented_at=day, created_at=day, updated_at=day, text="x"
    )
    Message.objects.create(conversation=row, author="person", text="x", created_at=day)
    answered(row, decision=decision, outcome=outcome, **more)
    return row


def answered(row: Conversation, **given: object) -> None:
    said = Message.objects.create(conversation=row, author="fin", text="y", created_at=row.created_at)
    values = {"question": "x", "locale": "en", "rule": "free", "milliseconds": 500, "articles": [9018020], **given}
    FinAnswer.objects.create(message=said, **values)


def of(since: date = TODAY, until: date = TODAY, **only: str) -> Chosen:
    return Chosen(since, until, **only)


def total(chosen: Chosen) -> reading.Figures:
    return reading.total(reading.by_week(chosen))


def test_a_day_is_counted_again_while_it_may_change_and_then_stands() -> None:
    first = date(2026, 11, 18)
    assert list(due(first, NOW, UTC, {})) == [date(2026, 11, 20), date(2026, 11, 19), first]
    lately = dict.fromkeys([TODAY, date(2026, 11, 19), first], NOW - timedelta(minutes=10))
    assert list(due(first, NOW, UTC, lately)) == [TODAY, date(2026, 11, 19)]
    long_ago = date(2026, 1, 1)
    closed = bounds(long_ago, UTC)[1] + OPEN_FOR
    known = {long_ago + timedelta(days=n): NOW for n in range(400)}
    assert list(due(long_ago, NOW, UTC, {**known, long_ago: closed})) == []
    assert list(due(long_ago, NOW, UTC, {**known, long_ago: closed - timedelta(seconds=1)})) == [long_ago]


def test_days_and_weeks_are_those_of_the_sites_clock() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    begins, ends = bounds(date(2026, 10, 25), berlin)
    assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=25)
    assert mondays(date(2026, 11, 22), date(2026, 11, 30)) == [date(2026, 11, n) for n in (16, 23, 30)]


@pytest.mark.django_db
def test_conversations_count_by_their_last_answer_that_is_one() -> None:
    row = begun(outcome="asked_on", decision="nothing")
    answered(row, decision="quote", outcome="confirmed", rule="free")
    answered(row, decision="words", articles=[])
    begun(outcome="assumed", micros=20, tokens=7, model="m")
    begun(outcome="unresolved", decision="nothing", articles=[])
    Conversation.objects.create(locale="en", created_at=NOW)  # a draft asks nothing
    actions.count_day(day=TODAY, now=NOW)
    sums = total(of())
    assert (sums.asked, sums.involved, sums.confirmed, sums.assumed, sums.unresolved, sums.open) == (3, 3, 1, 1, 1, 0)
    assert (sums.answers, sums.words, sums.abstention) == (4, 1, 0.5)
    assert (sums.tokens, sums.micros, sums.written, sums.seconds) == (7, 20, 1, 0.5)
    article = reading.by_article(of())[0]
    assert (article.number, article.answers, article.confirmed, article.assumed, article.asked_on) == (
        9018020,
        3,
        1,
        1,
        1,
    )


@pytest.mark.django_db
def test_counting_again_changes_nothing_and_two_filters_meet() -> None:
    begun(outcome="confirmed", locale="ja", rule="anonymous")
    begun(outcome="assumed")
    for _time in range(2):
        actions.count_day(day=TODAY, now=NOW)
    assert total(of()).involved == 2
    assert total(of(locale="ja")).confirmed == 1
    assert total(of(locale="ja", rule="free")).asked == 0
    assert [value for value, _row in reading.by("rule", of())] == ["anonymous", "free"]


@pytest.mark.django_db
def test_what_is_deleted_after_the_day_has_closed_stays_counted() -> None:
    begun(outcome="confirmed")
    actions.count_day(day=TODAY, now=NOW + OPEN_FOR + timedelta(days=2))
    Conversation.objects.all().delete()
    begun(day=NOW + timedelta(days=60))
    actions.count_due(now=NOW + timedelta(days=60))
    assert total(of()).confirmed == 1
    assert FinDay.objects.filter(day=TODAY + timedelta(days=60)).exists()


@pytest.mark.django_db
def test_no_conversations_are_no_days() -> None:
    assert actions.count_due(now=NOW) == 0


@pytest.mark.django_db
def test_the_day_is_the_one_where_the_site_is(settings) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    timezone.get_default_timezone.cache_clear()
    try:
        begun(day=datetime(2026, 11, 20, 16, tzinfo=UTC))  # one at night in Tokyo
        actions.count_day(day=date(2026, 11, 21), now=NOW)
        assert total(of(date(2026, 11, 21), date(2026, 11, 21))).asked == 1
    finally:
        settings.TIME_ZONE = "UTC"
        timezone.get_default_timezone.cache_clear()


@pytest.mark.django_db
def test_tickets_by_other_ways_were_asked_without_fin() -> None:
    given = {"requester_name": "A", "locale": "en", "reason": "x", "created_at": NOW}
    Ticket.objects.create(**given, rule="enterprise_owner")
    Ticket.objects.create(**given, rule="compliance")
    Ticket.objects.create(**given, rule="free", transcript=[{"author": "person", "text": "x"}])
    actions.count_day(day=TODAY, now=NOW)
    sums = total(of())
    assert (sums.conversations, sums.others, sums.involvement) == (0, 1, 0.0)
    assert sums.confirmation is None


@pytest.mark.django_db
def test_a_week_without_anything_is_there(db: None) -> None:
    begun()
    begun(day=NOW - timedelta(weeks=2))
    for day in (TODAY, TODAY - timedelta(weeks=2)):
        actions.count_day(day=day, now=NOW)
    weeks = reading.by_week(of(TODAY - timedelta(weeks=2), TODAY))
    assert [row.involved for _monday, row in weeks] == [1, 0, 1]
    assert weeks[1][1].involvement is None


@pytest.mark.usefixtures("articles")
def test_a_handover_counts_with_its_conversation(pro: cast.Browser) -> None:
    forwarded(pro, text="How do I cancel my subscription?")
    today = timezone.now().date()
    actions.count_due(now=timezone.now())
    sums = total(of(today, today))
    assert (sums.involved, sums.handed_over, sums.unresolved, sums.others) == (1, 1, 1, 0)
    assert FinArticleDay.objects.get().handed_over == 1


@pytest.mark.usefixtures("articles")
def test_the_page_has_figures_plots_and_links_to_the_answers_behind_them(
    agent: cast.Browser, pro: cast.Browser
) -> None:
    pro.post(at(chatting(pro, text="How do I cancel my subscription?"), "solved"))
    actions.count_due(now=timezone.now())
    page = agent.get(PAGE).content.decode()
    assert "1 of 1" in page
    assert page.count('<figure class="plot"') == 3
    assert "style=" not in page.partition('class="report"')[2]
    assert "Cancel your subscription" in page
    log = page.partition('class="report-log" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "How do I cancel" in agent.get(log).content.decode()
    article = "/admin/messenger/finanswer/?article="
    assert "How do I cancel" in agent.get(f"{article}9018020").content.decode()
    assert "How do I cancel" not in agent.get(f"{article}9017027").content.decode()
    assert agent.get(f"{article}x'&topic=none").status_code == 200


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize("part", ["weeks", "locales", "topics", "audiences", "articles"])
def test_each_table_is_there_as_csv(part: str, agent: cast.Browser, pro: cast.Browser) -> None:
    chatting(pro, text="How do I cancel my subscription?")
    actions.count_due(now=timezone.now())
    response = agent.get(f"{PAGE}?csv={part}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    head, first, *_more = response.content.decode("utf-8-sig").splitlines()
    assert head.count(",") == first.count(",") > 5


def test_who_opens_it_or_takes_a_table_along_is_on_the_audit_trail(agent: cast.Browser) -> None:
    for query in ("", "?days=7", "?csv=weeks", "?csv=nothing"):
        agent.get(PAGE + query)
    told = AuditEntry.objects.order_by("pk").values_list("kind", "staff_name")
    assert list(told) == [("fin_report_opened", "agent"), ("fin_report_exported", "agent")]
    assert AuditEntry.objects.latest("pk").details["part"] == "weeks"


@pytest.mark.usefixtures("articles")
def test_a_title_is_no_formula(agent: cast.Browser) -> None:
    begun(day=timezone.now(), articles=[9018020])
    text = reading.Translation.objects.get(article__number=9018020, locale="en")
    reading.Translation.objects.filter(pk=text.pk).update(title="=1+1")
    actions.count_due(now=timezone.now())
    assert ",'=1+1," in agent.get(f"{PAGE}?csv=articles&locale=en").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("since=2026-11-20&until=2026-11-01", "before the first one"),
        ("since=2010-01-01&until=2026-11-01", "at most 160 weeks"),
        ("since=never", "valid date"),
        ("locale=xx", "xx is not one"),
    ],
)
def test_what_cannot_be_asked_for_is_said_beside_its_field(query: str, words: str, agent: cast.Browser) -> None:
    response = agent.get(f"{PAGE}?{query}")
    assert response.status_code == 422
    assert words in response.content.decode()


@pytest.mark.django_db
def test_an_empty_time_says_so_and_others_may_not_look(agent: cast.Browser, editor: cast.Browser) -> None:
    page = agent.get(f"{PAGE}?since=2020-01-01&until=2020-01-01").content.decode()
    assert "Nobody asked anything in this time" in page
    assert "<figure" not in page
    assert editor.get(PAGE).status_code == 403
    assert cast.Browser().get(PAGE).status_code == 302


@pytest.mark.usefixtures("articles")
def test_more_rows_cost_no_more_queries(agent: cast.Browser) -> None:
    def queries() -> int:
        actions.count_due(now=timezone.now())
        with CaptureQueriesContext(
            connection,
        ) as caught:
            agent.get(PAGE)
        return len(caught)

    begun(day=timezone.now())
    few = queries()
    for number in (9017027, 9015934, 9015941):
        begun(day=timezone.now(), articles=[number], locale="ja", rule="anonymous")
    FinDay.objects.all().delete()
    actions.FinCounted.objects.all().delete()
    assert queries() == few


@pytest.mark.django_db
def test_the_report_on_the_desk_shows_fins_part_of_its_days_topic_and_language() -> None:
    lead = cast.staff_browser(name="mori", groups=("leads",))
    begun(day=timezone.now(), outcome="solved")
    actions.count_day(day=timezone.localdate(), now=timezone.now())
    part = lead.get(f"{PAGE}part/?since={timezone.localdate()}&until={timezone.localdate()}").content.decode()
    assert part.startswith('<section id="fins-part"')
    assert re.findall(r"<dd><strong>(.*?)</strong>", part)
    assert f'href="{PAGE}?since={timezone.localdate()}&amp;until=' in part
    nobody = lead.get(f"{PAGE}part/?since=2020-01-01&until=2020-01-02&locale=ja").content.decode()
    assert "Nobody asked Fin anything in this time." in nobody
    assert "<strong>" not in nobody


@pytest.mark.django_db
def test_fins_part_is_for_who_reads_the_report_on_fin() -> None:
    few = cast.staff_browser(name="few", groups=())
    assert few.get(f"{PAGE}part/").status_code == 403
    lead = cast.staff_browser(name="mori", groups=("leads",))
    assert lead.get(f"{PAGE}part/?since=2026-02-02&until=2026-02-01").status_code == 404
    assert cast.Browser().get(f"{PAGE}part/").status_code == 302
