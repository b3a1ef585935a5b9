"""A contact address is proved before a ticket is answered there: a code by mail, and its six digits."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import Visitor
from messenger.conversations.actions import codes, handover
from messenger.conversations.forms import AddressForm, CodeForm
from messenger.conversations.screens import show_stage
from messenger.conversations.views.own import onward
from messenger.conversations.views.talking import beside_the_composer
from messenger.models import Conversation
from web.network import networks_of


@beside_the_composer
def ask_code(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """Send a code to the address for our answer, which may be changed here."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _again(request, visitor, row, form)
    networks, email = networks_of(request), form.cleaned_data["contact_email"]
    return onward(codes.ask(conversation=row, visitor=visitor, email=email, networks=networks, now=timezone.now()))


@beside_the_composer
def type_code(request: HttpRequest, visitor: Visitor, row: Conversation) -> HttpResponse:
    """With the right code the conversation is forwarded at once."""
    form, now = CodeForm(request.POST), timezone.now()
    if not form.is_valid():
        return _again(request, visitor, row, form)
    if not codes.type_in(conversation=row, visitor=visitor, code=form.cleaned_data["code"], now=now):
        form.refuse()
        return _again(request, visitor, row, form)
    row.refresh_from_db()
    return onward(
        handover.hand_over(conversation=row, visitor=visitor, networks=networks_of(request), now=timezone.now())
    )


def _again(request: HttpRequest, visitor: Visitor, row: Conversation, form: forms.Form) -> HttpResponse:
    row.refresh_from_db()
    shown: dict[str, Any] = {"code_form" if isinstance(form, CodeForm) else "address_form": form}
    return show_stage(request, visitor, row, status=422, more=shown)
