"""The site's own settings, but for the half second of a processor that each password takes on purpose."""

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
