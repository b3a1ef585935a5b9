"""What staff read above each column; nothing changes in the tables."""

import django.db.models.deletion
import django.utils.timezone
import messenger.conversations.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0031_forgetting_visits'),
        ('messenger', '0031_forgetting_visits'),
    ]

    operations = [
        migrations.AlterField(
            model_name='conversation',
            name='consent_locale',
            field=models.CharField(blank=True, max_length=20, verbose_name='language of the consent'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='consented_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='agreed'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='customer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='conversations', to='accounts.customer', verbose_name='customer'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='reference',
            field=models.CharField(default=messenger.conversations.models.new_reference, editable=False, max_length=20, unique=True, verbose_name='conversation number'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='tried_self_service',
            field=models.BooleanField(default=False, verbose_name='tried the self-service way'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='unsolved',
            field=models.BooleanField(default=False, verbose_name='not solved by Fin'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='visitor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='conversations', to='accounts.visitor', verbose_name='visitor'),
        ),
        migrations.AlterField(
            model_name='message',
            name='author',
            field=models.CharField(choices=[('person', 'person'), ('fin', 'AI support bot Fin')], max_length=10, verbose_name='author'),
        ),
        migrations.AlterField(
            model_name='message',
            name='conversation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='messenger.conversation', verbose_name='conversation'),
        ),
        migrations.AlterField(
            model_name='message',
            name='created_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created'),
        ),
        migrations.AlterField(
            model_name='message',
            name='state',
            field=models.CharField(choices=[('pending', 'being written'), ('ready', 'ready'), ('failed', 'failed')], default='ready', max_length=10, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='message',
            name='text',
            field=models.TextField(blank=True, verbose_name='text'),
        ),
    ]
