"""The forms for reports under the law, what stands after they were sent, and the way back to a case."""

from collections.abc import Iterator
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from tests import cast
from tests.checkers.browsing import State, page
from tests.pictures import PDF
from tickets.models import Report


def report_pages() -> Iterator[State]:
    """All of them."""
    call_command("load_report_kinds")
    reader = cast.Browser()
    for law in ("eu-dsa", "uk-osa", "au-dis"):
        yield f"report-{law}", page(reader, f"/en/reports/{law}")
        yield f"report-{law}-ja", page(reader, f"/ja/reports/{law}")
    wrong = {"submission": uuid4().hex, "kind": "illegal-content", "email": "ana@", "is_authority": "on"}
    yield "report-all-wrong", page(reader, "/en/reports/eu-dsa", {"website": ""})
    files = [SimpleUploadedFile("memo.pdf", PDF), SimpleUploadedFile("page.html", b"<!doctype html><html>")]
    yield "report-some-wrong-and-a-file-waits", page(reader, "/en/reports/eu-dsa", wrong | {"files": files})
    form = {"kind": "other", "words": "My key sk-ant-api03-Abcdefghijklmnop1234 was shown."}
    yield "report-received-with-a-keyword", page(reader, "/en/reports/au-dis", form)
    yield "report-received-ja", page(reader, "/ja/reports/au-dis", form | {"email": "ana@example.com"})
    yield "report-follow-up", page(reader, "/en/reports/follow-up")
    reference = Report.objects.earliest("ticket").ticket.reference
    yield "report-wrong-keyword", page(reader, "/en/reports/follow-up", {"reference": reference, "keyword": "2222"})
