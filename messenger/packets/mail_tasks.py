"""The mails about packets, in the background. A job carries numbers alone, so that it names nobody."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from accounts.models import Customer, ListedOwner
from messenger.packets import mails
from messenger.packets.models import Packet, Standing
from tickets.models import Participant

_AGAIN = RetryStrategy(max_attempts=5, wait=10)


def _packet(number: int, standing: Standing) -> Packet | None:
    """The packet, if it still stands so."""
    rows = Packet.objects.select_related("conversation", "organisation", "ticket")
    row = rows.filter(pk=number).first()
    return row if row is not None and row.standing(timezone.now()) == standing else None


@app.task(name="messenger.tell_owner", queue="mail", retry=_AGAIN)
def tell_owner(*, packet_id: int, customer_id: int) -> None:
    """Send the link to somebody who logged in as an owner or admin."""
    packet, customer = _packet(packet_id, Standing.WAITING), Customer.objects.filter(pk=customer_id).first()
    if packet is not None and customer is not None:
        mails.owner_mail(packet, customer.email, customer.locale).send(using="default")


@app.task(name="messenger.tell_listed", queue="mail", retry=_AGAIN)
def tell_listed(*, packet_id: int, owner_id: int) -> None:
    """Send the link to somebody whom staff entered as one."""
    packet, owner = _packet(packet_id, Standing.WAITING), ListedOwner.objects.filter(pk=owner_id).first()
    if packet is not None and owner is not None:
        mails.owner_mail(packet, owner.email).send(using="default")


@app.task(name="messenger.tell_member", queue="mail", retry=_AGAIN)
def tell_member(*, participant_id: int) -> None:
    """Tell a member that somebody wrote for them."""
    person = Participant.objects.select_related("ticket__organisation").filter(pk=participant_id).first()
    if person is not None:
        mails.written_for_mail(person).send(using="default")


@app.task(name="messenger.tell_sent", queue="mail", retry=_AGAIN)
def tell_sent(*, packet_id: int) -> None:
    """Tell the member that it was sent on."""
    packet = _packet(packet_id, Standing.SENT)
    if packet is not None:
        mails.sent_mail(packet).send(using="default")


@app.task(name="messenger.tell_unsent", queue="mail", retry=_AGAIN)
def tell_unsent(*, packet_id: int) -> None:
    """Tell the member that it wasn't."""
    packet = _packet(packet_id, Standing.WAITING)
    if packet is not None:
        mails.unsent_mail(packet).send(using="default")
