import django.db.models.deletion
import django.utils.timezone
import tickets.models.files
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0040_submissions'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=tickets.models.files.new_key, editable=False, max_length=32, unique=True)),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('content_type', models.CharField(max_length=60, verbose_name='content type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size')),
                ('digest', models.CharField(editable=False, help_text='SHA-256 of the file as it was sent.', max_length=64)),
                ('width', models.PositiveIntegerField(default=0)),
                ('height', models.PositiveIntegerField(default=0)),
                ('has_thumbnail', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
            },
        ),
        migrations.CreateModel(
            name='WaitingFile',
            fields=[
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='waiting', serialize=False, to='tickets.storedfile')),
                ('holder', models.CharField(max_length=60)),
            ],
            options={
                'verbose_name': 'file not sent yet',
                'verbose_name_plural': 'files not sent yet',
            },
        ),
        migrations.AddIndex(
            model_name='storedfile',
            index=models.Index(fields=['created_at'], name='tickets_file_created'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='file',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachment', to='tickets.storedfile', verbose_name='file'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('mail_part__isnull', True), ('file__isnull', True), _connector='OR'), name='tickets_attachment_bytes_in_one_place'),
        ),
        migrations.AddIndex(
            model_name='waitingfile',
            index=models.Index(fields=['holder'], name='tickets_waiting_holder'),
        ),
    ]
