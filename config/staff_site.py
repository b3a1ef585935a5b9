"""The admin, which keeps a record of who came in, who was refused and what was changed. Decides nothing.

The record is the logger `audit`: values for programs (event, outcome, staff, network …), nothing that anybody typed.
"""

import logging
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from web.network import networks_of

_log = logging.getLogger("audit")


def _note(event: str, request: HttpRequest, *, outcome: str = "ok", **fields: object) -> None:
    level = logging.INFO if outcome == "ok" else logging.WARNING
    network = next(iter(networks_of(request)), "").removesuffix("/32")
    known = {"event": event, "outcome": outcome, "network": network}
    _log.log(level, "%s: %s", event, outcome, extra=known | fields)


class Recorded(ModelAdmin[Any]):
    """What every registered admin does besides: each change that the history keeps goes to the record as well."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._record("added", request, [obj])
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._record("changed", request, [obj])
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        self._record("deleted", request, queryset)
        return super().log_deletions(request, queryset)

    def _record(self, verb: str, request: HttpRequest, rows: Any) -> None:
        for row in rows:
            _note(f"admin_{verb}", request, staff=request.user.pk, model=row._meta.label_lower, row=row.pk)


class StaffSite(AdminSite):
    """Django's own, with the record."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        base = admin_class or ModelAdmin
        recorded = type(base.__name__, (Recorded, base), {"__module__": base.__module__})
        super().register(model_or_iterable, recorded, **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().login(request, extra_context)
        if request.method == "POST":
            if response.status_code == 302:
                _note("staff_login", request, staff=request.user.pk)
                _land(request, response)
            else:
                _note("staff_login", request, outcome="refused", staff=_named(request), reason=_reason(response))
        return response

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        staff = request.user.pk
        response = super().logout(request, extra_context)
        if request.method == "POST":
            _note("staff_logout", request, staff=staff)
            # Drafts of replies lie in the browser's storage, pages in its cache.
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _land(request: HttpRequest, response: HttpResponse) -> None:
    """Who came for nothing in particular comes to the queue, if they may see it."""
    if response.headers["Location"] == reverse("admin:index") and request.user.has_perm("tickets.view_ticket"):
        response.headers["Location"] = reverse("admin:tickets_ticket_changelist")


def _named(request: HttpRequest) -> int | None:
    """Whose account was tried; what was typed there may be a password, so it is kept nowhere."""
    users = get_user_model()._default_manager.filter(username=request.POST.get("username", "").replace("\0", ""))
    found: int | None = users.values_list("pk", flat=True).first()
    return found


def _reason(response: HttpResponse) -> str:
    form = (getattr(response, "context_data", None) or {}).get("form")
    codes = [error.code for error in form.non_field_errors().as_data()] if form else []
    return str(next(iter(codes), "incomplete"))
