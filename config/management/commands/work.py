"""`manage.py work [PROCESS]`: takes jobs from the queues, each queue in a lane of its own. Knows no job's work."""

import asyncio
import logging
import signal
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Thread
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from config import lanes
from messenger.fin import warming

_log = logging.getLogger(__name__)
_AGAIN_SECONDS = 1  # after the database went away
# By queue, what its jobs would otherwise load while somebody waits for the first of them.
_WARMING: dict[str, Callable[[], None]] = {"fin": warming.warm}


class WorkerEndedError(Exception):
    """A lane ended that nobody asked to end: its database is away."""


class WorkerConnector(PsycopgConnector):
    """Takes jobs on connections of its own; what a job enqueues goes through Django's, into the job's transaction."""

    def __init__(self) -> None:
        super().__init__(kwargs=connector_params())
        self._within_django = app.connector

    def get_sync_connector(self) -> BaseConnector:
        return self._within_django


class Command(BaseCommand):
    help = "Takes jobs from the queues until it is asked to stop; what is in hand then is finished first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("process", nargs="?", default="", choices=["", *lanes.PROCESSES])

    def handle(self, *_args: Any, **options: Any) -> None:
        _warm_up(lanes.hands(options["process"]))
        with app.replace_connector(WorkerConnector()), suppress(asyncio.CancelledError, KeyboardInterrupt):
            asyncio.run(_work(lanes.hands(options["process"])))


def _warm_up(queues: Iterable[str]) -> None:
    """Beside the work, which begins at once; a process that is asked to stop doesn't wait for it."""
    for queue in queues:
        if queue in _WARMING:
            Thread(target=_WARMING[queue], name=f"warm-up {queue}", daemon=True).start()


async def _work(hands: Mapping[str, int]) -> None:
    loop = asyncio.get_running_loop()
    # A thread for each hand: the loop's own number follows the cores, and then one lane would wait for another.
    loop.set_default_executor(ThreadPoolExecutor(sum(hands.values()) + 2))
    if task := asyncio.current_task():
        loop.add_signal_handler(signal.SIGTERM, task.cancel)
    while True:
        try:
            await _take_jobs(hands)
        except Exception as error:
            _log.error("The worker stopped and begins anew: %r", error)
        await asyncio.sleep(_AGAIN_SECONDS)


async def _take_jobs(hands: Mapping[str, int]) -> None:
    """Runs all lanes until one fails. Cancelling this lets each finish what it has in hand."""
    async with app.open_async(), asyncio.TaskGroup() as group:
        for queue, number in hands.items():
            group.create_task(_lane(queue, number))


async def _lane(queue: str, number: int) -> None:
    await app.run_worker_async(
        queues=[queue],
        name=queue,
        concurrency=number,
        # What succeeded is of no more use; what failed stays for a month (config.tasks).
        delete_jobs="successful",
        install_signal_handlers=False,
    )
    raise WorkerEndedError(queue)
