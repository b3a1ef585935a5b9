"""What the Enterprise form is called: on its pages, and in mail as the beginning of a subject."""

from django.utils.translation import gettext_lazy as _

TITLE = _("Enterprise support form")
