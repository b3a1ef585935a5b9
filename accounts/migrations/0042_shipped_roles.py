"""What a group that is shipped as a role was given: a new table."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0041_staff_settings'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='ShippedRole',
            fields=[
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='shipped_role', serialize=False, to='auth.group')),
                ('given', models.JSONField(default=list)),
            ],
        ),
    ]
