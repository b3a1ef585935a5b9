"""Endpoints in the admin: everybody sets up their own, after their password once more, and sees its secret once."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.staff import arriving
from accounts.staff.record import note
from webhooks.actions import endpoints, replaying
from webhooks.forms import AgainForm, EndpointForm
from webhooks.kind_words import KINDS
from webhooks.kinds import Kind
from webhooks.models import Endpoint

# Who has it sees everybody's endpoints; who has that switches them off and on and has things sent again.
_SEE_ALL, _CHANGE_ALL = "webhooks.view_endpoint", "webhooks.change_endpoint"
# Whose reports under the law may leave as well.
_HANDLE_REPORTS = "tickets.handle_reports"
_SHOWN = ("hears", "with_reports", "owner", "created_at", "stands")


@admin.register(Endpoint)
class EndpointAdmin(admin.ModelAdmin[Endpoint]):
    """An endpoint hears what its owner may see; so nobody else says where that goes."""

    form = EndpointForm
    list_display = ("name", "host", "owner", "stands", "log")
    list_select_related = ("owner",)
    list_per_page = 50
    sortable_by = ()
    actions = None
    change_form_template = "admin/webhooks/endpoint/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        acts: dict[str, Callable[..., HttpResponse]] = {
            "secret": self.renew_secret, "test": self.test, "on": self.switch_on, "off": self.switch_off,
            "again": self.send_again,
        }  # fmt: skip
        wrap = self.admin_site.admin_view
        own = [path(f"<int:pk>/{name}/", wrap(act), name=f"webhooks_endpoint_{name}") for name, act in acts.items()]
        return [*own, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Endpoint]:
        rows = super().get_queryset(request)
        return rows if request.user.has_perm(_SEE_ALL) else rows.filter(owner=request.user.pk)

    def get_fields(self, request: HttpRequest, obj: Endpoint | None = None) -> Any:
        if shown := self.get_readonly_fields(request, obj):
            return shown
        reports = ["with_reports"] if request.user.has_perm(_HANDLE_REPORTS) else []
        return ["name", "url", "kinds", *reports]

    def get_readonly_fields(self, request: HttpRequest, obj: Endpoint | None = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return ()
        return ("name", "url" if self._is_own(request, obj) else "host", *_SHOWN)

    def has_view_permission(self, request: HttpRequest, obj: Endpoint | None = None) -> bool:
        is_own = obj is None or obj.owner_id == request.user.pk
        return super().has_view_permission(request, obj) or (self.has_add_permission(request) and is_own)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Endpoint | None = None) -> bool:
        """Where what its owner may see goes is theirs to say, and only just after they said who they are."""
        if obj is None:
            return False
        return self._is_own(request, obj) and arriving.is_confirmed(request, now=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: Endpoint | None = None) -> bool:
        """One that is off stays, for whoever asks what it was told."""
        return False

    @method_decorator(never_cache)
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Behind the password once more: an endpoint outlives the session of who makes it."""
        if self.has_add_permission(request) and not arriving.is_confirmed(request, now=timezone.now()):
            return _confirm_first(request.path)
        # What comes next is the page that shows its secret.
        once = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, {**(extra_context or {}), **once})

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Endpoint:
        """Makes or changes the row at once; its secret goes to the page that `response_add` answers with."""
        if not isinstance(request.user, User):
            raise PermissionDenied
        wanted = {name: form.cleaned_data[name] for name in ("name", "url", "kinds")}
        wanted["with_reports"] = form.cleaned_data.get("with_reports", False)
        form.save_m2m = list
        if change:
            endpoints.change_endpoint(endpoint=form.instance, **wanted)
            row: Endpoint = form.instance
        else:
            row, request.made_secret = endpoints.make_endpoint(  # type: ignore[attr-defined]
                owner=request.user, now=timezone.now(), **wanted
            )
        details = {"name": row.name, "host": row.host, "events": wanted["kinds"]}
        note("webhook_changed" if change else "webhook_made", request, about=row, details=details)
        return row

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """It is there already."""

    def response_add(self, request: HttpRequest, obj: Endpoint, post_url_continue: str | None = None) -> HttpResponse:
        return self._show_secret(request, obj, request.made_secret)  # type: ignore[attr-defined]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        more: dict[str, Any] = {"again": AgainForm(), "show_save_and_add_another": False}
        if row is not None:
            can_change = self.has_change_permission(request, row)
            more |= {"is_own": self._is_own(request, row), "may_act": self._may_act(request, row)}
            more |= {"confirm": _confirm_address(request.path), "is_looked_at": not can_change}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def renew_secret(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new secret; the one before signs for another day."""
        row = self._acted_on(request, pk)
        if not self._is_own(request, row):
            raise PermissionDenied
        if not arriving.is_confirmed(request, now=timezone.now()):
            return _confirm_first(_page_of(row))
        secret = endpoints.renew_secret(endpoint=row, now=timezone.now())
        note("webhook_secret_renewed", request, about=row, details={"name": row.name})
        return self._show_secret(request, row, secret, is_renewed=True)

    def test(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Has a test sent, and leads to what became of it."""
        row = self._acted_on(request, pk)
        try:
            sent = replaying.send_test(endpoint=row, now=timezone.now())
        except replaying.SwitchedOffError:
            return self._is_off(request, row)
        return redirect("admin:webhooks_delivery_change", sent.pk)

    def send_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Has what failed sent once more."""
        row, form = self._acted_on(request, pk), AgainForm(request.POST)
        if not form.is_valid():
            raise Http404
        now = timezone.now()
        try:
            count = replaying.send_all_again(endpoint=row, since=now - form.span(), now=now)
        except replaying.SwitchedOffError:
            return self._is_off(request, row)
        note("webhooks_sent_again", request, about=row, details={"name": row.name, "count": count})
        words = ngettext("%(count)s is sent again.", "%(count)s are sent again.", count)
        messages.success(request, words % {"count": count})
        return redirect(_page_of(row))

    def switch_off(self, request: HttpRequest, pk: int) -> HttpResponse:
        """It is told nothing any more."""
        row = self._acted_on(request, pk)
        if endpoints.switch_off(endpoint=row, now=timezone.now()):
            note("webhook_switched_off", request, about=row, details={"name": row.name})
        messages.success(request, gettext("“%(name)s” is told nothing any more.") % {"name": row.name})
        return redirect(_page_of(row))

    def switch_on(self, request: HttpRequest, pk: int) -> HttpResponse:
        """It is told what happens from now on."""
        row = self._acted_on(request, pk)
        try:
            endpoints.switch_on(endpoint=row)
        except endpoints.TooManyError:
            messages.error(request, gettext("So many endpoints are on already that there is no room for another one."))
            return redirect(_page_of(row))
        note("webhook_switched_on", request, about=row, details={"name": row.name})
        messages.success(request, gettext("“%(name)s” is told what happens from now on.") % {"name": row.name})
        return redirect(_page_of(row))

    def _acted_on(self, request: HttpRequest, pk: int) -> Endpoint:
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        if request.method != "POST":
            raise Http404
        if not self._may_act(request, row):
            raise PermissionDenied
        return row

    def _is_own(self, request: HttpRequest, row: Endpoint) -> bool:
        return row.owner_id == request.user.pk and self.has_add_permission(request)

    def _may_act(self, request: HttpRequest, row: Endpoint) -> bool:
        return self._is_own(request, row) or request.user.has_perm(_CHANGE_ALL)

    def _is_off(self, request: HttpRequest, row: Endpoint) -> HttpResponse:
        messages.error(request, gettext("The endpoint is switched off. Switch it on first."))
        return redirect(_page_of(row))

    def _show_secret(
        self, request: HttpRequest, row: Endpoint, secret: str, *, is_renewed: bool = False
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("The secret of “%(name)s”") % {"name": row.name},
            "opts": self.opts,
            "secret": secret,
            "is_renewed": is_renewed,
            "page": _page_of(row),
        }
        response = TemplateResponse(request, "admin/webhooks/endpoint/secret.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response

    @admin.display(description=_("address"))
    def host(self, row: Endpoint) -> str:
        return row.host

    @admin.display(description=pgettext_lazy("webhook", "events"))
    def hears(self, row: Endpoint) -> str:
        words = {str(kind): words for kind, words in KINDS.items()}
        return capfirst(", ".join(str(words.get(kind, kind)) for kind in row.kinds if kind != Kind.TEST))

    @admin.display(description=_("status"))
    def stands(self, row: Endpoint) -> SafeString:
        if row.stopped_because:
            words, tone = gettext("off: %(why)s") % {"why": row.get_stopped_because_display()}, "failed"
        elif not row.is_on:
            words, tone = gettext("off"), ""
        elif row.failing_since is not None:
            words, tone = gettext("failing"), "pending"
        else:
            words, tone = gettext("on"), "solved"
        return format_html('<span class="chip" data-tone="{}">{}</span>', tone, words)

    @admin.display(description=_("log"))
    def log(self, row: Endpoint) -> SafeString:
        address = reverse("admin:webhooks_delivery_changelist")
        return format_html('<a href="{}?endpoint__id__exact={}">{}</a>', address, row.pk, _("What it was told"))


def _page_of(row: Endpoint) -> str:
    return reverse("admin:webhooks_endpoint_change", args=[row.pk])


def _confirm_address(onward: str) -> str:
    return f"{reverse('admin:confirm_sign_in')}?{urlencode({'next': onward})}"


def _confirm_first(onward: str) -> HttpResponse:
    return redirect(_confirm_address(onward))
