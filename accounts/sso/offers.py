"""What the pages show of company logins, and whether passwords can be shut without shutting everybody out. Reads."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from accounts.models import StaffBinding, StaffPolicy, StaffProvider, User


def company_logins() -> QuerySet[StaffProvider]:
    """Those that the login page offers."""
    return StaffProvider.objects.on()


def logins_of(user: User) -> list[tuple[StaffProvider, StaffBinding | None]]:
    """Each that is on, and this person's place there."""
    theirs = Prefetch("bindings", StaffBinding.objects.filter(user=user), to_attr="theirs")
    rows = company_logins().prefetch_related(theirs)
    return [(row, next(iter(row.theirs), None)) for row in rows]


def admin_has_come_in_by(*, besides: StaffProvider | None = None) -> bool:
    """Whether an admin is known to get in by a company login that is on; `besides`: by another one than this."""
    came = StaffBinding.objects.filter(provider__is_on=True, used_at__isnull=False, user__is_active=True)
    came = came.filter(user__is_staff=True).select_related("user")
    if besides is not None and besides.pk:
        came = came.exclude(provider=besides)
    return any(binding.user.has_perm("accounts.change_staffpolicy") for binding in came.order_by("pk")[:1000])


def can_open(users: Iterable[User]) -> bool:
    """Whether one of these gets in with a password when the company login is away."""
    return any(user.is_superuser and user.is_active and user.is_staff and user.has_usable_password() for user in users)


def is_only_way() -> bool:
    """Whether the policy shuts passwords."""
    return StaffPolicy.objects.current().sso_only
