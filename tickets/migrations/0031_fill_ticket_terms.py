"""Makes what tickets are found by for those that exist; batch by batch, so that no row is locked for long."""

from collections import defaultdict

from django.db import migrations

from tickets import search_terms

BATCH = 1_000


def fill(apps, schema_editor):
    models = {name: apps.get_model("tickets", name) for name in ("Ticket", "Message", "Participant", "TicketTerms")}
    last = 0
    while tickets := list(models["Ticket"].objects.filter(pk__gt=last, terms=None).order_by("pk")[:BATCH]):
        last = tickets[-1].pk
        texts = defaultdict(list)
        for name, field in (("Message", "body"), ("Participant", "email")):
            for key, text in models[name].objects.filter(ticket__in=tickets).values_list("ticket_id", field):
                texts[key].append(text)
        rows = [models["TicketTerms"](ticket=each, terms=_terms(each, texts[each.pk])) for each in tickets]
        models["TicketTerms"].objects.bulk_create(rows, ignore_conflicts=True)


def _terms(ticket, texts):
    own = (ticket.reference, ticket.subject, ticket.requester_name, ticket.requester_email)
    return search_terms.merged([], search_terms.terms(*own, *texts))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("tickets", "0030_ticket_terms")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
