"""Which domains say in a hidden frame who somebody is; a column with a default alone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0035_rights_that_ended'),
    ]

    operations = [
        migrations.AddField(
            model_name='domain',
            name='silent_sign_in',
            field=models.BooleanField(db_default=False, default=False, help_text='Who opens the messenger is recognized without a press, if they are logged in there: the provider is asked in a hidden frame (prompt=none). Only where its cookies reach a frame on a page of the help center, as they do under one domain name. Three domains at most are asked.', verbose_name='asked in silence'),
        ),
    ]
