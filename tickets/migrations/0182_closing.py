"""Automatic close of quiet tickets."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0181_redaction'),
    ]

    operations = [
        migrations.AlterField(
            model_name='outgoingemail',
            name='kind',
            field=models.CharField(choices=[('receipt', 'receipt'), ('reply', 'reply'), ('notice', 'notice'), ('rating', 'question how our help was'), ('closing', 'word before closing')], max_length=10, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='ClosingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('solved_days', models.PositiveSmallIntegerField(blank=True, help_text='Days in which nothing happened. What the customer writes later begins a follow-up. Empty: never.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='close solved tickets after')),
                ('pending_days', models.PositiveSmallIntegerField(blank=True, help_text='Days without an answer of the customer. They get an email in their language. Empty: never.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='ask on pending tickets after')),
                ('grace_days', models.PositiveSmallIntegerField(default=7, help_text='Days after that email. An answer stops it. Whoever writes later opens it again.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='and solve them after another')),
            ],
            options={
                'verbose_name': 'automatic close',
                'verbose_name_plural': 'automatic close',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='tickets_one_closing_rule')],
            },
        ),
        migrations.CreateModel(
            name='ClosingNotice',
            fields=[
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='closing_notice', serialize=False, to='tickets.ticket', verbose_name='ticket')),
                ('told_at', models.DateTimeField(verbose_name='told')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.message', verbose_name='message')),
            ],
            options={
                'verbose_name': 'notice of closing',
                'verbose_name_plural': 'notices of closing',
                'indexes': [models.Index(fields=['due_at'], name='tickets_closing_notice_due')],
            },
        ),
    ]
