"""What members of staff set up in the queue for themselves, and for everybody where they may."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from tickets.models import DeskPreference, SavedView
from tickets.models.teams import working_teams
from tickets.models.which_tickets import SEE_ALL, teams_of
from tickets.refusals import TicketRefusedError

SHARE = "tickets.add_savedview"
# More would be a list that nobody finds anything in.
MOST_VIEWS = 40


@transaction.atomic
def save_view(*, owner: User, name: str, query: str, shared: bool, team: Group | None = None) -> SavedView:
    """Keep these filters under the name; a view of theirs that is called so gets them instead of its own.

    Raises TicketRefusedError for who may not share it so, or has too many.
    """
    User.objects.select_for_update().get(pk=owner.pk)
    _check(owner, shared=shared, team=team)
    if owner.saved_views.exclude(name=name).count() >= MOST_VIEWS:
        raise TicketRefusedError("too_many_views")
    known = {"query": query, "shared": shared, "team": team}
    return SavedView.objects.update_or_create(owner=owner, name=name, defaults=known)[0]


@transaction.atomic
def change_view(*, view: SavedView, author: User, name: str, shared: bool, team: Group | None = None) -> SavedView:
    """Call the view otherwise, share it or keep it to its owner; raises TicketRefusedError.

    What is shared already stays so without the right to share, until somebody takes it back.
    """
    row = SavedView.objects.kept_by(author).select_for_update(of=("self",)).get(pk=view.pk)
    if (row.shared, row.team_id) != (shared, team.pk if team else None):
        _check(author, shared=shared, team=team)
    if SavedView.objects.filter(owner=row.owner_id, name=name).exclude(pk=row.pk).exists():
        raise TicketRefusedError("view_name_taken")
    row.name, row.shared, row.team = name, shared, team
    row.save(update_fields=["name", "shared", "team"])
    return row


@transaction.atomic
def put_filters(*, view: SavedView, author: User, query: str) -> SavedView:
    """Give a view that they may change other filters; everything else of it stays."""
    row = SavedView.objects.kept_by(author).select_for_update(of=("self",)).get(pk=view.pk)
    row.query = query
    row.save(update_fields=["query"])
    return row


def teams_to_share_with(person: User | AnonymousUser) -> QuerySet[Group]:
    """The teams with which they may share: those that work on tickets; their own, of who sees no others' tickets."""
    if not person.has_perm(SHARE):
        return Group.objects.none()
    teams = working_teams()
    return teams if person.has_perm(SEE_ALL) else teams.filter(pk__in=teams_of(person))


def _check(person: User, *, shared: bool, team: Group | None) -> None:
    if (shared or team) and not person.has_perm(SHARE):
        raise TicketRefusedError("may_not_share")
    if team and not teams_to_share_with(person).filter(pk=team.pk).exists():
        raise TicketRefusedError("may_not_share")


@transaction.atomic
def delete_view(*, view: SavedView, author: User) -> None:
    """Forget the view; deleting it again changes nothing."""
    SavedView.objects.kept_by(author).filter(pk=view.pk).delete()


@transaction.atomic
def choose_columns(*, user: User, columns: Iterable[str]) -> DeskPreference:
    """Show these columns of the queue from now on; none means those that ship."""
    return DeskPreference.objects.update_or_create(user=user, defaults={"columns": list(columns)})[0]


@transaction.atomic
def choose_split(*, user: User, wanted: bool) -> DeskPreference:
    """Have the ticket beside the list, or on a page of its own."""
    return DeskPreference.objects.update_or_create(user=user, defaults={"split": wanted})[0]
