"""What content files last wrote, and the texts that wait. Rows that nobody edited in the admin count as shipped."""

import hashlib
import json

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

_BATCH = 500


def _fingerprint(*values):
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, default=str).encode()).hexdigest()


def _unedited(apps, model):
    """The rows of a model that have no entry in the admin's log."""
    entries = apps.get_model("admin", "LogEntry").objects.filter(
        content_type__app_label="helpcenter", content_type__model=model._meta.model_name
    )
    edited = {int(key) for key in entries.values_list("object_id", flat=True) if (key or "").isdigit()}
    return model.objects.exclude(pk__in=edited)


def _fill(model, rows, fingerprint):
    batch = []
    for row in rows.iterator(_BATCH):
        row.as_shipped = fingerprint(row)
        batch.append(row)
        if len(batch) == _BATCH:
            model.objects.bulk_update(batch, ["as_shipped"])
            batch = []
    model.objects.bulk_update(batch, ["as_shipped"])


def note_what_was_shipped(apps, schema_editor):
    """Only files made articles before an editor did: what has a file's digest came from one."""
    Article, Collection, Words, Translation, Related = (
        apps.get_model("helpcenter", name)
        for name in ("Article", "Collection", "CollectionTranslation", "Translation", "Related")
    )

    def place(article):
        related = Related.objects.filter(article=article).order_by("position", "id")
        numbers = list(related.values_list("to__number", flat=True))
        return _fingerprint(article.collection.number, numbers, article.featured, article.source_locale)

    loaded = Translation.objects.exclude(file_digest="")
    texts = _unedited(apps, Translation).filter(published_at__isnull=False).exclude(file_digest="")
    _fill(
        Translation,
        texts,
        lambda row: _fingerprint(
            row.slug, row.title, row.summary, row.keywords, row.body_markdown, row.updated_at, row.machine, row.reviewed
        ),
    )
    places = _unedited(apps, Article).filter(pk__in=loaded.values("article")).select_related("collection")
    _fill(Article, places, place)
    words = _unedited(apps, Words).select_related("collection")
    _fill(Words, words, lambda row: _fingerprint(row.slug, row.title, row.description))
    shelves = Collection.objects.filter(pk__in=words.values("collection"))
    _fill(Collection, shelves, lambda row: _fingerprint(row.order, row.icon))


def _as_shipped(model):
    field = models.CharField(blank=True, default="", editable=False, max_length=64)
    return migrations.AddField(model_name=model, name="as_shipped", field=field)


class Migration(migrations.Migration):
    dependencies = [
        ("helpcenter", "0010_stamp_for_each_language"),
        ("admin", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        *(_as_shipped(model) for model in ("article", "collection", "collectiontranslation", "translation")),
        migrations.CreateModel(
            name="ShippedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=200, verbose_name="slug")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("summary", models.CharField(blank=True, max_length=500, verbose_name="summary")),
                (
                    "keywords",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        verbose_name="search keywords",
                    ),
                ),
                ("body_markdown", models.TextField(verbose_name="text")),
                ("updated_at", models.DateField(verbose_name="updated")),
                ("waits_since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="waits since")),
                (
                    "translation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shipped_text",
                        to="helpcenter.translation",
                        verbose_name="translation",
                    ),
                ),
            ],
            options={
                "verbose_name": "shipped text that waits",
                "verbose_name_plural": "shipped texts that wait",
                "ordering": ["translation__article__number", "translation__locale"],
            },
        ),
        migrations.RunPython(note_what_was_shipped, migrations.RunPython.noop),
    ]
