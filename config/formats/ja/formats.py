"""Japanese: the time apart from the day."""

SHORT_DATETIME_FORMAT = "Y/m/d H:i"
DATETIME_FORMAT = "Y年n月j日 G:i"
TIME_FORMAT = "H:i"
