"""The pages about one person in the admin: what there is, all of it as a file, and its deletion."""

import tempfile
from typing import Any

from django.apps import apps
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from privacy import exporting
from privacy.actions import erasing, keeping
from privacy.forms import EraseForm, PersonForm
from privacy.models import Report
from privacy.people import Person
from tickets.desk.site import page_context, staff_page
from tickets.models import Ticket


def worded(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Counts by model label as people read them; what was counted by an older version keeps its label."""
    known = {model._meta.label: capfirst(str(model._meta.verbose_name_plural)) for model in apps.get_models()}
    return [(known.get(label, label), number) for label, number in counts.items()]


@staff_page("privacy.view_report")
@require_safe
def person(request: HttpRequest) -> HttpResponse:
    """Whom one looks for, and what there is of them."""
    form = PersonForm(request.GET or None)
    found = form.person() if form.is_valid() else None
    return render(request, "privacy/person.html", _context(request, form, found), status=200)


@staff_page("privacy.export_person")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Everything as one ZIP."""
    found = _found(PersonForm(request.POST))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    exporting.write(found, file, staff=_me(request))
    file.seek(0)
    report = erasing.exported(person=found, staff=_me(request), now=timezone.now())
    response = FileResponse(file, as_attachment=True, filename=f"person-{report.pk}.zip")
    response.headers["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]


@staff_page("privacy.erase_person")
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Begin to delete the person, once an address was typed again."""
    form = EraseForm(request.POST)
    valid = form.is_valid()
    found = _found(form)
    if not valid:
        return render(request, "privacy/person.html", _context(request, form, found), status=422)
    report = erasing.begin(person=found, staff=_me(request), now=timezone.now())
    return redirect("admin:privacy_report_change", report.pk)


def _found(form: PersonForm) -> Person:
    form.is_valid()
    found = form.person()
    if found is None:
        raise Http404
    return found


def _me(request: HttpRequest) -> User:
    if not request.user.is_authenticated:
        raise Http404
    return request.user


def _context(request: HttpRequest, form: PersonForm, found: Person | None) -> dict[str, Any]:
    context = page_context(request, title="", form=form, person=found, opts=Report._meta)
    if found is None:
        return context
    counts = found.counts()
    return context | {
        "counts": worded(counts),
        "is_empty": not counts,
        "accounts": found.accounts,
        "open_tickets": found.tickets.open().exclude(pk__in=found.held).exclude(root__in=found.held).count(),
        "held": Ticket.objects.filter(pk__in=found.held).visible_to(request.user),
        "others": found.others_tickets.count(),
        "kept_consents": keeping.kept_for(found.addresses),
        "asked": {name: form.data.get(name, "") for name in ("customer", "address")},
    }
