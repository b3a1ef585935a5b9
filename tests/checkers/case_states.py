"""The case page behind the link of a mail, from the first look until its link opens nothing."""

from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import cast
from tests.checkers.browsing import State, page
from tests.pictures import PDF, picture
from tests.tickets.case_pages import earlier, path_of
from tests.tickets.conftest import mail, open_ticket, receive
from tickets import actions
from tickets.workflow import Event

WAITS = 5  # days, after which somebody may say that they are still waiting


def case_pages() -> Iterator[State]:
    """All of them."""
    reader, agent = cast.Browser(), cast.staff()
    ticket = open_ticket()
    path = path_of(ticket)
    html = page(reader, path)
    yield "case-received", html
    yield "case-about-to-stop", html.replace("<details", "<details open")
    yield "case-nothing-written", page(reader, f"{path}/write", {"text": ""})
    page_file = SimpleUploadedFile("page.html", b"<!doctype html><html>")
    refused = {"text": "Look", "files": [SimpleUploadedFile("invoice.pdf", PDF), page_file]}
    yield "case-files-wait-and-one-refused", page(reader, f"{path}/write", refused)
    picked = SimpleUploadedFile("screen.png", picture("PNG"))
    yield "case-sent", page(reader, f"{path}/write", {"text": "sk-ant-api03-Abcdefghijklmnop1234", "files": [picked]})
    receive(mail(to=ticket.emails.latest("pk").reply_to, Cc="ken@example.com, a.long.address.of.somebody@example.org"))
    yield "case-in-copy", page(reader, path)
    yield "case-let-in-ja", page(reader, path.replace("/en/", "/ja/") + "/admit", {"email": "ken@example.com"})
    earlier(ticket, days=WAITS)
    yield "case-may-nudge", page(reader, path.replace("/en/", "/ja/"))
    yield "case-nudged", page(reader, f"{path}/nudge", {})
    actions.reply(ticket=ticket, author=agent, body="Try the App Store.")
    yield "case-answered", page(reader, path)
    yield "case-elsewhere", page(reader, f"{path.replace('/en/', '/ja/')}?messenger=elsewhere")
    actions.reply(ticket=ticket, author=agent, body="Done.", solve=True)
    yield "case-solved", page(reader, path)
    actions.change_status(ticket=ticket, author=agent, event=Event.CLOSE)
    yield "case-closed", page(reader, path)
    reader.post(f"{path}/write", {"text": "Again"})
    yield "case-goes-on", page(reader, path)
    yield "case-emails-in-japanese", page(reader, f"{path}/language", {"locale": "ja"})
    unknown = path_of(
        open_ticket(identity={}, topic_kind="cant_log_in", requester_email="stranger@example.com"),
        to="stranger@example.com",
    )
    yield "case-words-hidden", page(reader, unknown)
    yield "case-link-stopped", page(reader, f"{unknown}/stop", {})
    yield "case-link-gone-ja", page(reader, unknown.replace("/en/", "/ja/"))
