"""Whoever could read tickets still sees those of every team, until somebody takes that right away."""

from django.db import migrations


def give(apps, schema_editor):
    """To the groups and people that may read tickets. On a new site there are none yet: roles are loaded later."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="tickets", model="ticket"
    )
    permission = apps.get_model("auth", "Permission")
    reads = permission.objects.filter(content_type=content_type, codename="view_ticket").first()
    if reads is None:
        return
    sees_all, _ = permission.objects.get_or_create(
        content_type=content_type,
        codename="see_all_tickets",
        defaults={"name": "Can see the tickets of every team"},
    )
    for group in apps.get_model("auth", "Group").objects.filter(permissions=reads):
        group.permissions.add(sees_all)
    for user in apps.get_model("accounts", "User").objects.filter(user_permissions=reads):
        user.user_permissions.add(sees_all)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0050_languages_and_away"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("tickets", "0210_who_gets_sees_and_hears"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
