"""The list of what concerns a member of staff, and how they want to hear of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tickets.desk.one_ticket import me
from tickets.desk.site import page_context, staff_page
from tickets.desk.standard_views import MENTIONED
from tickets.models import Notification
from tickets.notifying import actions
from tickets.notifying.forms import ChoicesForm
from tickets.notifying.words import sentence
from web.lists import CappedPaginator

_A_PAGE = 50


@staff_page("tickets.view_ticket")
@never_cache
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """What concerns them, the newest first."""
    rows = Notification.objects.of(request.user).shown().select_related("ticket__assignee", "by")
    rows = rows.order_by("-created_at", "-pk")
    page = CappedPaginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    context = page_context(
        request,
        title=gettext("Notifications"),
        page=page,
        lines=[(row, sentence(row)) for row in page],
        unread=Notification.objects.of(request.user).shown().unread().exists(),
    )
    return render(request, "admin/tickets/notifications.html", context)


@staff_page("tickets.view_ticket")
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """All of it is read."""
    actions.read_all(person=me(request), now=timezone.now())
    return redirect("admin:tickets_notifications")


@staff_page("tickets.view_ticket")
@never_cache
@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """The bell alone, for a page that asks how much is unread."""
    return render(request, "admin/tickets/_bell.html", {"unread": unread_of(request)})


def unread_of(request: HttpRequest) -> int:
    """How much is unread; 100 stands for more."""
    return Notification.objects.of(request.user).shown().unread().order_by()[:100].count()


@staff_page("tickets.view_ticket")
@require_safe
def mentions(request: HttpRequest) -> HttpResponse:
    """They are a view of the queue; this address was kept by somebody."""
    return redirect(f"{reverse('admin:tickets_ticket_changelist')}?view={MENTIONED}")


@staff_page("tickets.view_ticket")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """In the desk, by mail, both, or not at all; for each kind."""
    person = me(request)
    form = ChoicesForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        actions.choose(person=person, ways=form.cleaned_data)
        messages.success(request, gettext("Saved."))
        return redirect("admin:tickets_notification_choices")
    context = page_context(request, title=gettext("What I hear of"), form=form)
    return render(request, "admin/tickets/notification_choices.html", context, status=422 if form.is_bound else 200)
