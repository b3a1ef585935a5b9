"""The Enterprise support form: open, closed for each reason, and what stands after it was sent."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Customer
from tests import cast
from tests.checkers.browsing import State, page
from tests.pictures import PDF

_FORM = "/en/requests/enterprise"
_OUT_OF_DATE = timedelta(days=9)


def enterprise_pages() -> Iterator[State]:
    """All of them."""
    owner, form = cast.browser(person="enterprise_owner"), _typed()
    yield "enterprise-form", page(owner, _FORM)
    yield "enterprise-form-ja", page(owner, _FORM.replace("en", "ja", 1))
    files = [SimpleUploadedFile("memo.pdf", PDF), SimpleUploadedFile("page.html", b"<!doctype html><html>")]
    wrong = {"submission": form["submission"], "steps": "My key sk-ant-api03-Abcdefghijklmnop1234 was shown."}
    yield "enterprise-form-some-wrong-and-a-file-waits", page(owner, _FORM, wrong | {"files": files})
    yield "enterprise-form-taken-up-again", page(owner, _FORM)
    yield "enterprise-form-of-somebody-else", page(owner, _FORM, form | {"who": "0"})
    said_at = Customer.objects.get(subject="enterprise_owner").claims_at
    Customer.objects.filter(subject="enterprise_owner").update(claims_at=said_at - _OUT_OF_DATE)
    yield "enterprise-form-rights-too-old", page(owner, _FORM, form)
    Customer.objects.filter(subject="enterprise_owner").update(claims_at=said_at)
    yield "enterprise-received", page(owner, _FORM, form)
    yield "enterprise-received-ja", page(owner, _FORM.replace("en", "ja", 1), _typed())
    for person in ("", "team_member", "pro", "legacy_admin"):
        browser = cast.browser(person=person)
        name = f"enterprise-closed-{person or 'nobody'}"
        yield name, page(browser, _FORM)
        yield f"{name}-typed", page(browser, _FORM, _typed() | {"files": [SimpleUploadedFile("memo.pdf", PDF)]})
        yield f"{name}-ja", page(browser, _FORM.replace("en", "ja", 1))


def _typed() -> dict[str, object]:
    return {
        "submission": uuid4().hex,
        "words": "My key sk-ant-api03-Abcdefghijklmnop1234 was shown.",
        "products": ["web", "billing"],
        "impact": "one",
        "urgency": "calm",
    }
