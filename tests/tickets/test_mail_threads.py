"""Many tickets with honest and forged mails: each honest one joins its own ticket once, and no forged one joins any.

`bench/mail_threads.py` does the same with a thousand.
"""

import pytest

from tests import mail_threads

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _our_mail_server(settings):
    settings.TRUSTED_AUTHSERV_ID = [mail_threads.OUR_SERVER]


def test_no_forged_mail_joins_and_no_honest_one_is_lost_or_doubled(aki):
    letters = mail_threads.made(10, seed=1, author=aki, of_each=5)
    # Each kind is among them.
    assert {letter.kind for letter in letters} == {*mail_threads.HONEST, *mail_threads.FORGED}
    mail_threads.deliver(letters, seed=1)
    report = mail_threads.judged(letters)
    assert (report.lost, report.wrong, report.doubled) == ([], [], [])
    assert report.ended["joined, reply_address"] > 20


def test_what_is_lost_wrong_or_doubled_is_found(aki):
    letters = mail_threads.made(2, seed=1, author=aki, of_each=2)
    assert len(mail_threads.judged(letters).lost) == len(letters)
