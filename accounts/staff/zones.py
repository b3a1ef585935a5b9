"""Names of time zones as people look for them: by region. No Django, no clock."""

from collections.abc import Iterable

# What else the database of zones has are old names, and zones without a place.
REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


def grouped(names: Iterable[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices for a select: each region with its zones in the order of their names, and UTC by itself."""
    by_region: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for name in sorted(names):
        region, _slash, place = name.partition("/")
        if place and region in by_region:
            by_region[region].append((name, place.replace("_", " ").replace("/", " – ")))
    return [("UTC", [("UTC", "UTC")]), *((region, zones) for region, zones in by_region.items() if zones)]
