"""The site without its page store, so that every request makes its page anew. For bench/article.py alone."""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
settings.MIDDLEWARE.remove("helpcenter.reading.middleware.PageStoreMiddleware")

from config.wsgi import application  # noqa: E402

__all__ = ["application"]
