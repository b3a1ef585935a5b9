"""Words of Django's admin that its Japanese hasn't got yet, or has otherwise. Said here, so that ours has them."""

from django.utils.translation import gettext_noop

WORDS = (gettext_noop("- Select an option -"), gettext_noop("Filter by %(field_name)s"), gettext_noop("Logout"))
# What stands behind a label, and behind what it doesn't.
SIGNS = (gettext_noop(":"), gettext_noop(":?.!"))
