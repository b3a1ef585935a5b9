"""The proof fits how somebody pays: one way's fields are wanted, and the others left alone."""

import pytest

from messenger.conversations.forms import CARD_NUMBER_REFUSED, DetailsForm
from messenger.models import Topic, TopicField
from tests import cast
from tests.messenger.steps import at, in_details

pytestmark = pytest.mark.django_db
BASIC = {"text": "Let me in", "field_request": "cancel", "field_account_email": "me@example.com"}
CARD = {"field_last_four": "4242", "field_charge_amount": "20 USD", "field_charge_date": "2026-11-01"}


def form(topic: str = "locked-out-subscription", **typed: str) -> DetailsForm:
    return DetailsForm(BASIC | typed, topic=Topic.objects.get(slug=topic))


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("card", CARD),
        ("invoice", {"field_invoice_number": "INV-1"}),
        ("store", {"field_store_order": "GPA.1234-5678"}),
        ("paypal", {"field_paypal_email": "pay@example.com"}),
    ],
)
def test_one_way_to_pay_is_proof_and_the_others_are_not_asked(method: str, given: dict[str, str]) -> None:
    for chosen in ({"field_proof_method": method}, {}):
        filled = form(**chosen, **given)
        assert filled.is_valid(), filled.errors
        assert {row["key"] for row in filled.rows() if row["proof"]} == {
            "account_email",
            *(key.removeprefix("field_") for key in given),
        }


def test_the_way_that_was_chosen_is_wanted_whole() -> None:
    assert set(form(field_proof_method="card", field_last_four="4242").errors) == {
        "field_charge_amount",
        "field_charge_date",
    }
    assert set(form().errors) == {"field_proof_method"}
    assert form("locked-out-deletion").is_valid()


def test_what_stands_in_the_fields_of_another_way_is_not_sent_and_is_no_error() -> None:
    filled = form(field_proof_method="invoice", field_invoice_number="INV-1", field_last_four="42")
    assert filled.is_valid()
    assert "last_four" not in {row["key"] for row in filled.rows()}


def test_a_full_card_number_is_refused_in_whichever_way() -> None:
    filled = form(field_proof_method="invoice", field_invoice_number="INV-1", field_last_four="4242 4242 4242 4242")
    assert filled.errors["field_last_four"] == [CARD_NUMBER_REFUSED]


def test_staff_decide_which_ways_count(locked_out: cast.Browser) -> None:
    TopicField.objects.exclude(method__in=["", "paypal"]).delete()
    row = in_details(locked_out, "locked-out-subscription")
    page = locked_out.get(at(row)).content.decode()
    assert '<option value="paypal">' in page
    assert '<option value="card">' not in page


def test_every_way_has_its_heading_without_a_script(locked_out: cast.Browser) -> None:
    row = in_details(locked_out, "locked-out-subscription")
    page = locked_out.get(at(row)).content.decode()
    for method in TopicField.Method.values:
        assert page.count(f'<p class="method" data-method="{method}">') == 1
