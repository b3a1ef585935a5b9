"""An email backend that writes each message to a folder as one .eml file, for when no SMTP server is set."""

import os
import secrets
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage, InvalidMailer
from django.core.mail.backends.base import BaseEmailBackend


class MailFolderBackend(BaseEmailBackend):
    """Mailer with the option `folder`; file names sort by the time of sending, and a file is there only when whole."""

    def __init__(self, *, folder: str | Path | None = None, **options: Any) -> None:
        super().__init__(**options)
        if folder is None:
            raise InvalidMailer("OPTIONS must define 'folder'.", alias=options.get("alias", ""))
        self.folder = Path(folder)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages and return how many; raises OSError when the folder can't be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            self._write(message.message().as_bytes())
        return len(email_messages)

    def _write(self, content: bytes) -> None:
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
        # A reader of the folder looks for *.eml, so it never meets a half-written file.
        descriptor, temporary = tempfile.mkstemp(dir=self.folder, suffix=".part")
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(temporary).rename(self.folder / f"{moment}-{secrets.token_hex(4)}.eml")
