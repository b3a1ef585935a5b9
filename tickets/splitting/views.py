"""Splitting a message off, from the thread."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tickets.desk.one_ticket import back, me, ticket_of, whole_page
from tickets.desk.site import staff_page
from tickets.models import Message, Ticket
from tickets.refusals import TicketRefusedError
from tickets.splitting import actions
from tickets.splitting.forms import SplitForm


@staff_page("tickets.change_ticket")
@require_POST
def split(request: HttpRequest, reference: str) -> HttpResponse:
    """Make a ticket of its own of one message, and go there."""
    row, form = ticket_of(request, reference), SplitForm(request.POST)
    if not form.is_valid():
        if "message" in form.errors:
            raise Http404
        return whole_page(
            request, row, 422, refusal=str(form.errors["subject"][0]), refused_at=_place(row, form), split_form=form
        )
    said = form.cleaned_data
    message = Message.objects.select_related("ticket").filter(ticket=row, pk=said["message"]).first()
    if message is None:
        raise Http404
    told = {"subject": said["subject"], "tell": said["tell"]}
    try:
        made = actions.split(message=message, author=me(request), now=timezone.now(), **told)
    except TicketRefusedError as refusal:
        return whole_page(request, row, 409, refusal=refusal.text, refused_at=_place(row, form), split_form=form)
    words = {"reference": row.reference}
    messages.success(request, gettext("This ticket was split off from %(reference)s.") % words)
    if made.left:
        left = gettext("These files couldn’t be copied; they are on %(reference)s: %(names)s")
        messages.warning(request, left % {**words, "names": ", ".join(made.left)})
    return back(made.ticket)


def _place(row: Ticket, form: SplitForm) -> str:
    """Where a refusal is said: below the message, if its form stands there, else above the editor."""
    first = row.messages.order_by("created_at", "pk").values_list("pk", flat=True).first()
    return "" if row.is_closed or row.is_report or form.cleaned_data["message"] == first else "split"
