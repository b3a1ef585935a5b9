"""A file, handed to whoever was given its address: saved, never opened as a page of ours."""

import logging

from django.core import signing
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tickets.files import addresses, storage
from tickets.files.addresses import AddressExpiredError
from tickets.files.storage import StorageAwayError
from tickets.models import StoredFile
from web.problems import problem

logger = logging.getLogger(__name__)
_TRY_AGAIN_SECONDS = "30"


@require_safe
def stored_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file as a download, or its small picture; what it may do in a browser is nothing."""
    try:
        key, small = addresses.read(token)
        file = StoredFile.objects.get(key=key)
        path = storage.thumbnail_path_of(file) if small else storage.path_of(file)
        content = storage.fetch(path)
    except StorageAwayError:
        logger.exception("A file couldn't be fetched")
        return _away(request)
    except AddressExpiredError:
        return _expired(request)
    except (signing.BadSignature, StoredFile.DoesNotExist, FileNotFoundError):
        return _gone(request)
    response = FileResponse(content, content_type="image/webp" if small else file.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(not small, file.name) or "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _expired(request: HttpRequest) -> HttpResponseBase:
    text = _("Links to files hold for a few minutes. Go back, load the page again and open the file from there.")
    return problem(request, status=410, title=_("This link has expired"), text=text)


def _gone(request: HttpRequest) -> HttpResponseBase:
    text = _("The link is incomplete, or the file was deleted. Go back and open the file from the conversation.")
    return problem(request, status=404, title=_("There is no file here"), text=text)


def _away(request: HttpRequest) -> HttpResponseBase:
    text = _("It is still there, but the place where files are kept doesn’t answer. Try again in a few minutes.")
    page = problem(request, status=503, title=_("This file can’t be fetched right now"), text=text, again=request.path)
    page.headers["Retry-After"] = _TRY_AGAIN_SECONDS
    return page
