"""Writes the reports: what went, by whom, when."""

from collections import Counter

from privacy.models import Report


def add(report: Report, gone: Counter[str]) -> None:
    """Add what went to the report, in the transaction in which it goes."""
    row = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    row.counts = dict(Counter(row.counts) + gone)
    row.save(update_fields=["counts"])
