"""The scopes in words, as who makes a token reads them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from api.scopes import Scope

SCOPES: dict[Scope, str | Promise] = {
    Scope.TICKETS_READ: _("read tickets and what was said on them"),
    Scope.TICKETS_WRITE: _("open tickets, write on them and change them"),
    Scope.REPORTS: _("also reports under the law, for who handles them"),
    Scope.PEOPLE_READ: _("read people and organizations"),
    Scope.PEOPLE_WRITE: _("enter people and organizations before they log in, for who may add customers"),
    Scope.TOPICS_READ: _("read topics"),
    Scope.MACROS_READ: _("read macros"),
    Scope.ARTICLES_READ: _("read published articles"),
    Scope.ARTICLES_DRAFTS: _("also articles that aren’t published, for editors"),
    Scope.CONVERSATIONS_READ: _("read conversations with Fin"),
}
