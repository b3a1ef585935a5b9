"""What people ask, taught to Fin: from the content files, and by staff. A worker reads the words afterwards."""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from helpcenter.actions.encoding import line_up
from helpcenter.actions.stamping import take_turn
from helpcenter.content.phrasings import PhrasingLine
from helpcenter.models import Article, Phrasing, PhrasingStamp, Section
from helpcenter.search import encoder
from helpcenter.search.phrasebooks import phrasebooks

# A second's work.
MOST_AT_ONCE = 400
# What is learned is learned anew after so many more, while a whole library's are being read.
_LEARNED_AFTER = 4000
_TEXTS_AT_ONCE = 2000

type _Place = tuple[int | None, str, str]


def tell_phrasings() -> None:
    """Says that there is something else to learn; in the caller's transaction."""
    PhrasingStamp.objects.get_or_create(pk=1)
    PhrasingStamp.objects.filter(pk=1).update(value=F("value") + 1, changed_at=timezone.now())
    transaction.on_commit(phrasebooks.refresh, robust=True)


@transaction.atomic
def ship_phrasings(*, locale: str, lines: Collection[PhrasingLine]) -> int:
    """Makes a language's shipped questions those of its file; how many rows changed.

    What staff wrote or took over stays. A question about an article that isn't here is left out; one about a heading
    that staff changed is about the article as a whole.
    """
    take_turn()
    places = _Places(locale, {line.number for line in lines if line.number is not None})
    wanted = {line.text: place for line in lines if (place := places.of(line)) is not None}
    rows = Phrasing.objects.filter(locale=locale).values_list("text", "article", "anchor", "nobody", "shipped")
    held = {text: (article, anchor, nobody) for text, article, anchor, nobody, shipped in rows if shipped}
    for text, *_place, shipped in rows:
        if not shipped:
            wanted.pop(text, None)
    gone = [text for text in held if text not in wanted]
    moved = [text for text, place in wanted.items() if text in held and held[text] != place]
    new = [
        Phrasing(locale=locale, text=text, article_id=place[0], anchor=place[1], nobody=place[2], shipped=True)
        for text, place in wanted.items()
        if text not in held
    ]
    Phrasing.objects.filter(locale=locale, shipped=True, text__in=gone).delete()
    for text in moved:
        article, anchor, nobody = wanted[text]
        Phrasing.objects.filter(locale=locale, text=text).update(article=article, anchor=anchor, nobody=nobody)
    Phrasing.objects.bulk_create(new, ignore_conflicts=True, batch_size=_TEXTS_AT_ONCE)
    changed = len(gone) + len(moved) + len(new)
    if changed:
        tell_phrasings()
        line_up()
    return changed


class _Places:
    """Where lines of a language lead: articles by number, and anchors by heading."""

    def __init__(self, locale: str, numbers: Iterable[int]) -> None:
        self._articles = dict(Article.objects.filter(number__in=numbers).values_list("number", "pk"))
        sections = Section.objects.filter(
            translation__published_at__isnull=False, translation__article__in=self._articles.values()
        )
        self._anchors = {
            (article, heading): anchor
            for code in (settings.LANGUAGE_CODE, locale)
            for article, heading, anchor in sections.filter(translation__locale=code).values_list(
                "translation__article", "heading", "anchor"
            )
        }

    def of(self, line: PhrasingLine) -> _Place | None:
        if line.number is None:
            return None, "", line.nobody
        article = self._articles.get(line.number)
        return None if article is None else (article, self._anchors.get((article, line.heading), ""), "")


@transaction.atomic
def teach(*, phrasing: Phrasing) -> Phrasing:
    """Stores what staff say a question means; in place of what it meant before, shipped or not.

    Raises ValidationError, of a question without an article and without a reason why.
    """
    take_turn()
    held = Phrasing.objects.filter(locale=phrasing.locale, text=phrasing.text).first()
    if held is not None and phrasing._state.adding:
        held.article, held.anchor, held.nobody = phrasing.article, phrasing.anchor, phrasing.nobody
        phrasing = held
    phrasing.shipped = False
    phrasing.made_of, phrasing.vector = "", b""
    phrasing.full_clean()
    phrasing.save()
    tell_phrasings()
    line_up()
    return phrasing


@transaction.atomic
def forget_phrasings(*, keys: Collection[int]) -> int:
    """Deletes these; how many that were."""
    take_turn()
    gone, _each = Phrasing.objects.filter(pk__in=keys).delete()
    if gone:
        tell_phrasings()
    return gone


@transaction.atomic
def unread_phrasings() -> None:
    """Throws all vectors of questions away, to be made anew."""
    take_turn()
    Phrasing.objects.exclude(made_of="").update(made_of="", vector=b"")
    tell_phrasings()


def encode_more_phrasings() -> None:
    """A second's work of that, and see to it that the others' turn comes."""
    if encode_phrasings():
        with transaction.atomic():
            take_turn()
            line_up()


def encode_phrasings(limit: int = MOST_AT_ONCE) -> int:
    """Make the vectors of some that have none; how many still wait."""
    rows = list(Phrasing.objects.without_vector(encoder.VERSION)[:limit])
    if not rows or (encoded := encoder.encode([row.text for row in rows])) is None:
        return 0
    for row, vector in zip(rows, encoded, strict=True):
        row.made_of, row.vector = encoder.VERSION, vector.tobytes()
    return _store(rows)


@transaction.atomic
def _store(rows: list[Phrasing]) -> int:
    """Of those whose words are still the same."""
    take_turn()
    before = Phrasing.objects.without_vector(encoder.VERSION).count()
    words = dict(Phrasing.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "text"))
    same = [row for row in rows if words.get(row.pk) == row.text]
    # An upsert: a bulk update writes a row's case for each, which takes ten times as long.
    Phrasing.objects.bulk_create(
        same, update_conflicts=True, unique_fields=["locale", "text"], update_fields=["made_of", "vector"]
    )
    waiting = before - len(same)
    if not waiting or waiting // _LEARNED_AFTER != before // _LEARNED_AFTER:
        tell_phrasings()
    return waiting
