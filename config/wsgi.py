"""The WSGI application that granian serves."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from web.malformed import CarefulRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DATABASE_STATEMENT_SECONDS", "5")  # a page that takes longer is given up

application = get_wsgi_application()
application.request_class = CarefulRequest

# What is loaded by now, all views with it, lives as long as the process. Whenever Python looked through all objects for
# garbage, somebody waited 130 ms more for their page; it needs 20 for what has come since.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
