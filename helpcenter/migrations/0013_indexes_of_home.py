"""What the home page asks: how many articles of a collection can be read, and which are featured."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("helpcenter", "0012_words_to_search")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("featured", True)), fields=["number"], name="helpcenter_article_featured"
            ),
        ),
        migrations.AddIndex(
            model_name="translation",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["article"],
                name="helpcenter_text_readable",
            ),
        ),
    ]
