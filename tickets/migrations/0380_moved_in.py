"""When a ticket was moved in from another desk; null for all that were opened here, so no row is written."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0360_new_mail'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticket',
            name='imported_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='moved in'),
        ),
    ]
