"""Fields of the admin's forms about domains."""

from typing import Any, ClassVar

from django.contrib.postgres.forms import SimpleArrayField
from django.utils.translation import gettext_lazy as _

from accounts.models.domains import validate_origin


class OriginsField(SimpleArrayField):
    """Origins, one a line; empty lines are nobody's."""

    default_error_messages: ClassVar = {"item_invalid": _("Origin %(nth)s:")}

    def __init__(self, base_field: Any, **options: Any) -> None:
        # Here too: of what the model's validators say the form would keep which line it was, and drop why.
        base_field.validators.append(validate_origin)
        super().__init__(base_field, **(options | {"delimiter": "\n"}))

    def to_python(self, value: Any) -> Any:
        """The entries."""
        if isinstance(value, str):
            value = "\n".join(line.strip() for line in value.splitlines() if line.strip())
        return super().to_python(value)
