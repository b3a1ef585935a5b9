"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from web.malformed import CarefulRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DATABASE_STATEMENT_SECONDS", "5")  # a page that takes longer is given up

application = get_wsgi_application()
application.request_class = CarefulRequest
