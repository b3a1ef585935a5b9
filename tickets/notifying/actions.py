"""Tells staff what concerns them, the way they chose, and mails it. Nothing else writes notifications."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from accounts.models import User
from tickets.models import MailPace, Mention, Notification, NotificationChoice, Ticket
from tickets.models.notifications import ways_of
from tickets.notifying import emails, kinds
from tickets.notifying.kinds import Kind

# A mail names so many; the rest is a number.
_MOST_IN_A_MAIL = 50
# What waits longer for its mail has lost its job.
_LOST_AFTER = timedelta(minutes=15)


def tell(*, kind: Kind, person: User, ticket: Ticket, by: User | None, now: datetime) -> None:
    """Tell somebody of the staff, the way they chose: never what they did themselves, and the same not twice."""
    tell_all(kind=kind, people=[person], ticket=ticket, by=by, now=now)


@transaction.atomic
def tell_all(*, kind: Kind, people: Iterable[User], ticket: Ticket, by: User | None, now: datetime) -> None:
    """Tell several people the same; a constant number of queries, and a job for each who gets a mail."""
    plan_mail(note_down(kind=kind, people=people, ticket=ticket, by=by, now=now), now)


@transaction.atomic
def note_down(*, kind: Kind, people: Iterable[User], ticket: Ticket, by: User | None, now: datetime) -> set[int]:
    """As `tell_all`, but for the jobs: the keys of who gets a mail.

    Whoever has much to tell gives them to `plan_mail` once, at its end; if it doesn't come to that, `queue_lost_mail`
    does.
    """
    others = [each for each in people if each.is_active and (by is None or each.pk != by.pk)]
    ways = ways_of(others, kind)
    others = [each for each in others if ways[each.pk] != kinds.Way.OFF]
    if not others:
        return set()
    mailed = {each.pk for each in others if kinds.by_mail(ways[each.pk]) and each.email}
    unread = Notification.objects.unread().filter(kind=kind, ticket=ticket, person__in=others)
    known = set(unread.select_for_update(of=("self",)).values_list("person", flat=True))
    unread.update(created_at=now, by=by)
    if kinds.is_mailed_again(kind):
        unread.filter(person__in=mailed).update(mail_due=True)
    else:
        mailed -= known
    Notification.objects.bulk_create(
        [
            Notification(
                person=each,
                kind=kind,
                ticket=ticket,
                by=by,
                created_at=now,
                in_desk=kinds.in_desk(ways[each.pk]),
                mail_due=each.pk in mailed,
            )
            for each in others
            if each.pk not in known
        ],
        ignore_conflicts=True,
    )
    return mailed


def withdraw(*, kind: Kind, ticket: Ticket, person: User | None = None) -> None:
    """It concerns them, or where nobody is named anybody, no longer: who hasn't read it is told nothing."""
    unread = Notification.objects.unread().filter(kind=kind, ticket=ticket)
    (unread if person is None else unread.filter(person=person)).delete()


def settle(*, kinds_of: Iterable[Kind], tickets: Iterable[Ticket], now: datetime) -> None:
    """It was done: nobody needs to be told any more. In the lists it stays, as read."""
    rows = Notification.objects.unread().filter(ticket__in=[ticket.pk for ticket in tickets], kind__in=list(kinds_of))
    rows.update(read_at=now, mail_due=False)


def saw(*, ticket: Ticket, person: User, now: datetime) -> None:
    """They opened the ticket: what was to be said about it is read. Where nothing was, it costs one question."""
    notices = Notification.objects.unread().filter(person=person, ticket=ticket)
    mentions = Mention.objects.unread().filter(person=person, ticket=ticket)
    if not notices.values("pk").union(mentions.values("pk"), all=True).exists():
        return
    notices.update(read_at=now, mail_due=False)
    mentions.update(read_at=now)


def read_all(*, person: User, now: datetime) -> None:
    """All that stands in their list is read; mentions stay unread until their ticket is opened."""
    Notification.objects.unread().filter(person=person).update(read_at=now, mail_due=False)


@transaction.atomic
def choose(*, person: User, ways: Mapping[str, str]) -> None:
    """Keep how they want to hear of each kind from now on."""
    NotificationChoice.objects.bulk_create(
        [NotificationChoice(person=person, kind=kind, way=way) for kind, way in ways.items()],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["way"],
    )


@transaction.atomic
def mail_due(*, person_id: int, now: datetime) -> int:
    """Mail somebody all that waits, in one mail; says how much. Too soon after the last one, it is put off.

    A mail that can't be sent leaves all as it was, for the next try.
    """
    person = User.objects.filter(pk=person_id, is_active=True, is_staff=True).first()
    if person is None or not person.email:
        return 0
    MailPace.objects.get_or_create(person=person)
    pace = MailPace.objects.select_for_update(of=("self",)).get(person=person)
    # Whatever they may not see any more waits for nothing.
    due = Notification.objects.due().filter(person=person)
    rows = due.of(person).select_related("ticket__assignee", "by").order_by("created_at", "pk")
    told, count = list(rows[:_MOST_IN_A_MAIL]), rows.count()
    if told and (at := kinds.next_mail(pace.mailed_at, now)) > now:
        _defer(person.pk, at)
        return 0
    due.filter(created_at__lte=now).update(mail_due=False)
    if not told:
        return 0
    pace.mailed_at = now
    pace.save(update_fields=["mailed_at"])
    emails.about(person, told, more=count - len(told)).send(using="default")
    return count


def queue_lost_mail(*, now: datetime) -> int:
    """Give those a job again for whom mail waits longer than it should; how many they are."""
    waiting = Notification.objects.due().filter(created_at__lt=now - _LOST_AFTER)
    people = list(waiting.order_by("person").values_list("person", flat=True).distinct())
    for person in people:
        _defer(person, now)
    return len(people)


def forget_old(*, now: datetime) -> int:
    """Delete notifications that are kept no longer; how many."""
    return Notification.objects.over(now).delete()[0]


def plan_mail(people: Iterable[int], now: datetime) -> None:
    """One job for each, when their next mail may go; whoever has one waiting needs no second."""
    people = set(people)
    last = dict(MailPace.objects.filter(person__in=people).values_list("person", "mailed_at"))
    for person in sorted(people):
        _defer(person, kinds.next_mail(last.get(person), now))


def _defer(person: int, at: datetime) -> None:
    # By its name: the task is a shell around what is written here.
    app.configure_task("tickets.mail_notifications", queue="mail", schedule_at=at).defer(person_id=person)
