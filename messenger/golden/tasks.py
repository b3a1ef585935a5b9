"""Background work of golden questions: a thin shell that the queue calls."""

from procrastinate.contrib.django import app

from messenger.golden import actions


@app.task(name=actions.TASK, queue="default")
def ask_golden(run_id: int) -> None:
    """Ask some of a run's questions."""
    actions.go_on(run_id=run_id)
