"""Gives each customer and organisation to the domain that has it.

A customer whose visits were all made through one domain of the product is that domain's. One without visits, or with
visits through several, is given to the product's current domain: of the two it is the one whose word still counts, and
a legacy domain's people must not be handed somebody else's conversations. An organisation follows its members where all
of them are one current domain's, else it is the current domain's. Members elsewhere lose it until they sign in again.

Every sign-in ends: no visit of before says which email its token named, and one made through another domain than its
customer's would go on reading what isn't its own. What was typed waits for the next sign-in.
"""

from django.db import migrations
from django.utils import timezone


def _current(Domain, product):
    """The domain that a product's people are given to when nothing else says so; made up where none was left."""
    rows = Domain.objects.filter(product=product)
    found = rows.filter(status="current").order_by("pk").first() or rows.order_by("pk").first()
    if found is not None:
        return found
    # Nobody can ever sign in there: names below .invalid don't exist (RFC 2606).
    host = f"{product}.invalid"
    return Domain.objects.create(
        host=host, name=host, product=product, issuer=f"https://{host}", client_id="-", jwks_url=f"https://{host}/"
    )


def place_people(apps, schema_editor):
    Customer, Domain, Organisation, Visitor = (
        apps.get_model("accounts", name) for name in ("Customer", "Domain", "Organisation", "Visitor")
    )
    products = set(Customer.objects.values_list("product", flat=True).distinct())
    products |= set(Organisation.objects.values_list("product", flat=True).distinct())
    for product in products:
        current = _current(Domain, product)
        customers = Customer.objects.filter(product=product)
        customers.update(domain=current)
        for other in Domain.objects.filter(product=product).exclude(pk=current.pk):
            visits = Visitor.objects.filter(customer__isnull=False)
            here = visits.filter(domain=other).values("customer")
            elsewhere = visits.exclude(domain=other).values("customer")
            customers.filter(pk__in=here).exclude(pk__in=elsewhere).update(domain=other)
        Organisation.objects.filter(product=product).update(domain=current)
        for other in Domain.objects.filter(product=product, status="current").exclude(pk=current.pk):
            here = Customer.objects.filter(domain=other, organisation__isnull=False).values("organisation")
            elsewhere = Customer.objects.exclude(domain=other).filter(organisation__isnull=False).values("organisation")
            rows = Organisation.objects.filter(product=product, pk__in=here).exclude(pk__in=elsewhere)
            rows.update(domain=other)
    for domain in Domain.objects.all():
        foreign = Organisation.objects.exclude(domain=domain).values("pk")
        Customer.objects.filter(domain=domain, organisation__in=foreign).update(organisation=None)
    Visitor.objects.filter(customer__isnull=False).update(expires_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_people_of_domains")]

    operations = [migrations.RunPython(place_people, migrations.RunPython.noop)]
