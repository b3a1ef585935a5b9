"""`python -m config.serve`: what the image runs: the web server on this machine alone, and nginx in front of it."""

import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import env, statics
from config.processes import ChildDiedError, Processes, StoppedError, stop_signals
from config.server import LOOPBACK, web_command

PORT = 8001  # deploy/nginx/container.conf names it
STATIC_OF_IMAGE = Path("/srv/static")
NGINX = ["nginx", "-e", "stderr", "-c", "/srv/helpcenter/deploy/nginx/container.conf"]


def main() -> int:
    """Runs until stopped, 0; or until one of the two ends, 1, so that whoever started us starts both again."""
    children = Processes()
    with stop_signals():
        try:
            statics.carry(STATIC_OF_IMAGE, env.path("VAR_DIR", STATIC_OF_IMAGE) / "static")
            workers = env.integer("WEB_WORKERS", len(os.sched_getaffinity(0)), least=1, most=64)
            children.start("web", web_command(host=LOOPBACK, port=PORT, workers=workers, patience=10), os.environ)
            children.start("nginx", NGINX, os.environ)
            children.wait()
        except StoppedError:
            return 0
        except (ChildDiedError, ImproperlyConfigured, OSError) as error:
            print(error, file=sys.stderr)
            return 1
        finally:
            children.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
