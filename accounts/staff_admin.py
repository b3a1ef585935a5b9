"""Staff in the admin: who has a second step, taking it away from whoever lost it, and of whom it is asked."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.models import AuthenticatorApp, Passkey, StaffPolicy, User
from accounts.sso.forms import PolicyForm
from accounts.staff import actions, session_actions
from accounts.staff.arriving import AtHand
from accounts.staff.entering import own_page, render
from accounts.staff.factors import factors_of
from accounts.staff.record import note
from accounts.staff.requirement import Rule
from accounts.staff.sessions import sessions_of


class StaffUserAdmin(UserAdmin[User]):
    """Django's own, with the second step."""

    list_display = ["username", "email", "first_name", "last_name", "is_active", "is_superuser", "has_second_step"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        mine = OuterRef("pk")
        has_app = Exists(AuthenticatorApp.objects.filter(user=mine))
        has_passkey = Exists(Passkey.objects.filter(user=mine))
        return super().get_queryset(request).annotate(second_step=has_app | has_passkey)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Only who is everything makes others so."""
        fields = super().get_readonly_fields(request, obj)
        return fields if _may_do_all(request) else (*fields, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and (_may_do_all(request) or not _is_all(obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (_may_do_all(request) or not _is_all(obj))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/second-step/", wrap(reset_second_step), name="reset_second_step"),
            path("<int:pk>/logins/", wrap(logins), name="staff_logins"),
            *super().get_urls(),
        ]

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            user = get_object_or_404(User, pk=id)
            session_actions.end_others(user=user, keep=request.session.session_key)
        return response

    @admin.display(description=_("second step"), boolean=True)
    def has_second_step(self, user: User) -> bool:
        return bool(user.second_step)  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@own_page(confirmed=True)
def reset_second_step(request: HttpRequest, person: AtHand, pk: int) -> HttpResponse:
    """What somebody has beside the password goes: they lost it, and have told you so in a way that you trust."""
    user = _one_to_change(person, pk)
    if request.method == "POST":
        if actions.reset_factors(user=user):
            registered = admin.site.get_model_admin(User)
            registered.log_change(request, user, gettext("Took away the second step."))
            note("staff_second_step_reset", request, staff=person.user.pk, of=user.pk)
        messages.success(request, gettext("Done. The password alone opens now, and they are told by email."))
        return redirect("admin:accounts_user_change", pk)
    title = gettext("Take away the second step")
    return render(request, "reset", title, person=user, factors=factors_of(user), opts=User._meta)


@require_http_methods(["GET", "POST"])
@own_page(confirmed=False)
def logins(request: HttpRequest, person: AtHand, pk: int) -> HttpResponse:
    """Where somebody is logged in, which an admin can end."""
    user = _one_to_change(person, pk)
    if request.method == "POST":
        session_actions.end_others(user=user, keep=request.session.session_key)
        admin.site.get_model_admin(User).log_change(request, user, gettext("Logged out everywhere."))
        note("staff_session_ended", request, staff=person.user.pk, of=user.pk)
        messages.success(request, gettext("Logged out everywhere."))
        return redirect("admin:accounts_user_change", pk)
    theirs = sessions_of(user, now=timezone.now())
    title, this = gettext("Where they are logged in"), request.session.session_key
    return render(request, "logins", title, person=user, sessions=theirs, this=this, opts=User._meta)


def _may_do_all(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.is_superuser


def _is_all(user: User | None) -> bool:
    return user is not None and user.is_superuser


def _one_to_change(person: AtHand, pk: int) -> User:
    """Whoever may change staff does so, but not to an admin unless they are one."""
    user = get_object_or_404(User, pk=pk)
    if not person.user.has_perm("accounts.change_user") or (user.is_superuser and not person.user.is_superuser):
        raise PermissionDenied
    return user


class StaffPolicyAdmin(admin.ModelAdmin[StaffPolicy]):
    """One row, which is there from the first save on."""

    form = PolicyForm
    fieldsets = [
        (None, {"fields": ["second_step"]}),
        (_("Company login"), {"fields": ["sso_only", "break_glass"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> StaffPolicy | None:
        """The row, or how things are without one."""
        return StaffPolicy.objects.current() if object_id == "1" else None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("admin:accounts_staffpolicy_change", 1)

    def save_model(self, request: HttpRequest, obj: StaffPolicy, form: Any, change: bool) -> None:
        actions.change_policy(
            second_step=Rule(obj.second_step),
            sso_only=obj.sso_only,
            break_glass=list(form.cleaned_data["break_glass"]),
            keep=request.session.session_key,
        )
