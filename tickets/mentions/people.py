"""Whom a note mentions, and who of them may not see the ticket. Reads only."""

from accounts.models import User
from tickets.mentions import names
from tickets.models import Ticket
from tickets.models.mentions import mentionable


def handles_of(person: User) -> list[str]:
    """What somebody can be called by: the user name, and the full name where there is one."""
    full = person.get_full_name()
    return [person.get_username(), full] if full else [person.get_username()]


def mentioned(body: str) -> dict[User, str]:
    """The staff who stand in the text, each with the name as it stands there; who shares a name with another too."""
    if names.SIGN not in body and "\uff20" not in body:
        return {}
    called: dict[str, list[User]] = {}
    for person in User.objects.filter(is_staff=True, is_active=True).order_by("pk"):
        for handle in handles_of(person):
            called.setdefault(" ".join(handle.split()).lower(), []).append(person)
    found: dict[User, str] = {}
    for each in names.find(body, called):
        for person in called[each.name]:
            found.setdefault(person, body[each.start + 1 : each.end])
    return found


def without_sight(people: list[User], ticket: Ticket) -> list[User]:
    """Those of them who may not see the ticket even when they are mentioned."""
    allowed = set(mentionable(ticket).filter(pk__in=[each.pk for each in people]).values_list("pk", flat=True))
    return [each for each in people if each.pk not in allowed]
