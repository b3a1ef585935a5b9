"""Tickets that have to do with each other."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tickets", "0150_merges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TicketLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("related", "related to"), ("child", "child")], max_length=10)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("author", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("first", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="links_onward", to="tickets.ticket")),
                ("second", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="links_back", to="tickets.ticket")),
            ],
            options={
                "verbose_name": "link of tickets",
                "verbose_name_plural": "links of tickets",
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="tickets_link_once"),
                    models.UniqueConstraint(condition=models.Q(("kind", "child")), fields=("second",), name="tickets_link_one_parent"),
                    models.CheckConstraint(condition=models.Q(("first", models.F("second")), _negated=True), name="tickets_link_not_to_itself"),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["related", "child"])), name="tickets_link_kind_known"),
                ],
            },
        ),
    ]
