"""Automations for tests, and the worker that runs them."""

from procrastinate.contrib.django.models import ProcrastinateJob

from tickets.automations.tasks import run_automations
from tickets.models import Automation, AutomationCondition, AutomationStep, Macro, MacroText


def automation(*, steps, conditions=(), **changes):
    """One that is on, and looks when a ticket is opened; conditions are (field, value) or (field, value, is_not)."""
    wanted = {"name": "Billing first", "is_on": True, "trigger": "opened"} | changes
    made = Automation.objects.create(**wanted)
    for field, value, *is_not in conditions:
        AutomationCondition.objects.create(automation=made, field=field, value=str(value), is_not=bool(is_not))
    for do, value in steps:
        AutomationStep.objects.create(automation=made, do=do, value=str(value))
    return made


def macro(name="We are on it", body="We have it, {{ person.first_name }}.", **changes):
    """A shared macro in English."""
    made = Macro.objects.create(name=name, **changes)
    MacroText.objects.create(macro=made, locale="en", body=body)
    return made


def work():
    """What the worker does, until nothing is left to do; how many jobs there were."""
    count = 0
    while job := ProcrastinateJob.objects.filter(task_name="tickets.run_automations", pk__gt=_done()).first():
        _DONE.append(job.pk)
        run_automations(**job.args)
        count += 1
    return count


_DONE: list[int] = [0]


def _done():
    return _DONE[-1]
