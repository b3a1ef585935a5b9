"""How long ago, as a complete grid of its edges, in both languages."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from helpcenter.text.phrases import updated_phrase

TODAY = date(2026, 11, 22)
GRID = [
    (-3, "Updated today", "今日アップデートされました"),
    (0, "Updated today", "今日アップデートされました"),
    (1, "Updated this week", "今週アップデートされました"),
    (6, "Updated this week", "今週アップデートされました"),
    (7, "Updated over a week ago", "1 週間以上前にアップデートされました"),
    (13, "Updated over a week ago", "1 週間以上前にアップデートされました"),
    (14, "Updated over 2 weeks ago", "2 週間以上前にアップデートされました"),
    (21, "Updated over 3 weeks ago", "3 週間以上前にアップデートされました"),
    (29, "Updated over 3 weeks ago", "3 週間以上前にアップデートされました"),
    (30, "Updated over a month ago", "1 か月以上前にアップデートされました"),
    (59, "Updated over a month ago", "1 か月以上前にアップデートされました"),
    (60, "Updated over 2 months ago", "2 か月以上前にアップデートされました"),
    (400, "Updated over 13 months ago", "13 か月以上前にアップデートされました"),
]


@pytest.mark.parametrize(("days", "english", "japanese"), GRID)
def test_the_phrase_for_an_age_in_days(days, english, japanese):
    updated = TODAY - timedelta(days=days)
    with translation.override("en"):
        assert updated_phrase(updated, TODAY) == english
    with translation.override("ja"):
        assert updated_phrase(updated, TODAY) == japanese
