"""Gaps as the pages of the admin show them. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf.locale import LANG_INFO
from django.db.models import F, Func, Prefetch, Q, QuerySet

from helpcenter.models import Section
from messenger.gaps.models import Gap, GapQuestion

# Questions that a list shows of each, and the most on the page of one.
EXAMPLES, MOST_SHOWN = 6, 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A gap with its most telling question, some others, and the section of the library that is nearest, if any."""

    gap: Gap
    first: GapQuestion
    others: Sequence[GapQuestion] = field(default_factory=list)
    section: Section | None = None


def languages() -> list[tuple[str, str]]:
    """The codes of all languages that gaps were asked in, each with its own name for itself."""
    codes = Gap.objects.order_by().values_list(Func(F("locales"), function="unnest"), flat=True).distinct()
    return [(code, LANG_INFO[code]["name_local"] if code in LANG_INFO else code) for code in sorted(codes)]


def with_questions(rows: QuerySet[Gap], limit: int = EXAMPLES) -> QuerySet[Gap]:
    """Each with its first questions as `examples`."""
    questions = GapQuestion.objects.select_related("answer__message", "phrase").order_by("place", "pk")
    return rows.select_related("translation", "dismissed_by").prefetch_related(
        Prefetch("questions", questions[:limit], to_attr="examples")
    )


def shown(gaps: Iterable[Gap], locale: str) -> list[Shown]:
    """Those of them that still have a question; it is one in `locale`, where the nearest ones have one."""
    held = [(gap, each) for gap in gaps if (each := getattr(gap, "examples", []))]
    sections = _sections([gap for gap, _questions in held])
    found = []
    for gap, questions in held:
        first = next((each for each in questions if each.locale == locale), questions[0])
        others = [each for each in questions if each.text != first.text]
        found.append(Shown(gap, first, others, sections.get(gap.pk)))
    return found


def _sections(gaps: Sequence[Gap]) -> Mapping[int, Section]:
    """By a gap's key the section that is nearest, where it is still published."""
    wanted = {
        gap.pk: (gap.nearest["number"], gap.nearest["locale"], gap.nearest["anchor"]) for gap in gaps if gap.nearest
    }
    places = Q(pk__in=[])
    for number, locale, anchor in set(wanted.values()):
        places |= Q(translation__article__number=number, translation__locale=locale, anchor=anchor)
    rows = Section.objects.filter(places, translation__published_at__isnull=False)
    rows = rows.select_related("translation__article").only(
        *("heading", "anchor", "translation__locale", "translation__slug", "translation__title"),
        "translation__article__number",
    )
    known = {(row.translation.article.number, row.translation.locale, row.anchor): row for row in rows}
    return {key: known[place] for key, place in wanted.items() if place in known}
