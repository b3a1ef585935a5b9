from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("key", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField()),
                ("until", models.DateTimeField()),
            ],
        ),
        # A count needn't outlive a crash of the database server, so that it costs no wait for its disk.
        migrations.RunSQL("ALTER TABLE web_tally SET UNLOGGED", "ALTER TABLE web_tally SET LOGGED"),
    ]
