"""Running automations, watching the clock for them, and switching them on and off."""

from tickets.automations.actions.running import Cause, run, run_one
from tickets.automations.actions.switching import forget_old_runs, stop, switched_on
from tickets.automations.actions.watching import watch

__all__ = ["Cause", "forget_old_runs", "run", "run_one", "stop", "switched_on", "watch"]
