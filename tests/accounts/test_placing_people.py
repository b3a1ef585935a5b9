"""The upgrade from people known by product and subject, over rows as they stood then."""

from datetime import timedelta

import pytest
from django.db.models import JSONField, Value
from django.utils import timezone

from tests.migrating import migrate_to


def migrate(name):
    return migrate_to([("accounts", name)])


@pytest.fixture
def before(empty_database):
    return migrate("0002_used_tokens")


def rows(apps):
    return [apps.get_model("accounts", name) for name in ("Domain", "Customer", "Organisation", "Visitor")]


def domain(Domain, host, **more):
    wanted = {"product": "console", "name": host, "client_id": "x", "jwks_url": f"https://{host}/", "status": "current"}
    return Domain.objects.create(host=host, issuer=f"https://{host}", **(wanted | more))


def visited(Visitor, customer, *domains):
    for number, row in enumerate(domains):
        Visitor.objects.create(
            token_digest=f"{customer.pk}-{number}",
            customer=customer,
            domain=row,
            expires_at=timezone.now() + timedelta(days=1),
        )


def test_people_go_to_the_domain_of_their_visits_and_where_it_is_unclear_to_the_current_one(before):
    Domain, Customer, Organisation, Visitor = rows(before)
    platform = domain(Domain, "platform.example")
    legacy = domain(Domain, "legacy.example", status="legacy", successor=platform)
    lattice = Organisation.objects.create(product="console", external_id="o-1", name="Lattice")
    people = {
        name: Customer.objects.create(product="console", subject=name, email="a@example.com", organisation=lattice)
        for name in ("here", "there", "both", "nowhere")
    }
    visited(Visitor, people["here"], platform)
    visited(Visitor, people["there"], legacy)
    visited(Visitor, people["both"], platform, legacy)
    gone = Customer.objects.create(product="claude", subject="gone", email="a@example.com")

    _Domain, Customer, Organisation, Visitor = rows(migrate("0012_people_by_domain"))
    placed = {row.subject: (row.domain.host, row.organisation_id) for row in Customer.objects.all()}
    assert placed == {
        "here": ("platform.example", lattice.pk),
        "there": ("legacy.example", None),
        "both": ("platform.example", lattice.pk),
        "nowhere": ("platform.example", lattice.pk),
        "gone": ("claude.invalid", None),
    }
    assert Organisation.objects.get().domain.host == "platform.example"
    assert not Visitor.objects.filter(expires_at__gt=timezone.now()).exists()

    Customer = rows(migrate("0002_used_tokens"))[1]
    assert Customer.objects.get(pk=gone.pk).product == "claude"


def test_of_the_embed_origins_that_were_only_origins_stay(before):
    Domain = before.get_model("accounts", "Domain")
    mixed = ["*", 5, ["https://a.example"], "https://a.example"]
    for number, kept in enumerate((None, 5, "x", mixed)):
        domain(Domain, f"{number}.example", embed_origins=Value(kept, JSONField()))
    rows_now = migrate("0013_embed_origins").get_model("accounts", "Domain").objects.order_by("host")
    assert list(rows_now.values_list("embed_origins", flat=True)) == [[], [], [], ["https://a.example"]]
