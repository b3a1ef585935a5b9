"""Keeps the files that programs send, each by itself, until a write names them. Nothing else writes these rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile

from api.models import ApiToken
from tickets.files import actions as stored
from tickets.models import StoredFile, WaitingFile
from web.actions import take
from web.limits import claims


class NoSuchFileError(Exception):
    """A file that isn't there, was sent already, or came by another token."""


def keep_file(*, token: ApiToken, upload: "UploadedFile[Any]", now: datetime) -> StoredFile:
    """Keep a file for what is written by this token within a day. Raises FileRefusedError, TooOftenError."""
    take(claims("upload", about="api", customer=token.user_id), now=now)
    holder = f"{_waiting_with(token)}{uuid4().hex}"
    return stored.take_in(holder=holder, name=upload.name or "", content=upload.read(), now=now)


def gather(*, token: ApiToken, keys: Sequence[str]) -> str:
    """Have these files wait together, and return for whom: the caller's transaction sends them off.

    Without any it is a holder that nothing waits for: the files of the same person's draft on the desk stay with it.
    Of two requests that name the same file the second finds it gone. Raises NoSuchFileError.
    """
    holder, wanted = f"api:{uuid4().hex}", set(keys)
    if wanted:
        waiting = WaitingFile.objects.filter(file__key__in=wanted, holder__startswith=_waiting_with(token))
        if waiting.update(holder=holder) != len(wanted):
            raise NoSuchFileError
    return holder


def _waiting_with(token: ApiToken) -> str:
    return f"api:{token.pk}:"
