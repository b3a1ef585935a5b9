"""New mail, and who is let through by it."""

import pytest

from tests import cast
from tests.tickets.conftest import mail

PASSED = "mx.our.example; dmarc=pass header.from=example.com"


@pytest.fixture(autouse=True)
def _our_mail_server(settings):
    settings.TRUSTED_AUTHSERV_ID = ["mx.our.example"]


@pytest.fixture
def pro(db):
    """A Pro customer whose product said lately who they are."""
    return cast.customer(person="pro", name="Hanako Yamada")


def new_mail(*, sender="Hanako <pro@example.com>", checks=PASSED, **changes):
    """A raw mail to the support address; `checks` is what our mail server says of it."""
    headers = {"Authentication-Results": checks} if checks else {}
    return mail(sender=sender, **{"subject": "The button is gone", "text": "I can't find it."} | changes | headers)
