"""What people see of a mail: in the dark, on a narrow screen, and in their own language."""

import re

import pytest

from tests.tickets.conftest import open_ticket
from tickets import actions

pytestmark = pytest.mark.django_db


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
        assert f'<span style="white-space:nowrap">{ticket.reference}</span>' in shown
        assert shown.count(ticket.reference) == 1


def test_what_was_hidden_is_named_in_the_mails_language():
    key = "sk-ant-api03-Abcdefghijklmnop1234"
    receipt = open_ticket(locale="ja", subject=f"解約 {key}", body=f"キーは {key} です。").emails.get()
    for text in (receipt.subject, receipt.body, receipt.body_html):
        assert "[API キー sk-ant-" in text
        assert "[API key" not in text


def test_words_and_names_of_files_keep_their_own_direction(ticket, aki):
    receipt, reply = mails(ticket, aki)
    assert re.search(r'<div class="words said" dir="auto"[^>]*><p>I can', receipt)
    assert '<div class="words" dir="auto"><p>See' in reply
