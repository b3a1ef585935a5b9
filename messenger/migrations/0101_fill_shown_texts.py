"""Which texts the answers from before came from, as far as their messages say so."""

import hashlib
from typing import Any

from django.db import migrations

_BATCH = 2_000
_LONGEST = 300


def fill(apps: Any, editor: Any) -> None:
    """Goes through all answers, so many at a time."""
    answers = apps.get_model("messenger", "FinAnswer").objects.exclude(message__citations=[]).order_by("pk")
    last = 0
    while rows := list(answers.filter(pk__gt=last).values_list("pk", "message__citations")[:_BATCH]):
        last = rows[-1][0]
        _fill(apps, [(pk, key, cited) for pk, citations in rows for cited in citations if (key := _key(cited))])


def _fill(apps: Any, found: list[tuple[int, tuple[Any, ...], dict[str, Any]]]) -> None:
    texts, showings = apps.get_model("messenger", "ShownText"), apps.get_model("messenger", "Showing")
    names = ("number", "locale", "version", "anchor", "digest")
    more = {key: (cited.get("heading", "")[:_LONGEST], cited.get("quote", "")) for _pk, key, cited in found}
    rows = [texts(**dict(zip(names, key, strict=True)), heading=more[key][0], text=more[key][1]) for key in more]
    texts.objects.bulk_create(rows, ignore_conflicts=True)
    held = texts.objects.filter(number__in={key[0] for key in more}, digest__in={key[4] for key in more})
    keys = {row[1:]: row[0] for row in held.values_list("pk", *names)}
    wanted = {(pk, keys[key]) for pk, key, _cited in found}
    showings.objects.bulk_create(
        [showings(answer_id=answer, shown_id=shown) for answer, shown in sorted(wanted)], ignore_conflicts=True
    )


def _key(cited: Any) -> tuple[Any, ...] | None:
    """What names a text; None for what doesn't say its version."""
    if not isinstance(cited, dict) or not cited.get("version") or not cited.get("number"):
        return None
    quote = cited.get("quote", "")
    digest = hashlib.sha256(quote.encode()).hexdigest()
    return cited["number"], cited.get("locale", ""), cited["version"], cited.get("anchor", "")[:_LONGEST], digest


class Migration(migrations.Migration):
    dependencies = [("messenger", "0100_shown_texts")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
