"""A few articles and the shipped topics; `steps.py` makes the conversations."""

from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from helpcenter.actions import place_article, publish_collection, publish_translation, set_landmark
from helpcenter.models import Article
from tests import rows
from tickets.models import FieldText, Topic, TopicField, TopicText, TopicVersion

ARTICLES = {
    9018020: {
        "en": (
            "Cancel your subscription",
            "You can cancel your subscription at any time.\n\n## On the web\n\nOpen Settings.",
        ),
        "ja": ("サブスクリプションを解約する", "いつでも解約できます。\n\n## Web で解約する\n\n設定を開きます。"),
    },
    9017027: {
        "en": ("Delete your account", "Deleting your account is final.\n\n## Steps\n\nOpen Settings, then Account.")
    },
    9015934: {"en": ("Ask an owner to contact support", "Owners can write for you.")},
    9015941: {"en": ("Get support when you cannot log in", "See [Cancel](article:9018020).")},
}
LANDMARKS = {"ask_owner": 9015934, "cant_log_in": 9015941, "delete_account": 9017027}


# What the first test made, for those that come after it.
_topics: rows.Rows = {}
_articles: rows.Rows = {}


@pytest.fixture(autouse=True)
def topics(db: None) -> None:
    """The shipped topics."""
    if _topics:
        rows.put_back(_topics)
    else:
        call_command("load_topics", verbosity=0)
        _topics.update(rows.of([Topic, TopicText, TopicField, FieldText, TopicVersion]))


@pytest.fixture
def articles(db: None) -> None:
    """Those of ARTICLES, in one collection."""
    if _articles:
        rows.put_back(_articles)
    else:
        _publish()
        _articles.update(rows.of(apps.get_app_config("helpcenter").get_models()))


def _publish() -> None:
    for locale in ("en", "ja"):
        publish_collection(number=1, locale=locale, slug="all", title="All", description="", order=1, icon="lifebuoy")
    for number, languages in ARTICLES.items():
        article = place_article(number=number, collection=1, related=[], featured=False, source_locale="en")
        for locale, (title, body) in languages.items():
            publish_translation(
                article=article,
                locale=locale,
                slug="an-article",
                title=title,
                summary="",
                keywords=[],
                questions=[],
                body_markdown=body,
                updated_at=date(2026, 11, 1),
                now=timezone.now(),
            )
    for key, number in LANDMARKS.items():
        set_landmark(key=key, article=Article.objects.get(number=number))
