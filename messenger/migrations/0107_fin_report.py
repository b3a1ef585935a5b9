"""What Fin did, counted by day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('messenger', '0106_fin_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='FinArticleDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('locale', models.CharField(max_length=20)),
                ('topic', models.CharField(blank=True, max_length=50)),
                ('rule', models.CharField(blank=True, max_length=40)),
                ('number', models.PositiveBigIntegerField()),
                ('answers', models.PositiveIntegerField(default=0)),
                ('confirmed', models.PositiveIntegerField(default=0)),
                ('assumed', models.PositiveIntegerField(default=0)),
                ('unresolved', models.PositiveIntegerField(default=0)),
                ('asked_on', models.PositiveIntegerField(default=0)),
                ('handed_over', models.PositiveIntegerField(default=0)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='FinCounted',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('counted_at', models.DateTimeField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='FinDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('locale', models.CharField(max_length=20, verbose_name='language')),
                ('topic', models.CharField(blank=True, max_length=50, verbose_name='topic')),
                ('rule', models.CharField(blank=True, max_length=40, verbose_name='rule')),
                ('conversations', models.PositiveIntegerField(default=0)),
                ('others', models.PositiveIntegerField(default=0)),
                ('involved', models.PositiveIntegerField(default=0)),
                ('confirmed', models.PositiveIntegerField(default=0)),
                ('assumed', models.PositiveIntegerField(default=0)),
                ('unresolved', models.PositiveIntegerField(default=0)),
                ('handed_over', models.PositiveIntegerField(default=0)),
                ('quote', models.PositiveIntegerField(default=0)),
                ('reach', models.PositiveIntegerField(default=0)),
                ('clarify', models.PositiveIntegerField(default=0)),
                ('nothing', models.PositiveIntegerField(default=0)),
                ('onward', models.PositiveIntegerField(default=0)),
                ('words', models.PositiveIntegerField(default=0)),
                ('milliseconds', models.PositiveBigIntegerField(default=0)),
                ('written', models.PositiveIntegerField(default=0)),
                ('tokens', models.PositiveBigIntegerField(default=0)),
                ('micros', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'report on Fin',
                'verbose_name_plural': 'report on Fin',
                'default_permissions': ('view',),
            },
        ),
        migrations.AddConstraint(
            model_name='finarticleday',
            constraint=models.UniqueConstraint(fields=('day', 'locale', 'topic', 'rule', 'number'), name='messenger_fin_article_day_once'),
        ),
        migrations.AddConstraint(
            model_name='finday',
            constraint=models.UniqueConstraint(fields=('day', 'locale', 'topic', 'rule'), name='messenger_fin_day_once'),
        ),
    ]
