"""What a request may carry: files only where a form has them, and a large body only where one is expected."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from web.problems import problem

_FOR_PROGRAMS = "/api/"


class NoFiles(FileUploadHandler):
    """Refuses a file before a byte of it is kept; a form that has one names other handlers."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise RequestDataTooBig("A form without a file field was sent a file.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class LimitedFiles(TemporaryFileUploadHandler):
    """Keeps files on the disk: of one that is too large a byte more than it may have, of the many after the most none.

    So the rest of the form is read whatever is wrong with its files, and the text in it is kept.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.count = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.count += 1
        # One more than may be sent tells that there were too many.
        if self.count > settings.FILES_MOST + 1:
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = settings.FILE_LARGEST + 1 - start
        if room > 0:
            super().receive_data_chunk(raw_data[:room], start)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        file = super().file_complete(min(file_size, settings.FILE_LARGEST + 1))
        # Django closes what is found here when a later file is skipped.
        del self.file
        return file


def takes_files[V: Callable[..., HttpResponse]](view: V) -> V:
    """For the address of a form with files: outside of everything that reads the form."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [LimitedFiles(request)]
        return view(request, *args, **kwargs)

    # `csrf_exempt` and the like are said on the outermost view.
    return cast(V, wrapped)


class SizeMiddleware:
    """413 for a body that says it is larger than its address takes, before anybody reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        larger = [most for path, most in settings.LARGEST_BODIES.items() if re.fullmatch(path, request.path_info)]
        if not length.isdecimal() or int(length) <= max(larger, default=settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            return self.get_response(request)
        text = _("Send fewer or smaller files.") if larger else _("Send a shorter text, without files.")
        title = _("That was too much at once")
        if request.path_info.startswith(_FOR_PROGRAMS):
            return _for_program(title, text)
        return problem(request, status=413, title=title, text=text)


def _for_program(title: str, text: str) -> HttpResponse:
    """The same as RFC 9457 has it, as all that the API says."""
    said = {"type": "urn:helpcenter:problem:too-large", "title": title, "status": 413, "detail": text}
    answer = JsonResponse(said, status=413, content_type="application/problem+json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
