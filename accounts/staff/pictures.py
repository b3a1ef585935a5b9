"""The picture that an authenticator app reads, as SVG. Dark on light in both lights: cameras expect that."""

import segno
from django.utils.safestring import SafeString, mark_safe


def picture_of(address: str) -> SafeString:
    """The address as a QR code; nothing of it but its squares is in the markup."""
    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None))  # noqa: S308
