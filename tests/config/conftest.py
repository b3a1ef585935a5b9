"""The settings as other environments would make them, in this process."""

import runpy
from pathlib import Path

import pytest

SETTINGS = Path(__file__).resolve().parent.parent.parent / "config" / "settings.py"
PRODUCTION = {
    "DEMO": "0",
    "HTTPS": "1",
    "HELP_HOST": "help.example.com",
    "MAIL_DOMAIN": "example.com",
    "SMTP_HOST": "smtp.example.com",
    "SECRET_KEY": "c7Kq2vX9mT4wZ8bN1yR6pL3sD5fG0hJ_aQeUiOxVnBtMkWzCrY",
    "DATABASE_URL": "postgresql://help@db.example.com/help",
}

UNSET = ("PORT", "SITE_URL", "ALLOWED_HOSTS", "CACHE_URL", "DEBUG", "INCOMING_MAIL_TOKEN", "DATABASE_POOL")
UNSET += ("DATABASE_STATEMENT_SECONDS",)


@pytest.fixture
def values_of(monkeypatch, tmp_path):
    """Reads the settings file anew under a production's environment with changes; a change of None unsets."""

    def read(**changes):
        for name in UNSET:
            monkeypatch.delenv(name, raising=False)
        for name, value in {**PRODUCTION, "VAR_DIR": str(tmp_path), **changes}.items():
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return read
