"""The shipped articles, loaded once for the tests of this folder that read them."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import timezone

from helpcenter.loading import load
from helpcenter.models import Article, Collection, ContentStamp


@pytest.fixture(scope="package")
def _shipped(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock():
        load(settings.CONTENT_DIR, timezone.now())
    yield
    with django_db_blocker.unblock():
        Article.objects.all().delete()
        Collection.objects.all().delete()
        ContentStamp.objects.all().delete()


@pytest.fixture
def shipped(_shipped: None, db: None) -> None:
    """Everything in content/, in the database."""
