"""What published texts mean, stored as vectors. A worker does so after a publication: editors don't wait for it."""

from collections.abc import Callable, Iterable

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from helpcenter.actions.stamping import take_turn, tell
from helpcenter.models import Section, Translation, Vectors
from helpcenter.search import encoder
from helpcenter.text.rendering import as_searched

TASK = "helpcenter.encode_texts"
# A second's work or two, after which the lane's other jobs get their turn.
MOST_AT_ONCE = 25


def line_up() -> None:
    """Enqueue a look for texts without vectors, unless one waits already; in the caller's turn and transaction.

    One that is taken up meanwhile waits for the caller's turn to end, so it sees what the caller wrote.
    """
    if not ProcrastinateJob.objects.filter(queueing_lock=TASK, status="todo").exists():
        app.configure_task(TASK, queueing_lock=TASK, lock=TASK).defer()


def line_up_for(translation: Translation) -> None:
    """The same when this published text is among them."""
    if Vectors.objects.missing_for(Translation.objects.filter(pk=translation.pk)).exists():
        line_up()


def encode_texts() -> None:
    """Make the vectors of some texts that have none, and see to it that the others' turn comes."""
    keys = _in_turn(_missing)
    if not keys or not encoder.is_there():
        return
    encode_now(keys=keys[:MOST_AT_ONCE])
    if len(keys) > MOST_AT_ONCE:
        _in_turn(line_up)


@transaction.atomic
def _in_turn[T](act: Callable[[], T]) -> T:
    """After whoever publishes just now has ended."""
    take_turn()
    return act()


def _missing() -> list[int]:
    rows = Vectors.objects.missing_for(Translation.objects.all()).order_by("pk")
    return list(rows.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])


def encode_now(*, keys: Iterable[int]) -> int:
    """Make these texts' vectors and store those whose text is still the same; how many that were."""
    made = [vectors for key in keys if (vectors := vectors_of(key)) is not None]
    return _store(made) if made else 0


def vectors_of(key: int) -> Vectors | None:
    """The vectors of a published text as it is now; encoding takes its time, so nothing is locked."""
    translation = Translation.objects.published().filter(pk=key).exclude(meaning="").first()
    if translation is None:
        return None
    sections = list(Section.objects.filter(translation=translation).order_by("position"))
    vectors = encoder.encode(as_searched(translation, sections).texts())
    if vectors is None:
        return None
    return Vectors(
        translation=translation, made_of=translation.meaning, sections=len(sections), packed=vectors.tobytes()
    )


@transaction.atomic
def _store(made: list[Vectors]) -> int:
    take_turn()
    meant = dict(
        Translation.objects.published()
        .filter(pk__in=[vectors.translation_id for vectors in made])
        .values_list("pk", "meaning")
    )
    kept = [vectors for vectors in made if meant.get(vectors.translation_id) == vectors.made_of]
    Vectors.objects.bulk_create(
        kept, update_conflicts=True, unique_fields=["translation"], update_fields=["made_of", "sections", "packed"]
    )
    tell(pages=[], words={vectors.translation.locale for vectors in kept})
    return len(kept)
