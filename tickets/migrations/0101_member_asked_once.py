"""The member's address leaves the details of two shipped topics: it is asked for where the conversation is forwarded.

Fields that staff changed, and what conversations and tickets already say, stay.
"""

from typing import ClassVar

from django.db import migrations

_LABELS = {
    "en": "Email address of the member you write for",
    "ja": "代わりに問い合わせるメンバーのメールアドレス",
}
_HINTS = {
    "team": {
        "en": "If you are an owner and write on a member's behalf.",
        "ja": "オーナーがメンバーに代わって問い合わせる場合に入力してください。",
    },
    "console-members": {
        "en": "If you are an admin and write on a member's behalf.",
        "ja": "管理者がメンバーに代わって問い合わせる場合に入力してください。",
    },
}


def drop(apps, schema_editor):
    fields = apps.get_model("tickets", "TopicField").objects.filter(key="member_email", kind="email", required=False)
    for field in fields.filter(on_behalf=True, proof=False, topic__slug__in=_HINTS).select_related("topic"):
        words = {text.locale: (text.label, text.hint) for text in field.texts.all()}
        hints = _HINTS[field.topic.slug]
        if words == {locale: (label, hints[locale]) for locale, label in _LABELS.items()}:
            field.delete()


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0100_queue_of_a_team")]

    operations: ClassVar = [migrations.RunPython(drop, migrations.RunPython.noop)]
