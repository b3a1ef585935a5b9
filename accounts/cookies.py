"""What our cookies are called: over HTTPS with a prefix that no sibling host and no plain page can set."""

from django.conf import settings


def cookie_name(name: str) -> str:
    """`__Host-name` where cookies are secure (it asks for Secure, the path / and no Domain), else the name itself."""
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name
