"""`python -m config.with_database python bench/moving.py`: how long it takes to move tickets in, and everything out.

In a database of its own, which is gone afterwards. A constant beside it, to compare machines: writing the same lines.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

AT = "2026-05-{day:02d}T{hour:02d}:{minute:02d}:00Z"
TEXT = (
    "<p>Hello,</p><p>the invoice of {month} for workspace {number} shows the wrong tax number, and the amount isn't "
    "what we agreed on. Could you look at it and send a new one to accounting@example.com?</p><p>Thank you!</p>"
)


def ticket(number: int) -> dict[str, object]:
    """One with a question, a note and an answer, as Zendesk's export has it."""
    when = {"day": 1 + number % 28, "hour": number % 24, "minute": number % 60}
    said = [
        {"id": number * 10 + place, "author_id": author, "public": place != 1, "created_at": AT.format(**when),
         "html_body": TEXT.format(number=number + place, month=number % 12)}
        for place, author in enumerate((number % 5000 + 10, 1, 1))
    ]  # fmt: skip
    return {
        "id": number,
        "subject": f"Invoice of workspace {number}",
        "status": ("closed", "solved", "open", "pending")[number % 4],
        "priority": "normal",
        "requester_id": number % 5000 + 10,
        "assignee_id": 1,
        "tags": ["billing", f"team-{number % 20}"],
        "created_at": AT.format(**when),
        "updated_at": AT.format(**when),
        "comments": said,
    }


def make_export(folder: Path, tickets: int) -> float:
    """Writes the export; seconds."""
    began = time.perf_counter()
    people = [{"id": 1, "name": "Aki", "email": "aki@help.example", "role": "agent"}]
    people += [
        {"id": each + 10, "name": f"Person {each}", "email": f"person{each}@example.com", "role": "end-user"}
        for each in range(5000)
    ]
    with (folder / "users.json").open("w") as file:
        file.writelines(json.dumps(each) + "\n" for each in people)
    with (folder / "tickets.json").open("w") as file:
        file.writelines(json.dumps(ticket(each)) + "\n" for each in range(1, tickets + 1))
    return time.perf_counter() - began


def timed(*command: str) -> float:
    """Runs a command of manage.py; seconds."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "manage.py", *command], check=True)
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tickets", type=int, default=20_000)
    asked = parser.parse_args()
    if not os.environ.get("DATABASE_URL"):
        parser.error("Say python -m config.with_database before it: it fills a database.")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "zendesk").mkdir()
        os.environ |= {"VAR_DIR": str(folder / "var"), "SEARCH_BY_MEANING": "0"}
        print(f"made in {make_export(folder / 'zendesk', asked.tickets):.1f} s")
        timed("migrate", "-v0")
        script = "from django.contrib.auth.models import Group; Group.objects.create(name='Billing')"
        timed("shell", "-v0", "-c", script)
        export = str(folder / "zendesk")
        for name, options in (("dry run", ["--dry-run"]), ("moved in", []), ("again", [])):
            print(f"{name}: {timed('import_desk', 'zendesk', export, '--team', 'Billing', *options):.1f} s")
        print(f"out: {timed('export_desk', str(folder / 'out')):.1f} s")
    print(f"largest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
