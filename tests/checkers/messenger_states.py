"""The messenger's screens: home and its lists, the steps before the chat, the chat, and what the team does in it."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from helpcenter.actions import set_landmark
from helpcenter.models import Article
from messenger.embedding.codes import code_for
from messenger.models import STALLED_AFTER
from tests import cast
from tests.checkers.browsing import SEARCHES, State, changed, in_frame, page, with_fragment
from tests.messenger.steps import at, chatting, draft, forwarded, in_details, taken_up
from tests.pictures import PDF, picture
from tickets import actions as ticket_actions
from tickets.models import Ticket
from tickets.workflow import Event

# Those whose home or reach says something that nobody else's says.
HOMES = ["free", "pro", "team_member", "enterprise_owner", "console_member", "legacy_admin"]
REACHES = ["free", "team_member", "console_member"]
KEY = "My key is sk-ant-api03-Abcdefghijklmnop1234"


def messenger() -> Iterator[State]:
    """All of them."""
    yield from _homes()
    yield from _before_the_chat()
    yield from _gates()
    yield from _chats()
    yield from _onward()
    yield from _files_and_secrets()
    yield from _with_the_team()
    yield from _refused()


def _homes() -> Iterator[State]:
    nobody, visitor = cast.Browser(), cast.browser()
    people = {person: cast.browser(person=person) for person in HOMES}
    for name, browser in {"nobody": nobody, "visitor": visitor, **people}.items():
        yield f"home-{name}", page(browser, "/en/messenger/")
    for name, browser in {"nobody": nobody, **{name: people[name] for name in REACHES}}.items():
        yield f"reach-{name}", page(browser, "/ja/messenger/reach")
    pro = people["pro"]
    for name, path in {
        "list-empty": "conversations",
        "article": "articles/9021027",
        **{f"search-{query or 'nothing'}": f"search?q={query}" for query in SEARCHES},
    }.items():
        yield f"messenger-{name}", page(pro, f"/en/messenger/{path}")
        yield f"panel-{name}", page(pro, f"/ja/messenger/{path}{'&' if '?' in path else '?'}panel=1")
    home = page(pro, "/en/messenger/?panel=1")
    yield "panel-home", home
    closed = '<div id="suggestions" class="suggestions" hidden></div>'
    yield "suggestions", with_fragment(home, "/en/messenger/suggest?q=subscription", pro, into=closed)
    offline = changed(home, r'(id="messenger-notice"[^>]*) hidden>', r"\1>You are offline. What you typed stays here.")
    yield "offline", changed(offline, r'(id="messenger-again") hidden', r"\1")
    yield "cant-log-in", page(nobody, "/ja/messenger/cant-log-in")
    yield "missing", page(pro, "/en/messenger/c/nothing/")
    yield "missing-visitor", page(visitor, "/en/messenger/c/nothing/")


def _before_the_chat() -> Iterator[State]:
    pro, visitor = cast.browser(person="pro"), cast.browser()
    yield "consent", page(pro, at(draft(pro)))
    row = draft(pro)
    yield "topics", page(pro, at(row, "agree"), {})
    yield "topics-nothing-chosen", page(pro, at(row, "topic"), {})
    row = draft(visitor)
    yield "topics-visitor", page(visitor, at(row, "agree"), {})
    yield "topics-locked-out", page(visitor, at(row) + "?about=cant_log_in")
    for browser, topic in ((pro, "billing"), (visitor, "locked-out-subscription")):
        row = in_details(browser, topic)
        yield f"details-{topic}", page(browser, at(row, locale="ja"))
        yield f"details-{topic}-errors", page(browser, at(row, "details"), {"text": "", "field_account_email": "x"})
    row = draft(visitor)
    sent = {"topic": "locked-out-subscription", "text": "Let me in", "field_account_email": "me@example.com"}
    yield "handed-back", page(visitor, at(row, "details"), sent)
    row = chatting(visitor, topic="locked-out-export")
    yield "where-to-answer", page(visitor, at(row, "not-solved"), {})
    yield "where-to-answer-wrong", page(visitor, at(row, "ask-code"), {"contact_email": "none"})
    yield "code-sent", page(visitor, at(row, "ask-code"), {"contact_email": "me@example.com"})
    yield "code-wrong-ja", page(visitor, at(row, "type-code", "ja"), {"code": "1"})


def _gates() -> Iterator[State]:
    legacy = cast.browser(person="legacy_admin")
    yield "gate", page(legacy, at(draft(legacy)))
    frame = page(cast.Browser(), "/en/messenger/embed?domain=console.localhost")
    yield "frame-opening", frame
    yield "frame-failed", changed(changed(frame, r" data-opening", " hidden"), r" data-failed hidden", "")
    waiting, token = cast.visitor(person="legacy_admin")
    row = draft(legacy)
    row.visitor = waiting
    row.save()
    headers = {"X-Visitor": token, "HX-Request": "true"}
    yield "frame-gate", in_frame(frame, page(cast.Browser(), at(row), **headers))
    way = at(row, "hand-back") + "?code="
    back = cast.browser(person="console_admin")
    back.visitor.customer, back.visitor.domain = waiting.customer, waiting.domain.successor
    back.visitor.save()
    code = code_for(waiting)
    yield "hand-back-asks", page(back, way + code)
    yield "hand-back-somebody-else", page(cast.browser(person="free"), way + code)
    yield "hand-back-nobody", page(cast.browser(), way.replace("/en/", "/ja/") + code)
    yield "hand-back-over", page(back, way + "x")
    yield "hand-back-done", page(back, way + code, {})


def _chats() -> Iterator[State]:
    pro = cast.browser(person="pro")
    yield "pending", page(pro, at(chatting(pro, answered=False)))
    stalled = chatting(pro, answered=False, now=timezone.now() - STALLED_AFTER)
    taken_up()
    yield "stuck", page(pro, at(stalled))
    answered = chatting(pro)
    html = page(pro, at(answered))
    yield "answered", html
    yield "menu-open", html.replace("<details", "<details open")
    yield "answered-panel", page(pro, at(answered, locale="ja") + "?panel=1")
    yield "nothing-written", page(pro, at(answered, "ask"), {"text": ""})
    yield "solved", page(pro, at(answered, "solved"), {})
    yield "list", page(pro, "/ja/messenger/conversations")
    yield "home-going-on", page(pro, "/en/messenger/")
    yield "deleted", page(pro, at(answered, "delete"), {})


def _onward() -> Iterator[State]:
    people = {
        "visitor": ("", "other"),
        "free": ("free", "subscription"),
        "pro": ("pro", "subscription"),
        "team_member": ("team_member", "subscription"),
        "console_member": ("console_member", "api"),
        "enterprise_owner": ("enterprise_owner", "team"),
        "self-service": ("free", "delete-account"),
    }
    free = cast.browser(person="free")
    yield "steps-first", page(free, at(in_details(free, "delete-account")))
    yield "steps-first-ja", page(free, at(in_details(free, "delete-account"), locale="ja") + "?panel=1")
    for nth, (name, (person, topic)) in enumerate(people.items()):
        browser = cast.browser(person=person)
        row = chatting(browser, topic=topic)
        html = page(browser, at(row, "not-solved"), {})
        yield f"onward-{name}", html if nth % 2 else page(browser, at(row, locale="ja") + "?panel=1")


def _files_and_secrets() -> Iterator[State]:
    set_landmark(key="rotate_key", article=Article.objects.get(number=9018020))
    pro = cast.browser(person="pro")
    row = chatting(pro)
    good, bad = ("invoice.pdf", PDF), ("page.html", b"<html>")
    yield "files-wait-and-one-refused", page(pro, at(row, "ask"), {"files": _uploads(good, bad), "text": KEY})
    yield "files-wait-ja", page(pro, at(row, locale="ja") + "?panel=1")
    more = {"files": _uploads(("screen.png", picture("PNG"))), "text": KEY}
    yield "files-sent-and-key-hidden", page(pro, at(row, "ask"), more)
    pro.post(at(row, "hand-over"))
    yield "files-with-the-team", page(pro, at(row))
    yield "saved-to-print", page(pro, at(row, "transcript.html"))
    yield "saved-to-print-ja", page(pro, at(chatting(pro, text="<b>\N{ZERO WIDTH JOINER}"), "transcript.html", "ja"))


def _uploads(*files: tuple[str, bytes]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, content) for name, content in files]


def _with_the_team() -> Iterator[State]:
    pro, agent = cast.browser(person="pro"), cast.staff()
    row = forwarded(pro)
    yield "handed-over", page(pro, at(row))
    ticket = Ticket.objects.latest("pk")
    ticket_actions.reply(ticket=ticket, author=agent, body="We have cancelled it.\n\nBest regards")
    yield "home-with-news", page(pro, "/ja/messenger/")
    yield "list-with-news", page(pro, "/en/messenger/conversations")
    yield "team-answered", page(pro, at(row, locale="ja"))
    ticket_actions.reply(ticket=ticket, author=agent, body="Done.", solve=True)
    yield "team-solved", page(pro, at(row) + "?panel=1")
    yield "written-to-the-team", page(pro, at(row, "ask"), {"text": "Thank you!"})
    ticket.refresh_from_db()
    ticket_actions.reply(ticket=ticket, author=agent, body="Done again.", solve=True)
    ticket_actions.change_status(ticket=ticket, author=agent, event=Event.CLOSE)
    yield "team-closed", page(pro, at(row, locale="ja"))


def _refused() -> Iterator[State]:
    pro = cast.browser(person="pro")
    row = chatting(pro)
    tight = {**settings.LIMITS, "ask": dict.fromkeys(settings.LIMITS["ask"], 0) | {"seconds": 60}}
    with override_settings(LIMITS=tight):
        yield "too-often", page(pro, at(row, "ask"), {"text": "One more"})
    visitor = cast.browser()
    visitor.visitor.expires_at = timezone.now() - timedelta(days=1)
    visitor.visitor.save()
    yield "visit-over", page(visitor, at(row))
