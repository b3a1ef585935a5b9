"""Background work of closing: a thin shell that the queue calls."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from tickets.closing import actions


@app.periodic(cron="*/10 * * * *")
@app.task(name="tickets.close_quiet", queue="default", queueing_lock="tickets.close_quiet")
def close_quiet(timestamp: int) -> None:
    """Every ten minutes: tickets that were quiet for as many days as the site's rule says."""
    actions.close_quiet(now=datetime.fromtimestamp(timestamp, UTC))
