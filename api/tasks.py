"""Housekeeping of the API, and the sending of webhooks: thin shells that the queue calls."""

from django.utils import timezone
from procrastinate.contrib.django import app

from api import actions
from api.telling import data_of
from webhooks.actions.announcing import SEND, queue_job
from webhooks.actions.sending import send_due


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="forget_keys_of_programs", pass_context=False)
def forget_keys(timestamp: int) -> None:
    """Once an hour: keys that were used a day ago may come again."""
    actions.forget_keys(now=timezone.now())


@app.task(name=SEND, queue="hooks")
def send_webhooks(*, endpoint_id: int) -> None:
    """Send what is due to the endpoint with this key, and let others go first after a while; safe to run any time."""
    if send_due(endpoint_id=endpoint_id, data_of=data_of):
        queue_job(endpoint_id)
