"""English: the month by name, since 11/12 is two different days to two readers."""

SHORT_DATE_FORMAT = "M j, Y"
SHORT_DATETIME_FORMAT = "M j, Y, g:i A"
TIME_FORMAT = "g:i A"
DATETIME_FORMAT = "M j, Y, g:i A"
