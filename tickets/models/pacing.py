"""How soon the next mail may go to each domain."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class DomainPace(models.Model):
    """From when on the next mail may go to the addresses of a domain; those before it have their times."""

    domain = models.CharField(_("domain"), primary_key=True, max_length=255)
    next_at = models.DateTimeField(_("next mail"))

    class Meta:
        verbose_name = _("pace of a domain")
        verbose_name_plural = _("paces of domains")
        default_permissions = ()
        ordering: ClassVar = ["domain"]

    def __str__(self) -> str:
        return self.domain
