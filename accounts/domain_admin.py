"""Authentication domains in the admin: their standing, their provider, and whether a sign-in there would work."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.domain_forms import LABELS, DomainForm
from accounts.forms import OriginsField
from accounts.models import Domain
from accounts.sign_in.trying import own_addresses, try_out

# One row for each; shut, since a product that says things in our names needs none.
_CLAIMS: list[Any] = [
    (label, {"fields": [(f"{ours}_claim", f"{ours}_values", f"{ours}_default")], "classes": ["collapse"]})
    for ours, label in LABELS.items()
]


class DomainAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The form writes one JSON column as fields of its own; the addresses to register are read."""

    form = DomainForm
    change_form_template = "admin/accounts/domain/change_form.html"
    list_display = ["host", "name", "product", "status", "successor"]
    list_filter = ["status", "product"]
    list_select_related = ["successor"]
    search_fields = ["host", "name", "issuer"]
    readonly_fields = ["redirect_address", "post_logout_address", "back_channel_address", "keys_address"]
    formfield_overrides: ClassVar = {ArrayField: {"form_class": OriginsField, "widget": AdminTextareaWidget}}
    fieldsets = [
        (None, {"fields": ["host", "name", "product"]}),
        (_("Standing"), {"fields": ["status", "successor"]}),
        (_("Accounts"), {"fields": ["shares_accounts_with"]}),
        (_("Provider"), {"fields": ["issuer", "client_id", "jwks_url"]}),
        (_("How the help center shows who it is"), {"fields": ["client_auth", "credential", "assertion_audience"]}),
        (_("Without a press"), {"fields": ["silent_sign_in"]}),
        (
            _("To register at the provider"),
            {"fields": ["redirect_address", "post_logout_address", "back_channel_address", "keys_address"]},
        ),
        (
            _("Claims"),
            {
                "fields": ["extra_scopes", "trusts_addresses"],
                "description": _(
                    "How the provider names what decides a person’s rights. Left empty, a claim has our name:"
                    " product, plan, role, org, org_name. A dotted path leads into an object, as in"
                    " realm_access.roles. With values, one a line as “theirs = ours”, only those listed count, and the"
                    " first line that fits decides; “otherwise” stands where none does. What a product’s own page"
                    " hands over isn’t changed by this."
                ),
            },
        ),
        *_CLAIMS,
        (_("Embedding"), {"fields": ["embed_origins"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        """Its own, and the page that tries a provider."""
        tried = path("<path:key>/try/", self.admin_site.admin_view(self.try_view), name="accounts_domain_try")
        return [tried, *super().get_urls()]

    def try_view(self, request: HttpRequest, key: str) -> HttpResponse:
        """What a sign-in at the domain as it is saved would meet now."""
        domain = self.get_object(request, unquote(key))
        if domain is None:
            raise Http404
        if not self.has_change_permission(request, domain):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Try the provider of %(host)s") % {"host": domain.host},
            "opts": self.opts,
            "original": domain,
            "findings": try_out(domain),
        }
        return TemplateResponse(request, "admin/accounts/domain/try.html", context)

    def save_model(self, request: HttpRequest, obj: Domain, form: Any, change: bool) -> None:
        """By the action, since the link to another domain's accounts moves people."""
        actions.change_domain(domain=obj, now=timezone.now())

    @admin.display(description=_("redirect address"))
    def redirect_address(self, _domain: Domain) -> SafeString:
        return _code(own_addresses("")["redirect"])

    @admin.display(description=_("address after logging out"))
    def post_logout_address(self, _domain: Domain) -> SafeString:
        return _code(own_addresses("")["post_logout"])

    @admin.display(description=_("back-channel logout address"))
    def back_channel_address(self, _domain: Domain) -> SafeString:
        return _code(own_addresses("")["back_channel"])

    @admin.display(description=_("our key set, for private_key_jwt"))
    def keys_address(self, domain: Domain) -> SafeString:
        return _code(own_addresses(domain.host).get("keys", "–"))


def _code(address: str) -> SafeString:
    return format_html("<code>{}</code>", address)
