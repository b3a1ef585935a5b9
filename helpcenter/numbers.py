"""Numbers of articles and collections as they stand in addresses: one way to write each. Knows no row."""

from django.urls import register_converter


class NumberConverter:
    """A number without leading zeros, since each further spelling would be one more address of the same page."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(NumberConverter, "number")
