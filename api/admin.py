"""Tokens of programs in the admin: everybody makes their own, after their password once more, and sees it once."""

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
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.staff import arriving
from accounts.staff.record import note
from api import actions
from api.forms import TokenForm
from api.models import ApiToken
from api.scope_words import SCOPES

# Who has it sees everybody's tokens, and who has that revokes them; one's own anybody does who may make one.
_SEE_ALL, _REVOKE_ALL = "api.view_apitoken", "api.change_apitoken"


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin[ApiToken]):
    """Made for oneself alone: whoever made one for somebody else could act as they."""

    form = TokenForm
    list_display = ["name", "user", "ends_with", "stands", "used_at", "used_from", "expires_at"]
    list_select_related = ["user"]
    sortable_by = ()
    actions = None
    readonly_fields = ["user", "ends_with", "may", "opens_from", "created_at", "used_at", "used_from", "expires_at"]
    change_form_template = "admin/api/apitoken/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [path("<int:pk>/revoke/", wrap(self.revoke), name="api_apitoken_revoke"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiToken]:
        rows = super().get_queryset(request)
        return rows if request.user.has_perm(_SEE_ALL) else rows.filter(user=request.user.pk)

    def get_fieldsets(self, request: HttpRequest, obj: ApiToken | None = None) -> Any:
        if obj is None:
            return [(None, {"fields": ["name", "scopes", "networks", "days"]})]
        return [(None, {"fields": ["name", *self.readonly_fields]})]

    def get_readonly_fields(self, request: HttpRequest, obj: ApiToken | None = None) -> Any:
        return () if obj is None else ("name", *self.readonly_fields)

    def has_view_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        is_own = obj is None or obj.user_id == request.user.pk
        return super().has_view_permission(request, obj) or (self.has_add_permission(request) and is_own)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        """What a token may stays as it was made: a wider one is another one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        """A revoked one stays, for whoever asks what it was."""
        return False

    @method_decorator(never_cache)
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Behind the password once more: a token outlives the session of who makes it."""
        if self.has_add_permission(request) and not arriving.is_confirmed(request, now=timezone.now()):
            return redirect(f"{reverse('admin:confirm_sign_in')}?{urlencode({'next': request.path})}")
        # What comes next is the page that shows it.
        once = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, {**(extra_context or {}), **once})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, change, **kwargs)
        if obj is not None or not isinstance(request.user, User):
            return made
        owner = request.user

        class OwnTokenForm(made):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any, **more: Any) -> None:
                super().__init__(*args, **more)
                self.instance.user = owner

        return OwnTokenForm

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> ApiToken:
        """Makes the row at once; its words go to the page that `response_add` answers with, and nowhere else."""
        if not isinstance(request.user, User):
            raise PermissionDenied
        wanted = form.cleaned_data
        token, form.words = actions.make_token(
            user=request.user,
            name=wanted["name"],
            scopes=wanted["scopes"],
            networks=wanted["networks"],
            expires_at=form.expires_at(timezone.now()),
        )
        request.made_token = form.words  # type: ignore[attr-defined]
        note("api_token_made", request, about=token, details={"name": token.name, "scopes": token.scopes})
        form.save_m2m = list
        return token

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """It is there already."""

    def response_add(self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Your token “%(name)s”") % {"name": obj.name},
            "opts": self.opts,
            "token": obj,
            "words": request.made_token,  # type: ignore[attr-defined]
        }
        return TemplateResponse(request, "admin/api/apitoken/made.html", context)

    def revoke(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The token opens nothing any more."""
        token = get_object_or_404(self.get_queryset(request), pk=pk)
        if request.method != "POST":
            raise Http404
        if token.user_id != request.user.pk and not request.user.has_perm(_REVOKE_ALL):
            raise PermissionDenied
        if actions.revoke_token(token=token, now=timezone.now()):
            note("api_token_revoked", request, about=token, of=token.user_id, details={"name": token.name})
        messages.success(request, gettext("“%(name)s” opens nothing any more.") % {"name": token.name})
        return redirect("admin:api_apitoken_changelist")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        token = self.get_object(request, object_id)
        may = token is not None and (token.user_id == request.user.pk or request.user.has_perm(_REVOKE_ALL))
        more = {"may_revoke": may and token is not None and token.revoked_at is None}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    @admin.display(description=_("ends with"))
    def ends_with(self, token: ApiToken) -> str:
        return f"…{token.hint}"

    @admin.display(description=_("scopes"))
    def may(self, token: ApiToken) -> str:
        words = {str(scope): words for scope, words in SCOPES.items()}
        return ", ".join(str(words.get(scope, scope)) for scope in token.scopes)

    @admin.display(description=_("opens from"))
    def opens_from(self, token: ApiToken) -> str:
        return ", ".join(token.networks) or gettext("anywhere")

    @admin.display(description=_("status"))
    def stands(self, token: ApiToken) -> str:
        if token.revoked_at is not None:
            return gettext("revoked")
        return gettext("good") if token.is_good(timezone.now()) else gettext("expired")
