"""Background work of the library: thin shells that the queue calls."""

from django.utils import timezone
from procrastinate.contrib.django import app

from helpcenter import actions
from helpcenter.actions.encoding import TASK


@app.periodic(cron="53 3 * * *")
@app.task(queueing_lock="forget_old_searches", pass_context=False)
def forget_old_searches(timestamp: int) -> None:
    """Once a night: what people searched for two years ago."""
    actions.forget_old_searches(today=timezone.now().date())


@app.periodic(cron="*/10 * * * *")
@app.task(name=TASK, queueing_lock=TASK, lock=TASK)
def encode_texts(timestamp: int = 0) -> None:
    """After each publication, and every ten minutes for whatever was left: makes the vectors of texts and questions."""
    actions.encode_texts()
    actions.encode_more_phrasings()
