"""Signatures are those of Standard Webhooks."""

import base64
import time

import pytest

from tests.webhooks.receiver import verified
from webhooks import signing

# The example that the reference libraries of standardwebhooks.com are tested by.
SECRET, ID, AT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
BODY = b'{"test": 2432232314}'
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_example_of_the_specification():
    assert signing.signature(SECRET, message_id=ID, timestamp=AT, body=BODY) == SIGNED


@pytest.mark.parametrize(
    "other",
    [{"message_id": "msg_other"}, {"timestamp": AT + 1}, {"body": BODY + b" "}],
)
def test_each_part_is_signed(other):
    assert signing.signature(SECRET, **({"message_id": ID, "timestamp": AT, "body": BODY} | other)) != SIGNED


def test_a_secret_is_32_bytes_of_chance_each_time():
    one, other = signing.new_secret(), signing.new_secret()
    assert one != other
    assert one.startswith("whsec_")
    assert len(base64.b64decode(one.removeprefix("whsec_"))) == 32


def test_while_a_secret_gives_way_to_another_both_verify():

    old, new = signing.new_secret(), signing.new_secret()
    headers = signing.headers([new, old], message_id="msg_1", timestamp=int(time.time()), body=b"{}")
    assert verified(old, headers, b"{}") == verified(new, headers, b"{}") == {}
    with pytest.raises(AssertionError):
        verified(signing.new_secret(), headers, b"{}")


def test_what_is_no_secret_signs_nothing():
    with pytest.raises(ValueError, match="ASCII"):
        signing.signature("whsec_ä", message_id="msg_1", timestamp=1, body=b"")
