"""The admin, which keeps a record of who came in, who was refused and what was changed. Decides nothing.

The record is the logger `audit`: values for programs (event, outcome, staff, network …), nothing that anybody typed.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from accounts.audit.words import fields_of
from accounts.models import User
from accounts.sso import leaving
from accounts.sso.offers import company_logins, is_only_way
from accounts.staff import session_actions
from accounts.staff.entering import PasswordStep
from accounts.staff.record import note

# The queue's own lists name programs, in English alone, and style themselves past our policy; docs/operations.md has a
# question to ask instead.
_QUEUE = "procrastinate."


class Recorded(ModelAdmin[Any]):
    """What every registered admin does besides: each change that the history keeps goes to the record as well."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._record("added", request, [obj], message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._record("changed", request, [obj], message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        self._record("deleted", request, queryset)
        return super().log_deletions(request, queryset)

    def _record(self, verb: str, request: HttpRequest, rows: Any, message: Any = "") -> None:
        for row in rows:
            known = {"staff": request.user.pk, "model": row._meta.label_lower, "row": row.pk}
            note(f"admin_{verb}", request, about=row, details={"changes": fields_of(message)}, **known)


class StaffSite(AdminSite):
    """Django's own, with the record."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        base = admin_class or ModelAdmin
        if base.__module__.startswith(_QUEUE):
            return
        recorded = type(base.__name__, (Recorded, base), {"__module__": base.__module__})
        super().register(model_or_iterable, recorded, **options)

    def get_urls(self) -> list[Any]:
        return [path("", include("accounts.staff.urls")), *super().get_urls()]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Django's own; apps that are called alike are one group.

        Made where somebody looks at it: each page of the admin has it in its context, and few show it.
        """
        return cast(list[Any], SimpleLazyObject(lambda: self._apps(request, app_label)))

    def _apps(self, request: HttpRequest, app_label: str | None) -> list[Any]:
        groups: dict[str, Any] = {}
        for each in super().get_app_list(request, app_label):
            first = groups.setdefault(str(each["name"]), each)
            if first is not each:
                together = [*first["models"], *each["models"]]
                first["models"] = sorted(together, key=lambda model: str(model["name"]).lower())
        return list(groups.values())

    def admin_view[V: Callable[..., Any]](self, view: V, cacheable: bool = False) -> V:
        """Django's own; a part of a page isn't answered with the page to log in, but 401 and nothing to put in."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if getattr(request, "htmx", False) and not self.has_permission(request):
                return HttpResponse(status=401, headers={"HX-Reswap": "none", "Cache-Control": "no-store"})
            return inner(request, *args, **kwargs)

        return cast(V, door)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        wanted = _Login().get_redirect_url(request)
        onward = wanted or _landing(request.user)
        if request.method == "GET" and self.has_permission(request):
            return redirect(onward)
        context = {
            **self.each_context(request),
            "title": gettext("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            "next": wanted,
            "company_logins": company_logins(),
            "is_company_only": is_only_way(),
        }
        request.current_app = self.name
        step: Callable[[HttpRequest], Any] = _Login.as_view(
            extra_context=context | (extra_context or {}),
            authentication_form=self.login_form,
            template_name="admin/login.html",
        )
        response: HttpResponse = step(request)
        if request.method == "POST":
            self._record_login(request, response)
        return response

    def _record_login(self, request: HttpRequest, response: HttpResponse) -> None:
        if response.status_code != 302:
            note("staff_login", request, outcome="refused", staff=_named(request), reason=_reason(response))
        elif request.user.is_authenticated:
            note("staff_login", request, staff=request.user.pk)
        else:
            note("staff_password", request, staff=_named(request))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        before = request.session.session_key
        response = super().password_change(request, extra_context)
        if isinstance(request.user, User) and request.session.session_key != before:
            note("staff_password_changed", request, staff=request.user.pk)
            session_actions.end_others(user=request.user, keep=request.session.session_key)
        return response

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        staff, login = request.user.pk, leaving.came_by(request)
        response = super().logout(request, extra_context)
        if request.method == "POST":
            note("staff_logout", request, staff=staff)
            response = (leaving.onward(request, login) if login else None) or response
            # Drafts of replies lie in the browser's storage, pages in its cache.
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _landing(person: User | AnonymousUser) -> str:
    """Who comes for nothing in particular comes to the queue, if they may see it."""
    return reverse("admin:tickets_ticket_changelist" if person.has_perm("tickets.view_ticket") else "admin:index")


class _Login(PasswordStep):
    """Leads to where somebody wanted to go, else to their work; also after a second step."""

    def form_valid(self, form: Any) -> HttpResponse:
        self.next_page = _landing(form.get_user())
        return super().form_valid(form)

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        wanted: str = super().get_redirect_url(request)
        return "" if wanted == reverse("admin:index") else wanted


def _named(request: HttpRequest) -> int | None:
    """Whose account was tried; what was typed there may be a password, so it is kept nowhere."""
    users = get_user_model()._default_manager.filter(username=request.POST.get("username", "").replace("\0", ""))
    found: int | None = users.values_list("pk", flat=True).first()
    return found


def _reason(response: HttpResponse) -> str:
    form = (getattr(response, "context_data", None) or {}).get("form")
    codes = [error.code for error in form.non_field_errors().as_data()] if form else []
    return str(next(iter(codes), "incomplete"))
