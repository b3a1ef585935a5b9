"""Tells the help center that somebody signed out at a product (OpenID Connect Back-Channel Logout 1.0)."""

import logging

import requests

from demo import doors
from demo.identities import sign_logout
from demo.people import Person
from demo.products import Product

SECONDS = 2
logger = logging.getLogger(__name__)


def tell_signed_out(product: Product, person: Person, *, issuer: str, session: str) -> None:
    """Ends the person's visits of this session there; who can't be reached is only logged, the sign-out goes on."""
    token = sign_logout(product, person, issuer=issuer, session=session)
    try:
        answer = doors.post("/sign-in/back-channel-logout", {"logout_token": token}, seconds=SECONDS)
    except requests.RequestException as error:
        logger.warning("The help center didn't hear of a sign-out: %r", str(error))
        return
    if answer.status_code != 200:
        logger.warning("The help center refused a sign-out: %r", answer.text[:300])
