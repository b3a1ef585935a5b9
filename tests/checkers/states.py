"""Every page that readers and customers see, in every state, by its address. Knows no template."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from messenger.models import STALLED_AFTER
from tests import cast
from tests.helpcenter import shelf
from tests.messenger.steps import at, chatting, draft, forwarded, in_details, taken_up
from tickets import actions as ticket_actions
from tickets.models import OutgoingEmail, Ticket

type State = tuple[str, str]

EVERYTHING = """The lead, with [a link](https://example.com/).

:::note
A note in the lead.
:::

## First steps

1. Open `Settings`.
   - In the app
   - On the web

   :::important
   An important thing.
   :::

2. Go on.

## Limits

| Plan | Limit |
|---|---:|
| Free | 1 |

```json
{"a": 1}
```

### In detail

Text.
"""
SEARCHES = ["", "subscription", "xyzzyplugh"]


def states() -> Iterator[State]:
    """Each state's name and its whole page."""
    yield from _library()
    yield from _homes()
    yield from _before_the_chat()
    yield from _chats()
    yield from _with_the_team()
    yield from _refused()
    yield from _emails()


def page(browser: cast.Browser, address: str, data: dict[str, str] | None = None) -> str:
    """The page at the address, or where a press leads in the end."""
    answer = browser.get(address) if data is None else browser.post(address, data, follow=True)
    return answer.content.decode()


def _library() -> Iterator[State]:
    shelf.publish(number=9021027, slug="everything", title="Everything", body_markdown=EVERYTHING)
    reader = cast.Browser()
    for name, path in {
        "home": "",
        "collection": "collections/1-all",
        "article": "articles/9021027-everything",
        "not-found": "nothing-here",
        "sign-in": "sign-in/",
        **{f"search-{query or 'nothing'}": f"search?q={query}" for query in SEARCHES},
        **{f"reaction-{face}": f"articles/9021027/reaction/{face}" for face in ("sad", "neutral", "happy")},
    }.items():
        for locale in ("en", "ja"):
            yield f"{name}-{locale}", page(reader, f"/{locale}/{path}")
    yield "reaction-nothing-chosen", page(reader, "/en/articles/9021027/reaction", {})
    # An English article for a Japanese reader.
    yield "article-in-another-language", page(reader, "/ja/articles/9021027-everything")


def _homes() -> Iterator[State]:
    people = {"nobody": cast.Browser(), "visitor": cast.browser()}
    people |= {person: cast.browser(person=person) for person in cast.PARTS}
    for name, browser in people.items():
        yield f"messenger-{name}", page(browser, "/en/messenger/")
        yield f"reach-{name}", page(browser, "/ja/messenger/reach")
    for name, path in {
        "home": "",
        "list-empty": "conversations",
        "article": "articles/9021027",
        **{f"search-{query or 'nothing'}": f"search?q={query}" for query in SEARCHES},
    }.items():
        yield f"messenger-{name}", page(people["pro"], f"/en/messenger/{path}")
        yield f"panel-{name}", page(people["pro"], f"/ja/messenger/{path}{'&' if '?' in path else '?'}panel=1")
    yield "missing", page(people["pro"], "/en/messenger/c/nothing/")
    yield "missing-visitor", page(people["visitor"], "/en/messenger/c/nothing/")


def _before_the_chat() -> Iterator[State]:
    pro, visitor, legacy = cast.browser(person="pro"), cast.browser(), cast.browser(person="legacy_admin")
    yield "gate", page(legacy, at(draft(legacy)))
    yield "consent", page(pro, at(draft(pro)))
    row = draft(pro)
    yield "topics", page(pro, at(row, "agree"), {})
    row = draft(visitor)
    yield "topics-visitor", page(visitor, at(row, "agree"), {})
    yield "topics-locked-out", page(visitor, at(row) + "?about=cant_log_in")
    for browser, topic in ((pro, "billing"), (visitor, "locked-out-subscription")):
        row = in_details(browser, topic)
        yield f"details-{topic}", page(browser, at(row, locale="ja"))
        yield f"details-{topic}-errors", page(browser, at(row, "details"), {"text": "", "field_account_email": "x"})


def _chats() -> Iterator[State]:
    pro = cast.browser(person="pro")
    yield "pending", page(pro, at(chatting(pro, answered=False)))
    stalled = chatting(pro, answered=False, now=timezone.now() - STALLED_AFTER)
    taken_up()
    yield "stuck", page(pro, at(stalled))
    answered = chatting(pro)
    yield "answered", page(pro, at(answered))
    yield "answered-panel", page(pro, at(answered, locale="ja") + "?panel=1")
    yield "nothing-written", page(pro, at(answered, "ask"), {"text": ""})
    yield "solved", page(pro, at(answered, "solved"), {})
    for person, topic in {
        "": "other",
        "free": "subscription",
        "pro": "subscription",
        "team_member": "subscription",
        "console_member": "api",
        "enterprise_owner": "team",
    }.items():
        browser = cast.browser(person=person)
        row = chatting(browser, topic=topic)
        yield f"onward-{person or 'visitor'}", page(browser, at(row, "not-solved"), {})
        yield f"onward-{person or 'visitor'}-panel-ja", page(browser, at(row, locale="ja") + "?panel=1")
    free = cast.browser(person="free")
    row = chatting(free, topic="delete-account")
    yield "onward-self-service", page(free, at(row, "not-solved"), {})
    yield "list", page(pro, "/ja/messenger/conversations")
    yield "transcript-list", page(pro, "/en/messenger/")


def _with_the_team() -> Iterator[State]:
    pro, agent = cast.browser(person="pro"), cast.staff()
    row = forwarded(pro)
    yield "handed-over", page(pro, at(row))
    ticket = Ticket.objects.latest("pk")
    ticket_actions.reply(ticket=ticket, author=agent, body="We have cancelled it.\n\nBest regards")
    yield "team-answered", page(pro, at(row, locale="ja"))
    yield "home-with-news", page(pro, "/ja/messenger/")
    yield "list-with-news", page(pro, "/en/messenger/conversations")
    ticket_actions.reply(ticket=ticket, author=agent, body="Done.", solve=True)
    yield "team-solved", page(pro, at(row) + "?panel=1")
    yield "written-to-the-team", page(pro, at(row, "ask"), {"text": "Thank you!"})


def _refused() -> Iterator[State]:
    pro = cast.browser(person="pro")
    row = chatting(pro)
    tight = {**settings.LIMITS, "ask": dict.fromkeys(settings.LIMITS["ask"], 0) | {"seconds": 60}}
    with override_settings(LIMITS=tight):
        yield "too-often", page(pro, at(row, "ask"), {"text": "One more"})
    visitor = cast.browser()
    with _long_after(visitor):
        yield "visit-over", page(visitor, at(row))


@contextmanager
def _long_after(browser: cast.Browser) -> Iterator[None]:
    assert browser.visitor is not None
    type(browser.visitor).objects.filter(pk=browser.visitor.pk).update(expires_at=timezone.now() - timedelta(days=1))
    yield


def _emails() -> Iterator[State]:
    for nth, email in enumerate(OutgoingEmail.objects.order_by("pk")):
        yield f"email-{nth}-{email.kind}", email.body_html
