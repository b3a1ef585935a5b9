"""Codes that prove a contact address: whoever reads mail there is told six digits, and types them in."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from messenger.conversations.models import Conversation

DIGITS = 6
HOLDS_FOR = timedelta(minutes=15)
MOST_TRIES = 5


class ContactCode(models.Model):
    """The newest code of a conversation. It is made by who sends it, so only its digest is ever stored."""

    conversation = models.OneToOneField(
        Conversation, verbose_name=_("conversation"), on_delete=models.CASCADE, related_name="contact_code"
    )
    email = models.EmailField(_("to"))
    # Each request is a round of its own: what an earlier one sends or proves counts no more.
    round = models.PositiveIntegerField(default=1)
    # Empty until the mail goes out.
    digest = models.CharField(max_length=64, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True)
    tries = models.PositiveSmallIntegerField(_("attempts"), default=0)
    proved_at = models.DateTimeField(_("proved"), null=True)

    class Meta:
        verbose_name = _("contact code")
        verbose_name_plural = _("contact codes")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="messenger_contact_code_ends", condition=models.Q(digest="") | models.Q(ends_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def digest_of(self, code: str) -> str:
        """What is stored of a code of this round: keyed, as six digits alone are guessed in no time."""
        named = f"{self.conversation_id} {self.round} {self.email.lower()} {code}"
        return salted_hmac("messenger.contact_code", named, algorithm="sha256").hexdigest()

    def is_open(self, now: datetime) -> bool:
        """Whether a code may still be typed in: it hasn't run out, and there are tries left."""
        return self.tries < MOST_TRIES and (self.ends_at is None or now < self.ends_at)

    def matches(self, code: str) -> bool:
        """Whether this is the code that was sent."""
        return bool(self.digest) and constant_time_compare(self.digest_of(code), self.digest)

    def proves(self, email: str) -> bool:
        """Whether somebody who reads mail at this address has typed in its code."""
        return self.proved_at is not None and self.email.lower() == email.strip().lower()
