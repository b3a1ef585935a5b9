"""Staff users, from Django's own."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Staff. The people who write in are `Customer` rows and can never sign in to the admin."""
