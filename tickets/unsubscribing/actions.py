"""Ends mail of a kind for somebody. Nothing else writes that they want none."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from tickets.models import Notification, SurveyOptOut
from tickets.models.notifications import ways_of
from tickets.notifying import kinds
from tickets.notifying.actions import choose
from tickets.unsubscribing.links import What, Wish


@transaction.atomic
def unsubscribe(*, wish: Wish, now: datetime) -> None:
    """Send them no more of it; twice is as good as once. What staff are told stands in the desk from then on."""
    if wish.what == What.RATINGS:
        SurveyOptOut.objects.get_or_create(address=wish.who, defaults={"created_at": now})
        return
    person = User.objects.filter(pk=int(wish.who)).first() if wish.who.isdecimal() else None
    if person is None:
        return
    ways = {kind.value: ways_of([person], kind)[person.pk] for kind in Notification.Kind}
    choose(person=person, ways={kind: kinds.Way.DESK for kind, way in ways.items() if kinds.by_mail(way)})
    Notification.objects.filter(person=person, mail_due=True).update(mail_due=False, in_desk=True)


@transaction.atomic
def ask_again(*, address: str) -> None:
    """They may be asked how our help was again."""
    SurveyOptOut.objects.filter(address=address.strip().lower()).delete()
