"""Company logins in the admin: the providers with their groups, and who at them is whom here."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import StaffBinding, StaffProvider, StaffProviderGroup
from accounts.sign_in.trying import try_out
from accounts.sso import actions
from accounts.sso.arriving import redirect_uri
from accounts.sso.forms import StaffProviderForm
from accounts.sso.leaving import back_channel_uri, return_uri
from accounts.staff.record import note
from web.rows import LabelledRows


class GroupInline(admin.TabularInline):  # type: ignore[type-arg]
    model = StaffProviderGroup
    formset = LabelledRows
    extra = 0


class StaffProviderAdmin(admin.ModelAdmin[StaffProvider]):
    """Where staff log in. One that is on isn't deleted: switched off first, it can be tried without."""

    form = StaffProviderForm
    change_form_template = "admin/accounts/staffprovider/change_form.html"
    list_display = ["name", "issuer", "is_on", "binds_by_email", "makes_users"]
    readonly_fields = ["redirect_address", "post_logout_address", "back_channel_address"]
    inlines = [GroupInline]
    fieldsets = [
        (None, {"fields": ["name", "is_on"]}),
        (_("Provider"), {"fields": ["issuer", "client_id", "client_auth", "credential", "extra_scopes", "jwks_url"]}),
        (
            _("To register at the provider"),
            {"fields": ["redirect_address", "post_logout_address", "back_channel_address"]},
        ),
        (_("At the first login"), {"fields": ["binds_by_email", "makes_users", "email_domains", "trusts_addresses"]}),
        (_("At each login"), {"fields": ["groups_claim", "second_step_values", "ask_again_hours"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [path("<int:pk>/try/", wrap(self.try_view), name="accounts_staffprovider_try"), *super().get_urls()]

    def try_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What a login by it, as it is saved, would meet now."""
        provider = self.get_object(request, str(pk))
        if provider is None:
            raise Http404
        if not self.has_change_permission(request, provider):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Try the provider of %(host)s") % {"host": provider.name},
            "opts": self.opts,
            "original": provider,
            "findings": try_out(provider),
        }
        return TemplateResponse(request, "admin/accounts/staffprovider/try.html", context)

    def has_delete_permission(self, request: HttpRequest, obj: StaffProvider | None = None) -> bool:
        return super().has_delete_permission(request, obj) and obj is not None and not obj.is_on

    def save_model(self, request: HttpRequest, obj: StaffProvider, form: Any, change: bool) -> None:
        actions.change_provider(provider=obj)

    @admin.display(description=_("redirect address"))
    def redirect_address(self, _provider: StaffProvider) -> SafeString:
        return format_html("<code>{}</code>", redirect_uri())

    @admin.display(description=_("address after logging out"))
    def post_logout_address(self, _provider: StaffProvider) -> SafeString:
        return format_html("<code>{}</code>", return_uri())

    @admin.display(description=_("address for back-channel logout"))
    def back_channel_address(self, _provider: StaffProvider) -> SafeString:
        return format_html("<code>{}</code>", back_channel_uri())


class StaffBindingAdmin(admin.ModelAdmin[StaffBinding]):
    """Who is whom: read, and parted. Nobody types one in, so that nobody becomes somebody else by it."""

    list_display = ["user", "provider", "subject", "bound_at", "used_at"]
    list_filter = ["provider"]
    list_select_related = ["user", "provider"]
    search_fields = ["user__username", "user__email", "subject"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: StaffBinding | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: StaffBinding | None = None) -> bool:
        """An admin's is parted by admins alone, as everything of theirs."""
        theirs = obj is None or not obj.user.is_superuser or bool(getattr(request.user, "is_superuser", False))
        return super().has_delete_permission(request, obj) and theirs

    def delete_model(self, request: HttpRequest, obj: StaffBinding) -> None:
        known: dict[str, Any] = {"of": obj.user_id, "provider": obj.provider_id}
        actions.part(binding=obj)
        note("staff_unbound", request, **known)
