"""What a provider's claims mean in our names."""

import pytest

from accounts.sign_in.claims_map import in_our_names, lacks


def told(payload, claims_map=None, *, trusted=False):
    return in_our_names(payload, claims_map or {}, product="claude", trusted=trusted)


def plan(payload, **part):
    return told(payload, {"plan": part}).get("plan")


def test_without_a_map_our_own_names_are_read_and_nothing_else_is():
    payload = {"sub": "1", "plan": "pro", "role": "owner", "org": "o", "org_name": "One"}
    assert told(payload | {"groups": ["x"]}) == payload | {"product": "claude"}


@pytest.mark.parametrize(
    ("payload", "path"),
    [
        ({"a": {"b": {"c": "pro"}}}, "a.b.c"),
        ({"https://acme.example/claims": {"plan": "pro"}}, "https://acme.example/claims.plan"),
        ({"https://acme.example/plan": "pro"}, "https://acme.example/plan"),
        ({"a.b": {"c.d": "pro"}, "a": {"b": {}}}, "a.b.c.d"),
        ({"resource_access": {"my.client": {"roles": ["pro"]}}}, "resource_access.my.client.roles"),
        ({"organization": {"pro": {"id": "7"}}}, "organization"),
    ],
)
def test_a_path_leads_into_objects_and_names_may_have_dots(payload, path):
    assert plan(payload, claim=path) == "pro"


@pytest.mark.parametrize("payload", [{}, {"a": "x"}, {"a": {"b": None}}, {"a": {"b": []}}, {"a": {"b": {}}}, {"a": 5}])
def test_a_path_that_leads_nowhere_says_nothing(payload):
    assert plan(payload, claim="a.b") is None
    assert plan(payload, claim="a.b", default="free") == "free"


def test_of_several_words_the_tables_order_decides():
    table = {"boss": "owner", "staff": "member"}
    assert plan({"plan": ["staff", "offline_access", "boss"]}, values=table) == "owner"
    assert plan({"plan": ["staff"]}, values=table) == "member"


def test_with_a_table_only_what_is_in_it_counts():
    # Their "enterprise" may be a trial: it means nothing here unless somebody said so.
    assert plan({"plan": "enterprise"}, values={"gold": "enterprise"}) is None
    assert plan({"plan": "enterprise"}, values={"gold": "enterprise"}, default="free") == "free"


def test_without_a_table_several_words_say_nothing():
    assert plan({"plan": ["a", "b"]}) is None


@pytest.mark.parametrize(("value", "word"), [(True, "true"), (False, "false"), (3, "3")])
def test_what_is_no_text_is_read_as_json_writes_it(value, word):
    assert plan({"plan": value}, values={word: "pro"}) == "pro"


def test_the_product_may_be_left_out_unless_a_claim_was_named_for_it():
    assert told({})["product"] == "claude"
    assert told({"product": "console"})["product"] == "console"
    assert "product" not in told({}, {"product": {"claim": "app"}})
    assert told({"app": "c-1"}, {"product": {"claim": "app", "values": {"c-1": "claude"}}})["product"] == "claude"


def test_an_address_counts_as_verified_only_by_the_providers_word_or_the_rows():
    assert "email_verified" not in told({})
    assert told({}, trusted=True)["email_verified"] is True
    assert told({"email_verified": False}, trusted=True)["email_verified"] is False


def test_what_is_missing_is_named():
    whole = {"email": "a@example.com", "email_verified": True, "plan": "pro"}
    assert lacks(whole, {}, trusted=False) == []
    assert lacks({}, {}, trusted=False) == ["email", "email_verified", "plan", "role"]
    assert lacks({"email": "a@example.com", "role": "admin"}, {}, trusted=True) == []
    assert lacks(whole, {"role": {"claim": "realm.roles"}, "plan": {"default": "x"}}, trusted=False) == ["realm.roles"]
