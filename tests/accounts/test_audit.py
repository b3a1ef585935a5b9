"""What the record of sign-ins holds, and what it never does."""

import logging

import pytest

from accounts.models import Customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def domain(claude):
    return claude.domain()


@pytest.fixture
def records(caplog):
    caplog.set_level(logging.INFO, logger="audit")
    return lambda: [record for record in caplog.records if record.name == "audit"]


def test_a_sign_in_is_recorded_by_number_and_without_a_name(reader, claude, domain, records):
    reader.post("/identify", {"token": claude.token()})
    (record,) = records()
    assert (record.event, record.outcome, record.domain, record.reason) == ("identify", "ok", "claude.localhost", "")
    assert (record.customer, record.network) == (Customer.objects.get().pk, "127.0.0.1/32")
    assert not {"Marta", "marta", "person-1"} & set(str(vars(record)).replace("@", " ").split())


def test_a_refusal_is_recorded_with_our_word_for_it_alone(reader, claude, domain, records):
    reader.post("/identify", {"token": claude.token(iss="https://x\n2026 ERROR forged")})
    (record,) = records()
    assert (record.levelname, record.outcome, record.reason) == ("WARNING", "refused", "unknown_issuer")
    assert "forged" not in str(vars(record))


def test_a_sign_out_is_recorded(pro, records):
    pro.post("/en/sign-out/")
    (record,) = records()
    assert (record.event, record.customer) == ("sign_out", pro.visitor.customer_id)


def test_what_a_stranger_writes_makes_no_line_of_its_own_in_the_log(reader, claude, domain, caplog):
    reader.post("/identify", {"token": claude.token(iss="https://x\n2026 ERROR forged \x1b[31m")})
    reader.post("/identify", {"token": "x.y\n.z"})
    assert all(mark not in record.getMessage() for record in caplog.records for mark in "\n\x1b")
