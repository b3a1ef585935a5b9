"""Mail to staff about their own sign-in, in the background. A job carries a number and a word."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from accounts.models import User
from accounts.staff import emails


@app.task(name="accounts.tell_staff", queue="mail", retry=RetryStrategy(max_attempts=5, wait=10))
def tell_staff(*, user_id: int, what: str) -> None:
    """Tell somebody what was changed about how they sign in."""
    user = User.objects.filter(pk=user_id).first()
    if user is not None and user.email:
        emails.sign_in_changed(user, emails.What(what)).send(using="default")
