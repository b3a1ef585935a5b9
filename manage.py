#!/usr/bin/env python
"""Django's command line."""

import os
import sys
import traceback

try:
    from django.core.management import execute_from_command_line
except Exception:
    # An installation that is being replaced is no reason to send a customer's mail back.
    if sys.argv[1:2] != ["receive_mail"]:
        raise
    traceback.print_exc()
    sys.exit(os.EX_TEMPFAIL)


def receive_mail() -> int:
    """The exit status for a mail server: 0, or 75 (try again later) whatever failed, a wrong setting too."""
    try:
        execute_from_command_line(sys.argv)
    except SystemExit as end:
        return os.EX_TEMPFAIL if end.code else os.EX_OK
    except BaseException:
        traceback.print_exc()
        return os.EX_TEMPFAIL
    return os.EX_OK


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] == ["receive_mail"]:
        sys.exit(receive_mail())
    execute_from_command_line(sys.argv)
