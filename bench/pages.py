"""What `bench/scale.py` asks of a site: its pages and acts by name. Django is set up before this is imported."""

import time
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.actions.seeding import visitor_token
from accounts.models import Customer, User, Visitor
from accounts.models.factors import StaffPolicy
from config import workload
from helpcenter.actions import publish_translation
from helpcenter.models import Translation
from helpcenter.reading import machine_views
from helpcenter.search.finding import search
from messenger.models import CONSENT_VERSION, Conversation, Topic
from tickets.actions.receiving import read_email
from tickets.mail import threading
from tickets.mail.actions.storing import store_email
from tickets.models import IncomingEmail, OutgoingEmail, Ticket

# What is to be measured, and says how many rows of a table it showed; what has to be made for it first is made when it
# is asked for.
type Act = Callable[[], int]
type Page = Callable[[], Act]

DESK = "/admin/tickets/ticket/"
LISTS = {
    "queue, default view": DESK,
    "view waiting": f"{DESK}?view=waiting",
    "view mine": f"{DESK}?view=mine",
    "view unassigned": f"{DESK}?view=unassigned",
    "view solved": f"{DESK}?view=solved",
    "status closed": f"{DESK}?status__exact=closed",
    "priority urgent": f"{DESK}?priority__exact=40",
    "queue, by topic": f"{DESK}?topic=billing",
    "queue, in Japanese": f"{DESK}?locale=ja",
    "all, by topic": f"{DESK}?view=all&topic=billing",
    "all, by rule": f"{DESK}?view=all&rule=locked_out",
    "all, in Japanese": f"{DESK}?view=all&locale=ja",
    "all": f"{DESK}?view=all",
    "all, page 20": f"{DESK}?view=all&p=20",
    "search: a common word": f"{DESK}?q=payment",
    "search: 請求": f"{DESK}?q=請求",
    "search: three words": f"{DESK}?q=refund+invoice+London",
    "search: nothing": f"{DESK}?q=xyzzy",
    "outgoing mail": "/admin/tickets/outgoingemail/",
    "outgoing mail, search": "/admin/tickets/outgoingemail/?q=marta",
    "incoming mail": "/admin/tickets/incomingemail/",
    "quarantine": "/admin/tickets/incomingemail/?outcome__exact=quarantined",
    "unreadable mail": "/admin/tickets/incomingemail/?outcome__exact=unreadable",
    "incoming mail, search": "/admin/tickets/incomingemail/?q=invoice",
    "customers": "/admin/accounts/customer/",
    "customers, search": "/admin/accounts/customer/?q=rossi",
    "conversations": "/admin/messenger/conversation/",
    "conversations, search": "/admin/messenger/conversation/?q=invoice",
    "texts of articles": "/admin/helpcenter/translation/",
    "texts of articles, search": "/admin/helpcenter/translation/?q=refund",
    "articles": "/admin/helpcenter/article/",
    "articles, search": "/admin/helpcenter/article/?q=refund",
    "reactions": "/admin/helpcenter/reaction/",
    "landmarks": "/admin/helpcenter/landmark/",
}
ORIGIN = {"Host": urlsplit(settings.SITE_URL).netloc, "Origin": settings.SITE_URL}
_number = count(timezone.now().microsecond * 1_000_000)


def pages() -> dict[str, Page]:
    """Everything that is asked for, by name."""
    desk, _user = desk_client()
    lists = {name: get(desk, address) for name, address in LISTS.items()}
    return lists | _tickets(desk) | _messenger() | _mail() | _readers() | _machinery()


def desk_client() -> tuple[Client, User]:
    """Somebody of the staff who may see everything, and their browser."""
    settings.ALLOWED_HOSTS = ["help.localhost"]
    settings.LIMITS = {what: dict.fromkeys(limits, 1_000_000) for what, limits in settings.LIMITS.items()}
    StaffPolicy.objects.update_or_create(pk=1, defaults={"second_step": StaffPolicy.SecondStep.NOBODY})
    user, _made = User.objects.get_or_create(username="bench", is_staff=True, is_superuser=True)
    desk = Client(headers=ORIGIN)
    desk.force_login(user)
    return desk, user


def posted(client: Client, asked: Callable[[], tuple[str, dict[str, Any]]], wanted: int = 302) -> Page:
    """What a form posts; what `asked` needs for its address and fields isn't measured."""

    def prepared() -> Act:
        address, fields = asked()
        return lambda: _check(client.post(address, fields), wanted)

    return prepared


def get(client: Client, address: str) -> Page:
    """A page that is read."""
    return lambda: lambda: _check(client.get(address), 200)


# What each row of a list has once: Django's tables, with and without a link, and our queue.
_OF_A_ROW = (b'<th class="field-', b'<td class="action-checkbox"', b'class="desk-subject"')


def _check(response: HttpResponse, wanted: int) -> int:
    assert response.status_code == wanted, (response.status_code, response.content[:2000])
    return next((count for each in _OF_A_ROW if (count := response.content.count(each))), 0)


def _middle() -> Ticket:
    """An old one of a customer who wrote often."""
    total = Ticket.objects.count()
    return Ticket.objects.filter(pk__gt=total // 2).exclude(customer=None).earliest("pk")


def _living() -> Ticket:
    return Ticket.objects.waiting_for_us().latest("pk")


def _tickets(desk: Client) -> dict[str, Page]:
    middle, waiting = _middle(), _living()

    def reply() -> Act:
        version = Ticket.objects.values_list("version", flat=True).get(pk=waiting.pk)
        form = {"mode": "reply", "then": "pending", "body": "We looked into it: done.", "version": version}
        return lambda: _check(desk.post(f"{DESK}{waiting.reference}/write/", form), 302)

    return {
        "search: reference": get(desk, f"{DESK}?q={middle.reference}"),
        "search: address": get(desk, f"{DESK}?q={middle.requester_email}"),
        "ticket page": get(desk, f"{DESK}{middle.reference}/change/"),
        "ticket page, in the queue": get(desk, f"{DESK}{waiting.reference}/change/"),
        "staff reply": reply,
    }


def _messenger() -> dict[str, Page]:
    person = Client(headers=ORIGIN)
    middle = _middle()
    living = Ticket.objects.waiting_for_us().exclude(customer=None).latest("pk")
    person.cookies["visitor"] = _signed_in(middle.customer_id)
    other = Client(headers=ORIGIN)
    other.cookies["visitor"] = _signed_in(living.customer_id)
    own, chat = (f"/en/messenger/c/{ticket.conversations.get().reference}/" for ticket in (living, middle))
    number = Translation.objects.published().in_language("en").latest("pk").article.number

    def write() -> Act:
        return lambda: _check(other.post(f"{own}ask", {"text": "Is there any news?"}), 302)

    def hand_over() -> Act:
        row = _answered(middle.customer_id)
        return lambda: _check(person.post(f"/en/messenger/c/{row.reference}/hand-over"), 302)

    return {
        "messenger home, signed in": get(person, "/en/messenger/"),
        "my conversations": get(person, "/en/messenger/conversations"),
        "conversation with a ticket": get(person, chat),
        "its poll": get(person, f"{chat}thread"),
        "first message (start)": lambda: lambda: _check(person.post("/en/messenger/start", {"text": "Hello"}), 302),
        "hand-over": hand_over,
        "message to the team": write,
        "article in the messenger": get(person, f"/en/messenger/articles/{number}"),
    }


def _signed_in(customer: int) -> str:
    """Lets the customer have signed in just now; the token of their visit."""
    now = timezone.now()
    Customer.objects.filter(pk=customer).update(claims_at=now)
    visits = Visitor.objects.filter(pk=customer)
    visits.update(signed_in_at=now, expires_at=now + timedelta(hours=10), email=f"{customer}@example.com", name="Bench")
    return visitor_token(customer)


def _answered(customer: int) -> Conversation:
    """A conversation that Fin couldn't help with."""
    now = timezone.now()
    return Conversation.objects.create(
        visitor_id=customer,
        customer_id=customer,
        locale="en",
        stage="chat",
        text="Where is my invoice?",
        topic=Topic.objects.get(slug="billing"),
        consent_version=CONSENT_VERSION,
        consented_at=now,
        unsolved=True,
        tried_self_service=True,
    )


def _mail() -> dict[str, Page]:
    ticket = _living()

    def arrives(outcome: str, **headers: str) -> Act:
        mail = EmailMessage()
        mail["From"], mail["Subject"] = ticket.requester_email, "Re: your answer"
        mail["To"] = headers.pop("to", settings.SUPPORT_ADDRESS)
        mail["Message-ID"] = f"<bench.{next(_number)}@mail.example>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content("Thank you, it works now.")

        def receive() -> int:
            row = store_email(raw=mail.as_bytes())
            read_email(incoming_id=row.pk)
            assert IncomingEmail.objects.values_list("outcome", flat=True).get(pk=row.pk) == outcome
            return 0

        return receive

    def to_reply_address() -> Act:
        keys = {"key": settings.SECRET_KEY, "support_address": settings.SUPPORT_ADDRESS}
        return arrives("joined", to=threading.reply_address(ticket.reference, ticket.requester_email, **keys))

    def in_reply_to() -> Act:
        sent = OutgoingEmail.objects.filter(ticket=ticket).latest("pk")
        return arrives("joined", in_reply_to=sent.mail_id)

    return {
        "mail in, by reply address": to_reply_address,
        "mail in, by In-Reply-To": in_reply_to,
        "mail in, of nobody": lambda: arrives("quarantined"),
    }


def _readers() -> dict[str, Page]:
    reader, made = Client(headers=ORIGIN), RequestFactory(headers=ORIGIN)
    article = Translation.objects.published().in_language("en").select_related("article").latest("pk")
    views = {
        "list of sitemaps, first time": (machine_views.sitemap, ()),
        "sitemap of articles, first time": (machine_views.sitemap_part, ("en", "articles", 1)),
        "llms.txt of a language, first time": (machine_views.llms_in, ("en",)),
    }

    def first(view: Callable[..., HttpResponse], arguments: tuple[object, ...]) -> Page:
        return lambda: lambda: _check(view(made.get("/"), *arguments), 200)

    return {
        "article": get(reader, article.path),
        "home": get(reader, "/en/"),
        "search for articles": get(reader, "/en/search?q=invoice"),
        "search for articles, ja": get(reader, "/ja/search?q=請求"),
        "a publication, until it is found": lambda: _published(article),
    } | {name: first(*view) for name, view in views.items()}


def _published(shown: Translation) -> Act:
    """In the process that publishes; others hear of it within a second."""
    word = f"quokka{next(_number)}"

    def publish() -> int:
        publish_translation(
            article=shown.article,
            locale=shown.locale,
            slug=shown.slug,
            title=shown.title,
            summary=shown.summary,
            keywords=shown.keywords,
            questions=shown.questions,
            body_markdown=f"{shown.body_markdown}\n\n{word}\n",
            updated_at=shown.updated_at,
            now=timezone.now(),
        )
        while shown.article.number not in [hit.number for hit in search(word, shown.locale)]:
            time.sleep(0.01)
        return 0

    return publish


def _machinery() -> dict[str, Page]:
    client = Client(headers=ORIGIN)

    def ready() -> Act:
        workload.reader.forget()
        return lambda: _check(client.get("/readyz"), 200)

    return {"readyz": ready}
