"""The languages of the site as they stand in addresses, `<locale:locale>/…`, however many there are."""

from django.conf import settings
from django.urls import register_converter


class LocaleConverter:
    """One of the site's language codes, such as `ja` or `pt-br`."""

    regex = "|".join(code for code, _name in settings.LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LocaleConverter, "locale")
