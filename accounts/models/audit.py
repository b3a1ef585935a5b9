"""The audit trail: one row for each thing that staff did, or were refused. The database lets nobody change one."""

from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit.words import kind_in_words


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def matching(self, words: str) -> "AuditEntryQuerySet":
        """What this person did, what was done to this object, and what came from this network.

        Only what finds anything at all is asked for, which is nearly always one of them: its index is in the list's
        order, however much it finds. All three at once would be looked for, and sorted, from end to end.
        """
        asked = words.strip().lower()
        parts = (models.Q(name_told=asked), models.Q(object_told=asked), models.Q(network=asked))
        # The newest one, not any: so its own index is read, and never the table until something comes.
        newest = AuditEntry.objects.told().order_by("-at", "-pk").values_list("pk", flat=True)
        found = [part for part in parts if newest.filter(part)[:1]]
        return self.told().filter(reduce(or_, found)) if found else self.none()

    def told(self) -> "AuditEntryQuerySet":
        """With names as they are compared: each has its index."""
        return self.alias(name_told=Lower("staff_name"), object_told=Lower("object_ref"))


class AuditEntry(models.Model):
    """Who did what, to which object, when, from which network, and what came of it.

    It names people and objects by what they were called then, and points to no row: what it tells of may go, it stays.
    """

    class Outcome(models.TextChoices):
        OK = "ok", _("done")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("failed")

    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    kind = models.CharField(_("what"), max_length=40)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.OK)
    # The number of a user, or none: the system, or somebody who isn't known.
    staff_number = models.BigIntegerField(_("number of the person"), null=True)
    staff_name = models.CharField(_("who"), max_length=150, blank=True)
    # The model's label, such as tickets.ticket, and what its row is called: a reference, a name, or its key.
    object_kind = models.CharField(_("kind of object"), max_length=80, blank=True)
    object_ref = models.CharField(_("object"), max_length=150, blank=True)
    network = models.CharField(_("network"), max_length=50, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        default_permissions = ("view",)
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="accounts_audit_newest"),
            models.Index(F("kind"), F("at").desc(), F("id").desc(), name="accounts_audit_kind"),
            models.Index(F("staff_number"), F("at").desc(), F("id").desc(), name="accounts_audit_staff"),
            models.Index(Lower("staff_name"), F("at").desc(), F("id").desc(), name="accounts_audit_name"),
            models.Index(Lower("object_ref"), F("at").desc(), F("id").desc(), name="accounts_audit_object"),
            models.Index(F("network"), F("at").desc(), F("id").desc(), name="accounts_audit_network"),
            models.Index(F("at").desc(), F("id").desc(), name="accounts_audit_not_done", condition=~Q(outcome="ok")),
        ]

    def __str__(self) -> str:
        return f"{kind_in_words(self.kind)} {self.object_ref}".strip()


def name_of_row(row: Any) -> str:
    """What a row is called in the trail: never words about a customer, which would outlive them there."""
    for name in ("reference", "username"):
        if isinstance(value := getattr(row, name, None), str):
            return value
    return str(row.name if row._meta.label_lower in {"auth.group", "accounts.staffprovider"} else row.pk)
