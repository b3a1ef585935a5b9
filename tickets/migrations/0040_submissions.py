"""A message knows the submission that brought it; a field may be for those alone who write on a member's behalf."""

from django.db import migrations, models

# What the topics for who can't log in asked first, as shipped; what is asked of a card belongs together.
_BEFORE = ["account_email", "organisation", "contact_email", "last_four", "charge_amount", "charge_date"]
_NOW = ["account_email", "last_four", "charge_amount", "charge_date", "organisation", "contact_email"]


def put_in_order(apps, schema_editor):
    TopicField = apps.get_model("tickets", "TopicField")
    TopicField.objects.filter(key="member_email").update(on_behalf=True)
    for topic in apps.get_model("tickets", "Topic").objects.filter(slug__startswith="locked-out-"):
        rows = list(topic.fields.order_by("order", "pk"))
        first = [row for row in rows if row.key == "request"]
        if [row.key for row in rows if row.key != "request"] != _BEFORE:
            continue  # staff have their own order
        rest = sorted((row for row in rows if row.key != "request"), key=lambda row: _NOW.index(row.key))
        for order, row in enumerate([*first, *rest], start=1):
            TopicField.objects.filter(pk=row.pk).update(order=order)


class Migration(migrations.Migration):

    dependencies = [('tickets', '0034_words_for_topics')]

    operations = [
        migrations.AddField(
            model_name='message',
            name='submission',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(condition=models.Q(('submission__isnull', False)), fields=('ticket', 'submission'), name='tickets_message_sent_once'),
        ),
        migrations.AddField(
            model_name='topicfield',
            name='on_behalf',
            field=models.BooleanField(db_default=False, default=False, help_text="Only for people who may write on a member's behalf.", verbose_name="on a member's behalf"),
        ),
        migrations.RunPython(put_in_order, migrations.RunPython.noop),
    ]
