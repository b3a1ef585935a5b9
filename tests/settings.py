"""The site's settings with what tests need: a var folder that goes away, quick passwords, no connection pool."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from config.catalogues import compile_all
from config.embedded_database import EmbeddedDatabase

if "HELPCENTER_TESTS" not in os.environ:  # the workers of pytest-xdist find it set
    _folder = Path(tempfile.mkdtemp(prefix="helpcenter-tests-"))
    _folder.chmod(0o755)  # root's database user passes through
    os.environ["HELPCENTER_TESTS"] = str(_folder)
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    if not os.environ.get("DATABASE_URL"):
        _database = EmbeddedDatabase(_folder, durable=False)
        _database.start()
        atexit.register(_database.stop)
        os.environ["DATABASE_URL"] = _database.place.url("helpcenter")
    compile_all()

os.environ["VAR_DIR"] = str(Path(os.environ["HELPCENTER_TESTS"]) / os.environ.get("PYTEST_XDIST_WORKER", "main"))
os.environ.update(DEMO="1", PORT="8000", DATABASE_POOL="0", PLAIN_STATIC="1", SECRET_KEY="x" * 50)
for _name in ("HTTPS", "DEBUG", "HELP_HOST", "SITE_URL", "ALLOWED_HOSTS", "CACHE_URL", "SMTP_HOST", "MAIL_DOMAIN"):
    os.environ.pop(_name, None)
# No test writes to a model that somebody has a key for.
for _name in ("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "FIN_MODEL"):
    os.environ.pop(_name, None)

from config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
# Each test client has middleware of its own, which would list all static files: as long as a page takes.
WHITENOISE_AUTOREFRESH = True
# Tests that end in no rollback empty all tables, of which the audit trail lets nobody else do so.
_options = DATABASES["default"]["OPTIONS"]  # noqa: F405
_options["options"] = " ".join(["-c helpcenter.empties_audit=on", _options.get("options", "")]).strip()
