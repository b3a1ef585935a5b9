"""Macros, with a text a language."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("tickets", "0112_ticket_beside_the_list"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Macro",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="Found by typing / and any of these words.", max_length=80, verbose_name="name"
                    ),
                ),
                (
                    "then",
                    models.CharField(
                        blank=True,
                        choices=[("pending", "Pending"), ("solved", "Solved")],
                        default="",
                        help_text="The button that is offered first; the other stays.",
                        max_length=10,
                        verbose_name="status after sending",
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(10, "low"), (20, "normal"), (30, "high"), (40, "urgent")],
                        help_text="Empty: stays as it is.",
                        null=True,
                        verbose_name="priority",
                    ),
                ),
                ("used", models.PositiveIntegerField(default=0, editable=False, verbose_name="times sent")),
                ("used_at", models.DateTimeField(editable=False, null=True, verbose_name="last sent")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="created"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: shared with everybody.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="macros",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: stays as it is.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="auth.group",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "macro",
                "verbose_name_plural": "macros",
                "ordering": ["name", "pk"],
                "permissions": [("share_macro", "Can write macros that everybody uses")],
            },
        ),
        migrations.CreateModel(
            name="MacroText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("locale", models.CharField(max_length=20, verbose_name="language")),
                ("body", models.TextField(max_length=20000, verbose_name="text")),
                (
                    "macro",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="tickets.macro",
                        verbose_name="macro",
                    ),
                ),
            ],
            options={
                "verbose_name": "text",
                "verbose_name_plural": "texts",
                "ordering": ["macro", "locale"],
            },
        ),
        migrations.AddIndex(
            model_name="macro",
            index=models.Index(fields=["-used", "name"], name="tickets_macro_most_used"),
        ),
        migrations.AddConstraint(
            model_name="macro",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                models.F("owner"),
                name="tickets_macro_name_once",
                nulls_distinct=False,
                violation_error_message="There is a macro with this name already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="macro",
            constraint=models.CheckConstraint(
                condition=models.Q(("then__in", ["", "pending", "solved"])), name="tickets_macro_then_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="macrotext",
            constraint=models.UniqueConstraint(fields=("macro", "locale"), name="tickets_macro_text_unique"),
        ),
    ]
