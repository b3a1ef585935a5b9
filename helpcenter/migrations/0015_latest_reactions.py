"""Indexes of the lists of reactions and of sitemaps; made beside the running site."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('helpcenter', '0014_landmarks'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='reaction',
            options={'ordering': ['-changed_at', '-id'], 'verbose_name': 'reaction', 'verbose_name_plural': 'reactions'},
        ),
        AddIndexConcurrently(
            model_name='reaction',
            index=models.Index(fields=['-changed_at', '-id'], name='helpcenter_reaction_latest'),
        ),
        AddIndexConcurrently(
            model_name='reaction',
            index=models.Index(fields=['face', '-changed_at', '-id'], name='helpcenter_reaction_by_face'),
        ),
        AddIndexConcurrently(
            model_name='reaction',
            index=models.Index(condition=models.Q(('comment', ''), _negated=True), fields=['-changed_at', '-id'], name='helpcenter_reaction_comments'),
        ),
        AddIndexConcurrently(
            model_name='translation',
            index=models.Index(condition=models.Q(('published_at__isnull', False)), fields=['locale', 'updated_at'], name='helpcenter_text_changed'),
        ),
    ]
