"""What a request may carry: no form of ours has files, and nothing but mail is large."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from web.problems import problem


class NoFiles(FileUploadHandler):
    """Refuses a file before a byte of it is kept; a form that has one names other handlers."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise RequestDataTooBig("A form without a file field was sent a file.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class SizeMiddleware:
    """413 for a body that says it is larger than its address takes, before anybody reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.LARGEST_BODIES.get(request.path_info, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        if not length.isdecimal() or int(length) <= most:
            return self.get_response(request)
        text = _("Send a shorter text, without files.")
        return problem(request, status=413, title=_("That was too much at once"), text=text)
