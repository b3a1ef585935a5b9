"""In whose name a ticket was written, and a way from an address to the tickets somebody was added to."""


import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0034_owners_and_admins'),
        ('tickets', '0083_enterprise_requests'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticket',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tickets', to='accounts.organisation', verbose_name='organization'),
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(django.db.models.functions.text.Lower('email'), name='tickets_participant_address'),
        ),
    ]
