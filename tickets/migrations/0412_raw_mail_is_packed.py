"""Raw mail that was read is packed, when the site has time."""

from django.db import migrations, models

from tickets.mail.packed import unpack


def unpack_all(apps, schema_editor):
    """The way back, one mail at a time."""
    mails = apps.get_model("tickets", "OriginalMail").objects
    for key in mails.filter(is_packed=True).values_list("pk", flat=True):
        mail = mails.get(pk=key)
        mails.filter(pk=key).update(content=unpack(bytes(mail.content)), is_packed=False)


class Migration(migrations.Migration):

    dependencies = [('tickets', '0411_index_of_shared_content')]

    operations = [
        migrations.AddField(
            model_name='originalmail',
            name='is_packed',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RunPython(migrations.RunPython.noop, unpack_all),
    ]
