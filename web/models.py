"""Rows that belong to no app: how often something was done lately."""

from django.db import models


class Tally(models.Model):
    """How often one (person, address or network) did one thing since it began to be counted.

    The key is a digest that only we can make, so the table names nobody. A tally past its end counts as none.
    """

    key = models.UUIDField(primary_key=True, editable=False)
    count = models.PositiveIntegerField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
