"""Words of Django's admin that its Japanese hasn't got yet, or has otherwise. Said here, so that ours has them."""

from django.utils.translation import gettext_noop

WORDS = (gettext_noop("- Select an option -"), gettext_noop("Filter by %(field_name)s"), gettext_noop("Logout"))
# What stands behind a label and behind which it doesn’t; what has names in it, which Django sets apart by spaces.
OTHERWISE = (
    gettext_noop(":"),
    gettext_noop(":?.!"),
    gettext_noop("Add %s"),
    gettext_noop("Change %s"),
    gettext_noop("Select %s"),
    gettext_noop("Select %s to change"),
    gettext_noop("Add %(name)s"),
    gettext_noop("Add another %(verbose_name)s"),
    gettext_noop("The {name} “{obj}” was added successfully."),
    gettext_noop("The {name} “{obj}” was added successfully. You may add another {name} below."),
    gettext_noop("The {name} “{obj}” was changed successfully."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may edit it again below."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    gettext_noop("The %(name)s “%(obj)s” was deleted successfully."),
    gettext_noop(
        "You are authenticated as %(username)s, but are not authorized to access this page. "
        "Would you like to login to a different account?"
    ),
)
