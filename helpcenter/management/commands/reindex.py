"""Makes the words and vectors of all published texts anew. Decides nothing itself."""

import itertools
import time
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from helpcenter import actions
from helpcenter.models import Phrasing, Translation, Vectors
from helpcenter.search import encoder

_AT_A_TIME, _QUESTIONS_AT_A_TIME = 10, 400
_BAR = 40


class Command(BaseCommand):
    help = "Makes terms and vectors of all published texts anew, for instance after the encoder was installed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--missing", action="store_true", help="only vectors that are missing or out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        published = Translation.objects.published()
        rows = Vectors.objects.missing_for(published) if options["missing"] else published
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        encoded = 0
        for some in self._with_progress(keys):
            if not options["missing"]:
                for translation in Translation.objects.published().filter(pk__in=some):
                    actions.render_again(translation=translation)
            encoded += actions.encode_now(keys=some)
        questions = self._read_questions(anew=not options["missing"])
        took = time.monotonic() - started
        self.stdout.write(f"Texts: {len(keys)}. Vectors made: {encoded}. Questions: {questions}. {took:.1f} s.")
        if not encoder.is_there():
            self.stdout.write("The encoder isn't installed; search goes by words alone.")

    def _read_questions(self, *, anew: bool) -> int:
        """How many questions were read that people ask."""
        if not encoder.is_there():
            return 0
        if anew:
            actions.unread_phrasings()
        rows = Phrasing.objects.without_vector(encoder.VERSION)
        keys = list(rows.values_list("pk", flat=True))
        for _some in self._with_progress(keys, _QUESTIONS_AT_A_TIME):
            actions.encode_phrasings(_QUESTIONS_AT_A_TIME)
        return len(keys)

    def _with_progress(self, keys: Sequence[int], at_a_time: int = _AT_A_TIME) -> Iterator[tuple[int, ...]]:
        """Some at a time, with a bar where somebody watches."""
        done, watched = 0, self.stderr.isatty()
        for some in itertools.batched(keys, at_a_time):
            yield some
            done += len(some)
            if watched:
                filled = _BAR * done // len(keys)
                self.stderr.write(f"\r[{'#' * filled}{' ' * (_BAR - filled)}] {done} of {len(keys)}", ending="")
        if watched and keys:
            self.stderr.write("")
