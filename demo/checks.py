"""Says, before a deployment, that the demonstration is on."""

from typing import Any

from django.core.checks import CheckMessage, Warning


def demonstration_is_off(**_kwargs: Any) -> list[CheckMessage]:
    """Always a warning: `DemoConfig` registers it, and that app is there only while DEMO is on."""
    return [
        Warning(
            "DEMO is on: the sample products let anybody log in as anybody, and /demo/mail/ shows all mail.",
            hint="Unset DEMO in a deployment that real people use.",
            id="demo.W001",
        )
    ]
