"""Whether somebody wants the ticket beside the queue."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies: ClassVar = [
        ('tickets', '0111_bulk_moves'),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name='deskpreference',
            name='split',
            field=models.BooleanField(db_default=False, default=False, verbose_name='ticket beside the list'),
        ),
    ]
