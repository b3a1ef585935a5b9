"""What staff set for themselves: one page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.staff.arriving import AtHand
from accounts.staff.entering import own_page, render
from accounts.staff.forms import SettingsForm
from accounts.staff.settings_actions import change_settings


@require_http_methods(["GET", "POST"])
@own_page(confirmed=False)
def own_settings(request: HttpRequest, person: AtHand) -> HttpResponse:
    """Language, clock, signature, how lists look, keys."""
    if person.pending:
        return redirect("admin:own_sign_in")
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=person.user.own)
    if form.is_valid():
        change_settings(user=person.user, **form.cleaned_data)
        # Said in the language that the page behind will be in.
        with translation.override(form.cleaned_data["language"] or translation.get_language()):
            messages.success(request, gettext("Saved."))
        return redirect("admin:own_settings")
    return render(request, "settings", gettext("My settings"), form=form)
