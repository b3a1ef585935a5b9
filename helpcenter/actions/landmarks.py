"""Which articles other pages lead to by name."""

from django.db import transaction

from helpcenter.actions.stamping import every_language, take_turn, tell
from helpcenter.models import Article, Landmark


@transaction.atomic
def set_landmark(*, key: str, article: Article | None) -> Landmark:
    """Lets pages lead to this article under that name, or to none."""
    take_turn()
    landmark, _made = Landmark.objects.update_or_create(key=key, defaults={"article": article})
    tell(pages=every_language())
    return landmark


@transaction.atomic
def ship_landmark(*, key: str, number: int) -> bool:
    """The article that the content files name, unless staff chose another or none; True when that is a change."""
    take_turn()
    held = Landmark.objects.select_related("article").filter(key=key).first()
    now = held.article.number if held and held.article else 0
    article = Article.objects.filter(number=number).first()
    if article is None or now == number or (held is not None and held.as_shipped != now):
        return False
    set_landmark(key=key, article=article)
    Landmark.objects.filter(key=key).update(as_shipped=number)
    return True
