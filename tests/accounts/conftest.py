"""Products on loopback, somebody at the desk, and the time."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.staff import arriving
from accounts.staff.tasks import tell_staff
from tests.accounts.company import Company
from tests.accounts.product import Product, serving
from tests.accounts.signing_in import log_in, member
from tests.cast import Browser


@pytest.fixture
def network():
    with serving() as (server, products):
        yield server, products


@pytest.fixture
def claude(network):
    """The product behind claude.localhost."""
    server, products = network
    products["claude.localhost"] = Product(server)
    return products["claude.localhost"]


@pytest.fixture
def console(network):
    """The product behind platform.localhost, with another key of another kind."""
    server, products = network
    products["platform.localhost"] = Product(server, "platform.localhost", "console", "EdDSA")
    return products["platform.localhost"]


@pytest.fixture
def company(network, db):
    """Acme's login, which joins staff by their address."""
    server, products = network
    products["acme.localhost"] = Company(server, "acme.localhost")
    products["acme.localhost"].row()
    return products["acme.localhost"]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def run_mail(db):
    """Lets the worker tell staff what it was asked to; all mail so far."""

    def run():
        jobs = ProcrastinateJob.objects.filter(task_name="accounts.tell_staff").order_by("id")
        for job in jobs:
            tell_staff(**job.args)
        jobs.delete()
        return mail.outbox

    return run


@pytest.fixture
def aki():
    return member()


@pytest.fixture
def desk(aki):
    """Aki at the desk, the password just given."""
    browser = Browser()
    log_in(browser)
    return browser


@pytest.fixture
def later(monkeypatch):
    """So long afterwards that the password must be given again."""

    def pass_by():
        at = timezone.now() + timedelta(seconds=arriving.CONFIRMED_FOR + 1)
        monkeypatch.setattr("accounts.staff.entering.timezone.now", lambda: at)

    return pass_by
