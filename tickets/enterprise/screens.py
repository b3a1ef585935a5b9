"""What the form's pages show: the form, why it is closed and what was typed meanwhile. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise

from accounts.entitlements import Support
from accounts.models import Domain, Visitor
from tickets.enterprise.access import closed_to
from tickets.enterprise.actions import holder_of
from tickets.enterprise.forms import FIELDS, EnterpriseForm
from tickets.enterprise.title import TITLE
from tickets.enterprise.words import CHOICES
from tickets.files.kinds import ACCEPT
from tickets.files.refusals import limits_in_words
from tickets.models import StoredFile
from web.addresses import alternates
from web.secrets import kinds_of, mask

type Typed = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What kept a form from being sent: sentences, the status, and where plan and role are confirmed anew."""

    words: Sequence[str | Promise] = ()
    status: int = 200
    renew_at: Domain | None = None


def typed_in(posted: QueryDict) -> dict[str, str | list[str]]:
    """What stands in the form's own fields, as it was posted."""
    return {name: posted.getlist(name) if name == "products" else posted.get(name, "") for name in FIELDS}


def who_of(visitor: Visitor | None) -> str:
    """Tells one person's form from another's, and says nothing of either; "" while nobody is signed in."""
    if visitor is None or visitor.customer_id is None:
        return ""
    return salted_hmac("tickets.enterprise.who", str(visitor.customer_id), algorithm="sha256").hexdigest()[:16]


def show_form(
    request: HttpRequest,
    visitor: Visitor,
    form: EnterpriseForm,
    submission: UUID,
    trouble: Trouble | None = None,
    *,
    kept: bool = False,
) -> HttpResponse:
    """The form with what was typed and the files that wait; above it what kept it from being sent.

    `kept`: whether what was typed is stored, and so can be deleted.
    """
    trouble = trouble or Trouble()
    typed = form.data if form.is_bound else form.initial
    context = {
        **_shared(submission),
        "visitor": visitor,
        "who": who_of(visitor),
        "form": form,
        "trouble": trouble,
        "kept": kept,
        "masked": kinds_of(*(value for value in typed.values() if isinstance(value, str))),
        "accept": ACCEPT,
        "limits": limits_in_words(),
    }
    return render(request, "enterprise/form.html", context, status=trouble.status)


def show_closed(
    request: HttpRequest,
    visitor: Visitor | None,
    support: Support,
    *,
    typed: Typed | None = None,
    submission: UUID | None = None,
    kept: bool = True,
    refusals: Sequence[str] = (),
) -> HttpResponse:
    """Why the form is closed and what can be done, with everything that was typed to read and to copy."""
    closed = closed_to(support)
    words = mask(in_words(typed or {})).text
    context = {
        **_shared(submission),
        "visitor": visitor,
        "closed": closed,
        "words": words,
        "masked": kinds_of(words),
        "kept": kept,
        "refusals": refusals,
    }
    posted = request.method == "POST"
    status = (409 if posted else 200) if closed.asks else 403
    return render(request, "enterprise/closed.html", context, status=status)


def in_words(typed: Typed) -> str:
    """Everything that was typed or chosen as one text, with what each field is called; "" for nothing."""
    parts = []
    for name in FIELDS:
        value = typed.get(name, "")
        chosen = [value] if isinstance(value, str) else value
        lines = [str(CHOICES.get(name, {}).get(each, each)) for each in chosen if each.strip()]
        if lines:
            parts.append("\n".join([f"[{EnterpriseForm.base_fields[name].label}]", *lines]))
    return "\n\n".join(parts)


def _shared(submission: UUID | None) -> dict[str, Any]:
    """What every page has: its name, its address in each language, and where a login comes back to."""
    query = {"draft": submission.hex} if submission else None
    waiting = StoredFile.objects.waiting_for(holder_of(submission)) if submission else StoredFile.objects.none()
    return {
        "title": TITLE,
        "submission": submission.hex if submission else "",
        "draft_query": f"?draft={submission.hex}" if submission else "",
        "waiting": waiting,
        "alternates": alternates(lambda code: reverse("enterprise_form", args=[code], query=query)),
    }
