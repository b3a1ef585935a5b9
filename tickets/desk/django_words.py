"""Words of Django's admin that its own Japanese hasn't got yet. Said here, so that our catalogues have them."""

from django.utils.translation import gettext_noop

WORDS = (gettext_noop("- Select an option -"), gettext_noop("Filter by %(field_name)s"), gettext_noop("Logout"))
