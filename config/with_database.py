"""`python -m config.with_database COMMAND …`: runs a command with a PostgreSQL that is gone when it ends.

For tests and checks: nothing is kept and nothing is synced to disk. With DATABASE_URL set, that server is used.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from config.embedded_database import EmbeddedDatabase
from config.embedded_place import DatabaseFailedError
from config.processes import StoppedError, stop_signals


def main(command: list[str]) -> int:
    """The command's own exit code; 1 when the server doesn't start."""
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, check=False).returncode
    with tempfile.TemporaryDirectory(prefix="helpcenter-", ignore_cleanup_errors=True) as folder, stop_signals():
        Path(folder).chmod(0o755)  # root's helper user passes through; the data folder in it stays closed
        database = EmbeddedDatabase(Path(folder), durable=False)
        try:
            database.start()
            environment = os.environ | {"DATABASE_URL": database.place.url("postgres")}
            return subprocess.run(command, env=environment, check=False).returncode
        except StoppedError:
            return 130
        except DatabaseFailedError as error:
            print(error, file=sys.stderr)
            return 1
        finally:
            database.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
