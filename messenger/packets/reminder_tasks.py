"""Looks for packets that wait: a thin shell that the queue calls."""

from django.utils import timezone
from procrastinate.contrib.django import app

from messenger.packets.actions import reminding


@app.periodic(cron="37 * * * *")
@app.task(name="messenger.remind_of_packets", queueing_lock="messenger.remind_of_packets", pass_context=False)
def remind_of_packets(timestamp: int) -> None:
    """Once an hour: members hear whose question nobody has sent on for three days."""
    reminding.remind(now=timezone.now())
