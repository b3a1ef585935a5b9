"""Which words mean the same in a search. The next search in this process knows, others within a second."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from helpcenter.actions.edits import check_seen
from helpcenter.models import SynonymGroup
from helpcenter.search.wording import wording
from helpcenter.text.fingerprints import fingerprint

type ShippedSynonyms = Mapping[tuple[str, str], tuple[Sequence[str], bool]]


@transaction.atomic
def set_synonyms(
    *,
    group: SynonymGroup | None,
    locale: str,
    words: Sequence[str],
    one_way: bool = False,
    active: bool = True,
    seen: str | None = None,
) -> SynonymGroup:
    """Makes a group of words, or changes one. `seen` is the fingerprint of what its editor saw.

    Raises StaleEditError.
    """
    if group is not None:
        group = SynonymGroup.objects.select_for_update().get(pk=group.pk)
        check_seen(group, seen)
    held = group or SynonymGroup()
    held.locale, held.words, held.one_way, held.active = locale, list(words), one_way, active
    held.save()
    _tell()
    return held


@transaction.atomic
def drop_synonyms(*, group: SynonymGroup) -> None:
    """Takes away a group that staff made. One from the content files would come back: it is set inactive instead."""
    held = SynonymGroup.objects.select_for_update().get(pk=group.pk)
    if held.key:
        held.active = False
        held.save(update_fields=["active"])
    else:
        held.delete()
    _tell()


@transaction.atomic
def ship_synonyms(*, files: ShippedSynonyms) -> int:
    """The groups of the content files by language and key, but for those that staff changed; how many are others now.

    What files no longer have goes, unless staff changed it.
    """
    rows = SynonymGroup.objects.select_for_update().exclude(key="")
    held = {(row.locale, row.key): row for row in rows}
    changed = 0
    for (locale, key), (words, one_way) in files.items():
        wanted = fingerprint(list(words), one_way, True)
        row = held.get((locale, key)) or SynonymGroup(locale=locale, key=key)
        if wanted == row.as_shipped or (row.pk and row.fingerprint not in {row.as_shipped, wanted}):
            continue
        row.words, row.one_way, row.active, row.as_shipped = list(words), one_way, True, wanted
        row.save()
        changed += 1
    gone = [row.pk for place, row in held.items() if place not in files and row.fingerprint == row.as_shipped]
    SynonymGroup.objects.filter(pk__in=gone).delete()
    if changed or gone:
        _tell()
    return changed + len(gone)


def _tell() -> None:
    wording.forget()
    transaction.on_commit(wording.forget, robust=True)
