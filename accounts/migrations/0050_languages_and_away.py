"""What staff answer in, and that they are away: two columns more."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0042_shipped_roles'),
    ]

    operations = [
        migrations.AddField(
            model_name='staffsettings',
            name='is_away',
            field=models.BooleanField(db_default=False, default=False, help_text='No ticket is handed out to you meanwhile, and colleagues see it when they assign one.', verbose_name='I’m away'),
        ),
        migrations.AddField(
            model_name='staffsettings',
            name='languages',
            field=models.JSONField(blank=True, db_default=[], default=list, verbose_name='languages I answer in'),
        ),
    ]
