"""Which process works which queue, and with how many hands at once. Values only.

A queue is a lane of its own: whatever fills another one, a hand stays free for it. Mail has its own process as well, so
that nothing that it reads or waits for takes Fin's memory or processor time.
"""

PROCESSES: dict[str, dict[str, int]] = {
    "answers": {"fin": 4, "default": 1},
    "mail": {"mail": 4, "incoming": 2, "hooks": 4},
}
# In which people wait for an answer.
ANSWERING = ("fin", "incoming", "mail")


def hands(process: str = "") -> dict[str, int]:
    """The queues of one process with the hands for each; of all when none is named. Raises KeyError."""
    if process:
        return PROCESSES[process]
    return {queue: number for queues in PROCESSES.values() for queue, number in queues.items()}
