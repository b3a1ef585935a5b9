"""The ASGI application, for servers that want one; `make run` uses WSGI, which costs a tenth of the CPU."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DATABASE_STATEMENT_SECONDS", "5")  # a page that takes longer is given up

application = get_asgi_application()
