"""Periodic work on mail: thin shells that the queue calls."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from tickets.mail.actions import packing, requeueing


@app.periodic(cron="*/5 * * * *")
@app.task(name="tickets.queue_lost_readings", queue="incoming", queueing_lock="tickets.queue_lost_readings")
def queue_lost_readings(timestamp: int) -> None:
    """Every five minutes: mail that waits to be read without a job gets one."""
    requeueing.queue_lost_readings(now=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="*/5 * * * *")
@app.task(name="tickets.queue_lost_sendings", queue="mail", queueing_lock="tickets.queue_lost_sendings")
def queue_lost_sendings(timestamp: int) -> None:
    """Every five minutes: emails that wait to be sent without a job get one."""
    requeueing.queue_lost_sendings(now=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="*/2 1-4 * * *")
@app.task(name="tickets.pack_mail", queue="incoming", priority=-2, queueing_lock="tickets.pack_mail")
def pack_mail(timestamp: int) -> None:
    """In the small hours, a stretch at a time: raw mail of the days before is packed."""
    packing.pack_some(now=datetime.fromtimestamp(timestamp, UTC))
