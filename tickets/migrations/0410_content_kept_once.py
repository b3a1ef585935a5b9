"""Bytes that several files have, kept once; and files of mails that are kept by themselves as well."""

import django.db.models.deletion
import django.utils.timezone
from django.core.files.storage import storages
from django.db import migrations, models

import tickets.models.files


def give_each_its_own(apps, schema_editor):
    """The way back: a file has its bytes under its own key, or in its mail."""
    files = apps.get_model("tickets", "StoredFile").objects
    place = storages["files"]
    for file in files.filter(content__isnull=False).iterator():
        own, shared = (f"{key[:2]}/{key}" for key in (file.key, file.content_id))
        for ending in ("", ".webp") if file.has_thumbnail else ("",):
            if not place.exists(own + ending) and place.exists(shared + ending):
                with place.open(shared + ending) as content:
                    place.save(own + ending, content)
        files.filter(pk=file.pk).update(content=None)
    apps.get_model("tickets", "Attachment").objects.filter(file__isnull=False).update(mail_part=None)


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0402_why_a_mail_went_where'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoredContent',
            fields=[
                ('key', models.CharField(default=tickets.models.files.new_key, editable=False, max_length=32, primary_key=True, serialize=False)),
                ('digest', models.CharField(editable=False, help_text='SHA-256 of the file as it was sent.', max_length=64)),
                ('content_type', models.CharField(max_length=60)),
                ('size', models.PositiveBigIntegerField()),
                ('width', models.PositiveIntegerField(default=0)),
                ('height', models.PositiveIntegerField(default=0)),
                ('has_thumbnail', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'content of files',
                'verbose_name_plural': 'contents of files',
                'constraints': [models.UniqueConstraint(fields=('digest',), name='tickets_content_once')],
            },
        ),
        migrations.AddField(
            model_name='storedfile',
            name='content',
            field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='tickets.storedcontent'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='waits',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RemoveConstraint(
            model_name='attachment',
            name='tickets_attachment_bytes_in_one_place',
        ),
        migrations.RunPython(migrations.RunPython.noop, give_each_its_own),
    ]
