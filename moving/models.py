"""What was moved in already, so that a second run goes on and nothing is there twice."""

from typing import ClassVar

from django.db import models
from django.utils import timezone


class ImportedRecord(models.Model):
    """That one record of another desk is here. It knows no words of it, and outlives what it was made into: what was
    deleted here for good doesn't come again with the next run."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation"
        PERSON = "person"
        MACRO = "macro"
        TICKET = "ticket"

    # The desk, and which account of it: "zendesk", "zendesk:acme".
    source = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=Kind)
    external_id = models.CharField(max_length=100)
    # The key of the row that it is here.
    made = models.BigIntegerField()
    imported_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "kind", "external_id"], name="moving_record_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind} {self.external_id}"
