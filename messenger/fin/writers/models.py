"""What written answers have cost, a row for each day and model. Of nobody in particular."""

from typing import ClassVar

from django.db import models


class WriterSpending(models.Model):
    """What one model has used on one day (UTC). `tokens_set_aside` and `micros_set_aside` are for answers under way.

    Micros are millionths of the currency of the prices that held then; 0 where there were none.
    """

    day = models.DateField()
    model = models.CharField(max_length=100)
    answers = models.PositiveIntegerField(default=0)
    input_tokens = models.PositiveBigIntegerField(default=0)
    cached_tokens = models.PositiveBigIntegerField(default=0)
    cache_write_tokens = models.PositiveBigIntegerField(default=0)
    output_tokens = models.PositiveBigIntegerField(default=0)
    micros = models.PositiveBigIntegerField(default=0)
    tokens_set_aside = models.PositiveBigIntegerField(default=0)
    micros_set_aside = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "model"], name="messenger_spending_day_and_model")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.model}"
