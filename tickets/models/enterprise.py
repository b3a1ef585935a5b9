"""What the Enterprise support form stores besides its ticket: which sending brought it, and what waits to be sent."""

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Visitor
from tickets.models.tickets import Ticket


class EnterpriseRequest(models.Model):
    """A ticket that came by the form; its name tells it from all others, so that a second press makes no second one."""

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.CASCADE, verbose_name=_("ticket"))
    name = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("Enterprise request")
        verbose_name_plural = _("Enterprise requests")

    def __str__(self) -> str:
        return str(self.ticket_id)


class RequestDraftQuerySet(models.QuerySet["RequestDraft"]):
    """Which drafts."""

    def visible_to(self, visitor: Visitor | None) -> Self:
        """The visit's own, and those of other visits of the customer that it is signed in as; newest first."""
        if visitor is None:
            return self.none()
        visits = models.Q(visitor=visitor)
        if visitor.customer_id is not None:
            visits |= models.Q(visitor__customer=visitor.customer_id)
        return self.filter(visits).order_by("-updated_at", "-pk")


class RequestDraft(models.Model):
    """What somebody typed into the form who may not send it as they are: it waits for their login."""

    visitor = models.ForeignKey(
        Visitor, verbose_name=_("visitor"), on_delete=models.CASCADE, related_name="request_drafts"
    )
    # The form that it was typed into; files that came along wait under it.
    submission = models.UUIDField(editable=False)
    typed = models.JSONField(_("typed text"), default=dict)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated"), default=timezone.now, editable=False)

    objects = RequestDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsent Enterprise request")
        verbose_name_plural = _("unsent Enterprise requests")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visitor", "submission"], name="tickets_request_draft_once_a_visit"),
        ]

    def __str__(self) -> str:
        return self.submission.hex
