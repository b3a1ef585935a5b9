"""Hands a message to the help center as a mail server would: by HTTP, with the token of its incoming door."""

from email.message import EmailMessage

import requests
from django.conf import settings

from demo import doors

SECONDS = 10


class NotDeliveredError(Exception):
    """The help center didn't take the message; the text says what it answered."""


def deliver(message: EmailMessage) -> None:
    """Raises NotDeliveredError unless the help center takes the message."""
    headers = {"Authorization": f"Bearer {settings.INCOMING_MAIL_TOKEN}", "Content-Type": "message/rfc822"}
    try:
        response = doors.post("/mail/incoming", message.as_bytes(), headers=headers, seconds=SECONDS)
    except requests.RequestException as error:
        raise NotDeliveredError(str(error)) from error
    if response.status_code // 100 != 2:
        raise NotDeliveredError(f"{response.status_code} {response.text[:300]}".strip())
