"""Ratings: who was asked how our help was, and what they said."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('tickets', '0124_presence'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='asked')),
                ('score', models.CharField(blank=True, choices=[('good', 'Good'), ('bad', 'Not good')], max_length=10, verbose_name='rating')),
                ('comment', models.TextField(blank=True, verbose_name='comment')),
                ('rated_at', models.DateTimeField(editable=False, null=True, verbose_name='rated')),
            ],
            options={
                'verbose_name': 'rating',
                'verbose_name_plural': 'ratings',
            },
        ),
        migrations.AlterField(
            model_name='outgoingemail',
            name='kind',
            field=models.CharField(choices=[('receipt', 'receipt'), ('reply', 'reply'), ('notice', 'notice'), ('rating', 'question how our help was')], max_length=10, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='rating',
            name='agent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assignee'),
        ),
        migrations.AddField(
            model_name='rating',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='auth.group', verbose_name='team'),
        ),
        migrations.AddField(
            model_name='rating',
            name='ticket',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rating', to='tickets.ticket', verbose_name='ticket'),
        ),
        migrations.AddIndex(
            model_name='rating',
            index=models.Index(django.db.models.functions.text.Lower('email'), models.OrderBy(models.F('asked_at'), descending=True), name='tickets_rating_address'),
        ),
        migrations.AddIndex(
            model_name='rating',
            index=models.Index(models.OrderBy(models.F('rated_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('score', ''), _negated=True), name='tickets_rating_latest'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('rated_at__isnull', True), ('score', '')), models.Q(models.Q(('score', ''), _negated=True), ('rated_at__isnull', False)), _connector='OR'), name='tickets_rating_time_exactly_when_given'),
        ),
    ]
