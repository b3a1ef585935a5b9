"""What editors' search finds by: each text's terms, and parts of titles."""

import django.contrib.postgres.fields
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models.functions import Upper

# A term is five bytes: all keys stand first, four each with the lowest byte first, then all counts.
FILL = """
UPDATE helpcenter_translation SET word_keys = ARRAY(
    SELECT get_byte(raw, 4 * at) + (get_byte(raw, 4 * at + 1) << 8)
         + (get_byte(raw, 4 * at + 2) << 16) + (get_byte(raw, 4 * at + 3) << 24)
    FROM generate_series(0, length(raw) / 5 - 1) AS at
)
FROM (SELECT id, terms || ''::bytea AS raw FROM helpcenter_translation OFFSET 0) AS unpacked
WHERE unpacked.id = helpcenter_translation.id
"""


class Migration(migrations.Migration):
    dependencies = [("helpcenter", "0011_shipped_texts")]

    operations = [
        # Others use it too, so going back leaves it.
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="translation",
            name="word_keys",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="translation",
            index=GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="helpcenter_translation_title"),
        ),
        migrations.AddIndex(
            model_name="translation", index=GinIndex(fields=["word_keys"], name="helpcenter_translation_words")
        ),
        migrations.AddIndex(
            model_name="translation", index=models.Index(fields=["updated_at"], name="helpcenter_translation_updated")
        ),
    ]
