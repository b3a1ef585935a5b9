"""The admin's name, and the door that its extra pages share."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from tickets.desk.origin import keep
from web.lists import MOST_AT_ONCE


def name_the_site() -> None:
    """Give the admin the help center's name."""
    admin.site.site_header = admin.site.site_title = settings.SITE_NAME
    admin.site.index_title = _("Desk")


def too_many() -> str:
    """What a bulk action says that was asked for more rows than one request can do."""
    return gettext("Nothing was changed: choose at most %(count)s at once.") % {"count": MOST_AT_ONCE}


def staff_page[**P](
    permission: str,
) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponse]], Callable[..., HttpResponse]]:
    """A page of the admin for staff with the permission; strangers are sent to sign in, other staff get 403."""

    def decorate(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return _led(request, keep(request, view(request, *args, **kwargs)))

        return admin.site.admin_view(guarded)

    return decorate


def _led(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response; to another page than the one that a script asks from, the browser goes itself.

    Followed by the script, its messages would be read by nobody, and its parts would stand on the wrong page.
    """
    to = response.headers.get("Location", "")
    if not to or not getattr(request, "htmx", False):
        return response
    here = urlsplit(request.htmx.current_url_abs_path or "").path  # type: ignore[attr-defined]
    return response if urlsplit(to).path == here else HttpResponseClientRedirect(to)


def page_context(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """What every page of the admin's frame needs, without the sidebar of models: the room is for the page.

    Beside a list it is without the frame as well, whichever way it came there: the browser says so.
    """
    bare = request.headers.get("Sec-Fetch-Dest") == "iframe"
    return {**admin.site.each_context(request), "is_nav_sidebar_enabled": False, "is_popup": bare, **more}
