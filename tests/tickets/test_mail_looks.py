"""What people see of a mail: in the dark, on a narrow screen, and in their own language."""

import re

import pytest
from django.utils import timezone

from tests import cast
from tests.tickets.conftest import open_ticket
from tickets import actions
from tickets.closing import emails as closing_emails
from tickets.mail import emails
from tickets.models import Notification, OutgoingEmail
from tickets.notifying import actions as notifying
from tickets.notifying import emails as notices
from tickets.notifying.kinds import Kind
from tickets.ratings import actions as ratings

pytestmark = pytest.mark.django_db


def dark_classes(html):
    return set(re.findall(r"\.(\w+)", html.partition("prefers-color-scheme: dark")[2].partition("</style>")[0]))


def mails(ticket, aki):
    """One of each kind, as HTML."""
    reply = actions.reply(ticket=ticket, author=aki, body="See https://example.com/a").emails.get()
    return [ticket.emails.earliest("pk").body_html, reply.body_html]


def test_every_colour_has_one_for_the_dark(ticket, aki):
    for html in mails(ticket, aki):
        dark = html.partition("prefers-color-scheme: dark")[2].partition("</style>")[0]
        coloured = re.findall(r"<(\w+)(?: class=\"([^\"]*)\")?[^>]* style=\"[^\"]*(?:color|background):#", html)
        assert len(coloured) > 3
        for tag, classes in coloured:
            names = [".letter a"] if tag == "a" else [f".{name}" for name in classes.split()]
            assert any(f"{name} {{" in dark for name in names), (tag, classes)


def test_a_link_that_staff_wrote_has_a_colour_of_ours(ticket, aki):
    reply = mails(ticket, aki)[1]
    style = reply.partition("<style>")[2].partition("@media")[0]
    assert ".letter a { color: #8a3419; }" in style
    assert 'class="letter"' in reply.partition("https://example.com/a")[0]


def test_the_reference_never_breaks_at_its_hyphens(ticket, aki):
    for html in mails(ticket, aki):
        shown = html.partition("<body")[2]
        assert f'<span dir="ltr" style="white-space:nowrap">{ticket.reference}</span>' in shown
        assert shown.count(ticket.reference) == 1


def test_what_was_hidden_is_named_in_the_mails_language():
    key = "sk-ant-api03-Abcdefghijklmnop1234"
    receipt = open_ticket(locale="ja", subject=f"解約 {key}", body=f"キーは {key} です。").emails.get()
    for text in (receipt.subject, receipt.body, receipt.body_html):
        assert "[API キー sk-ant-" in text
        assert "[API key" not in text


def test_words_and_names_of_files_keep_their_own_direction(ticket, aki):
    receipt, reply = mails(ticket, aki)
    assert re.search(r'<div class="words said" dir="auto"[^>]*><p dir="auto">I can', receipt)
    assert '<div class="words" dir="auto"><p>See' in reply


def of_every_kind(aki, settings, **changes):
    """All that one person may get about a case."""
    settings.QUOTED_HISTORY = "last"
    ticket = open_ticket(**changes)
    reply = actions.reply(ticket=ticket, author=aki, body="See https://example.com/a", solve=True)
    ticket.refresh_from_db()
    rating = ratings.ask(ticket_id=ticket.pk, solved_at=ticket.solved_at, now=timezone.now())
    notice = emails.notice(ticket, reply, "owner@example.com")
    told = closing_emails.notice(ticket, reply, 3)
    assert rating is not None
    return [*OutgoingEmail.objects.filter(ticket=ticket), notice, told]


def test_no_mail_asks_anything_of_anybody_when_it_is_opened(aki, settings):
    for email in of_every_kind(aki, settings):
        assert not re.search(r'(?:src|background)="?(?:https?:)?//|url\(|<link|@import|<script', email.body_html), (
            email.kind
        )


def test_every_mail_is_600_wide_at_most_also_where_word_draws_it(aki, settings):
    for email in of_every_kind(aki, settings):
        assert "max-width:600px" in email.body_html
        assert 'width="600"' in email.body_html.partition("<!--[if mso]><table")[2].partition("<![endif]-->")[0]
        assert email.body_html.count("<table") == email.body_html.count("</table>")
        assert not re.search(r"(?:padding|border|margin)-inline", email.body_html.partition("<body")[2])
        assert {"page", "letter", "inner", "quiet", "line"} <= dark_classes(email.body_html)


def test_a_language_that_mail_doesnt_speak_is_promised_by_nothing(aki, settings):
    for email in of_every_kind(aki, settings, locale="he"):
        assert '<html lang="en" dir="ltr">' in email.body_html
        assert "/he/" not in email.body + email.body_html
        assert "text-align:left" in email.body_html


def test_japanese_has_its_own_colons_and_brackets(aki, settings):
    kinds = of_every_kind(aki, settings, locale="ja", subject="解約について", body="解約したいです。")
    for email in kinds:
        shown = re.sub(r"<style>.*?</style>|<[^>]+>|https?:\S+", " ", email.body_html + email.body, flags=re.DOTALL)
        assert not re.search(r"[ぁ-んァ-ヶ一-龠]\s*[:(?!]|[:(]\s*[ぁ-んァ-ヶ一-龠]", shown), shown


@pytest.mark.parametrize(("setting", "there"), [("none", False), ("last", True)])
def test_what_was_answered_stands_below_only_where_the_site_wants_it(ticket, aki, settings, setting, there):
    settings.QUOTED_HISTORY = setting
    actions.add_participant(ticket=ticket, name="Olga", email="olga@example.com")
    sent = {each.to_email: each for each in actions.reply(ticket=ticket, author=aki, body="Look.").emails.all()}
    hers, olgas = sent["hanako@example.com"], sent["olga@example.com"]
    assert ("find the button" in hers.body_html, "> I can't find the button." in hers.body) == (there, there)
    assert "find the button" not in olgas.body + olgas.body_html


def test_staff_get_their_notifications_as_a_letter_too(ticket, aki):
    bo = cast.staff(name="bo")
    notifying.tell(kind=Kind.MENTIONED, person=bo, ticket=ticket, by=aki, now=timezone.now())
    letter = notices.about(bo, list(Notification.objects.filter(person=bo)), more=2)
    [(html, kind)] = letter.alternatives
    assert (kind, ticket.reference in html, "max-width:600px" in html) == ("text/html", True, True)
