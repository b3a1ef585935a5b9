"""The Enterprise form as people send it, and what a login does to their visit."""

import re
from uuid import uuid4

from django.utils import timezone

from accounts.models import Visitor
from tests import cast

FORM = "/en/requests/enterprise"
WORDS = "Nobody gets past the login page since this morning."
SECRET = "sk-ant-api03-Abcdefghijklmnop1234"


def typed(**changes):
    """A request as the form sends it."""
    form = {
        "submission": uuid4().hex,
        "words": WORDS,
        "products": ["web", "organization"],
        "impact": "everyone",
        "urgency": "stopped",
        "affected": "mei@example.com",
        "began": "2026-11-26 09:30 JST",
        "steps": "Open the page.\nPress Log in.",
        "ids": "req_011CSHoEeqs5C35K2UUqR7Fy",
    }
    return form | changes


def page(answer):
    return answer.content.decode()


def kept_words(answer):
    found = re.search(r'id="kept-words"[^>]*>(.*?)</textarea>', page(answer), re.DOTALL)
    return found[1].strip() if found else ""


def sign_in(browser, person):
    """What a sign-in does to the visit: the same row is somebody's from now on."""
    part, visitor = cast.PARTS[person], browser.visitor or Visitor.objects.get()
    customer = cast.customer(person=person)
    Visitor.objects.filter(pk=visitor.pk).update(
        customer=customer,
        domain=cast.domain(host=part.host),
        email=customer.email,
        name=customer.name,
        plan=part.plan,
        role=part.role,
        signed_in_at=timezone.now(),
    )
