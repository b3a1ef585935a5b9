"""What tickets are found by, one narrow row each, beside the wide one that changes with every act."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from tickets.models.tickets import Ticket


class TicketTerms(models.Model):
    """The numbers of `tickets.search_terms` for everything written on one ticket; tickets.actions keep them."""

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.CASCADE, related_name="terms")
    terms = ArrayField(models.IntegerField(), default=list)

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["terms"], name="tickets_terms_all")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {len(self.terms)}"
