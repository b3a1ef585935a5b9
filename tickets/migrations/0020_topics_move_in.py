"""The topics and their words move in from the messenger: the tables keep their rows, and staff keep their rights."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

# The tables, and the constraints on them that carry the app's name.
TABLES = ("topic", "topictext", "topicfield", "fieldtext")
CONSTRAINTS = {"topictext": "topic_text_unique", "topicfield": "topic_field_unique", "fieldtext": "field_text_unique"}


def renamed(old: str, new: str) -> str:
    """The statements that rename everything from one app's name to the other's."""
    lines = []
    for table in TABLES:
        lines.append(f"ALTER TABLE {old}_{table} RENAME TO {new}_{table};")
        lines.append(f"ALTER SEQUENCE IF EXISTS {old}_{table}_id_seq RENAME TO {new}_{table}_id_seq;")
    for table, name in CONSTRAINTS.items():
        lines.append(f"ALTER TABLE {new}_{table} RENAME CONSTRAINT {old}_{name} TO {new}_{name};")
    names = ", ".join(f"'{table}'" for table in TABLES)
    # Rows may stand at both names, since each migrate command makes those that it misses; then the two change places.
    lines += [
        f"UPDATE django_content_type SET app_label = '{there}' WHERE app_label = '{here}' AND model IN ({names});"
        for here, there in ((new, "aside"), (old, new), ("aside", old))
    ]
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tickets", "0013_email_in_a_workers_hand"),
        ("messenger", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(renamed("messenger", "tickets"), renamed("tickets", "messenger"))],
            state_operations=[
                migrations.CreateModel(
                    name='Topic',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slug', models.SlugField(unique=True, verbose_name='slug')),
                        ('kind', models.CharField(choices=[('general', 'general'), ('account_deletion', 'account deletion'), ('cant_log_in', "can't log in")], default='general', max_length=20, verbose_name='kind')),
                        ('product', models.CharField(blank=True, choices=[('claude', 'Claude'), ('console', 'Claude Console')], help_text='Empty: for every product.', max_length=20, verbose_name='product')),
                        ('article', models.PositiveBigIntegerField(blank=True, help_text='The number of the article to try first.', null=True, verbose_name='self-service article')),
                        ('order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                        ('active', models.BooleanField(default=True, verbose_name='offered')),
                    ],
                    options={
                        'verbose_name': 'topic',
                        'verbose_name_plural': 'topics',
                        'ordering': ['order', 'slug'],
                    },
                ),
                migrations.CreateModel(
                    name='TopicField',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.SlugField(verbose_name='key')),
                        ('kind', models.CharField(choices=[('text', 'one line of text'), ('long_text', 'several lines of text'), ('email', 'email address'), ('date', 'date'), ('amount', 'amount of money'), ('last_four', 'last four digits of a card'), ('choice', 'choice')], default='text', max_length=20, verbose_name='kind')),
                        ('required', models.BooleanField(default=False, verbose_name='required')),
                        ('proof', models.BooleanField(default=False, help_text='Staff compare it with the account before they act.', verbose_name='proof')),
                        ('order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fields', to='tickets.topic')),
                    ],
                    options={
                        'verbose_name': 'field',
                        'verbose_name_plural': 'fields',
                        'ordering': ['order', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='FieldText',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('locale', models.CharField(max_length=20, verbose_name='language')),
                        ('label', models.CharField(max_length=120, verbose_name='label')),
                        ('hint', models.CharField(blank=True, max_length=250, verbose_name='hint')),
                        ('choices', models.TextField(blank=True, help_text='One a line: value = label.', verbose_name='choices')),
                        ('field', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='tickets.topicfield')),
                    ],
                    options={
                        'verbose_name': 'words',
                        'verbose_name_plural': 'words',
                    },
                ),
                migrations.CreateModel(
                    name='TopicText',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('locale', models.CharField(max_length=20, verbose_name='language')),
                        ('label', models.CharField(max_length=120, verbose_name='label')),
                        ('description', models.CharField(blank=True, max_length=250, verbose_name='description')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='tickets.topic')),
                    ],
                    options={
                        'verbose_name': 'words',
                        'verbose_name_plural': 'words',
                    },
                ),
                migrations.AddConstraint(
                    model_name='topicfield',
                    constraint=models.UniqueConstraint(fields=('topic', 'key'), name='tickets_topic_field_unique'),
                ),
                migrations.AddConstraint(
                    model_name='fieldtext',
                    constraint=models.UniqueConstraint(fields=('field', 'locale'), name='tickets_field_text_unique'),
                ),
                migrations.AddConstraint(
                    model_name='topictext',
                    constraint=models.UniqueConstraint(fields=('topic', 'locale'), name='tickets_topic_text_unique'),
                ),
            ],
        ),
    ]
