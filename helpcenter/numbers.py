"""Numbers of articles and collections as they stand in addresses: one way to write each. Knows no row."""

import re

from django.urls import register_converter

LARGEST_NUMBER = 10**18 - 1
NUMBER = re.compile("[1-9][0-9]{0,17}")


class NumberConverter:
    """A number without leading zeros, since each further spelling would be one more address of the same page."""

    regex = NUMBER.pattern

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(NumberConverter, "number")
