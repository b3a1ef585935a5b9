import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messenger', '0045_seen'),
        ('tickets', '0043_files_that_people_send'),
    ]

    operations = [
        migrations.CreateModel(
            name='MessageFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='in_conversation', to='tickets.storedfile', verbose_name='file')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='messenger.message', verbose_name='message')),
            ],
            options={
                'verbose_name': 'file of a message',
                'verbose_name_plural': 'files of messages',
                'ordering': ['pk'],
            },
        ),
    ]
