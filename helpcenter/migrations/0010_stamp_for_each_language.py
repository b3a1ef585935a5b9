"""One content stamp a language. The row that is there becomes the default language's; the others begin beside it."""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


# A language that has texts has a stamp from the beginning.
EVERY_LANGUAGE = """
INSERT INTO helpcenter_contentstamp (locale, value, changed_at, words_value, words_changed_at)
SELECT DISTINCT locale, 0, now(), 0, now() FROM helpcenter_translation
ON CONFLICT (locale) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("helpcenter", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="contentstamp", name="helpcenter_content_stamp_is_one_row"),
        migrations.AlterField(
            model_name="contentstamp",
            name="id",
            field=models.SmallAutoField(primary_key=True, serialize=False),
        ),
        migrations.RunSQL(
            "SELECT setval(pg_get_serial_sequence('helpcenter_contentstamp', 'id'), 1)", migrations.RunSQL.noop
        ),
        migrations.AddField(
            model_name="contentstamp",
            name="locale",
            field=models.CharField(default=settings.LANGUAGE_CODE, max_length=20, verbose_name="language"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="contentstamp", name="words_value", field=models.PositiveBigIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="contentstamp",
            name="words_changed_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterModelOptions(
            name="contentstamp",
            options={
                "ordering": ["locale"],
                "verbose_name": "content stamp",
                "verbose_name_plural": "content stamps",
            },
        ),
        migrations.AddConstraint(
            model_name="contentstamp",
            constraint=models.UniqueConstraint(fields=("locale",), name="helpcenter_content_stamp_once_per_locale"),
        ),
        migrations.RunSQL(EVERY_LANGUAGE, "DELETE FROM helpcenter_contentstamp WHERE id <> 1"),
    ]
