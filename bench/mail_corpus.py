"""`python bench/mail_corpus.py FOLDER [--share 0.99] [--mutate 20]`: how mails in a folder are read.

FOLDER has raw mails (`*.eml`) and may have `expected.json`: by file name, what has to come out. Prints each mail that
comes out wrong and why, the slowest ones and a summary; ends with 1 when a reading raises or fewer than the share are
right. `--mutate` reads so many broken copies of each mail as well, always the same ones. Nothing is stored.
"""

import argparse
import json
import random
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.mail_mutations import mutated
from tickets.mail import parsing
from tickets.mail.parsing import IncomingMail

_SLOW = 1.0  # seconds for a mail that says nothing else


def wrong(mail: IncomingMail, raw: bytes, wanted: dict[str, Any], seconds: float) -> Iterator[str]:
    """What isn't as expected, in words."""
    shown = f"{mail.text}\n{mail.quoted}"
    names = [file["name"] for file in mail.attachments]
    for key, value in (("from", mail.sender_email), ("name", mail.sender_name), ("subject", mail.subject)):
        if key in wanted and value != wanted[key]:
            yield f"{key} is {value!r}, not {wanted[key]!r}"
    places = {"shown": shown, "own": mail.text, "exactly": mail.text, "folded": mail.quoted, "hidden": mail.quoted}
    for key, place in places.items():
        yield from (f"{key}: {said!r} isn't in {place[:300]!r}" for said in wanted.get(key, ()) if said not in place)
    for key, place in {"not_shown": shown, "not_own": mail.text, "hidden": mail.text, "folded": mail.text}.items():
        yield from (f"{key}: {said!r} is in {place[:300]!r}" for said in wanted.get(key, ()) if said in place)
    for choice in wanted.get("shown_any", ()):
        if not any(said in shown for said in choice):
            yield f"shown_any: none of {choice!r} is in {shown[:300]!r}"
    for said in wanted.get("shown_or_file", ()):
        if said not in shown and not any(said.encode() in content for content in contents(raw, mail)):
            yield f"shown_or_file: {said!r} is nowhere"
    yield from (f"no file {name!r} among {names!r}" for name in wanted.get("names", ()) if name not in names)
    yield from (f"no file {name!r} among {names!r}" for name in wanted.get("files", ()) if name not in names)
    if len(names) < wanted.get("files_at_least", 0):
        yield f"{len(names)} files, not {wanted['files_at_least']}"
    if seconds > wanted.get("seconds", _SLOW):
        yield f"took {seconds:.1f} s"


def contents(raw: bytes, mail: IncomingMail) -> Iterator[bytes]:
    """What is in its files, as the desk hands them out."""
    for index in range(len(mail.attachments)):
        found = parsing.attachment(raw, index)
        yield found[1] if found else b""


def read(raw: bytes) -> tuple[IncomingMail | None, float, str]:
    """The mail, how long it took, and what the reading raised."""
    started = time.process_time()
    try:
        mail = parsing.parse(raw)
        list(contents(raw, mail))
        return mail, time.process_time() - started, ""
    except Exception:
        return None, time.process_time() - started, traceback.format_exc(limit=-2)


def main() -> int:
    """Reads the folder; returns the exit code."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("folder", type=Path)
    options.add_argument("--share", type=float, default=1.0, help="of the mails with an expectation that are right")
    options.add_argument("--mutate", type=int, default=0, metavar="N", help="broken copies of each mail")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    path = chosen.folder / "expected.json"
    expected: dict[str, dict[str, Any]] = json.loads(path.read_text()) if path.exists() else {}
    mails = sorted(chosen.folder.rglob("*.eml"))
    crashed, failed, judged, times = 0, 0, 0, []
    for file in mails:
        raw, name = file.read_bytes(), str(file.relative_to(chosen.folder))
        mail, seconds, failure = read(raw)
        times.append((seconds, name))
        if mail is None:
            crashed += 1
            print(f"CRASHED {name}\n{failure}")
        elif name in expected:
            judged += 1
            complaints = list(wrong(mail, raw, expected[name], seconds))
            failed += bool(complaints)
            for complaint in complaints:
                print(f"WRONG {name}: {complaint}")
    broken = 0
    for number, file in enumerate(mails):
        for copy in range(chosen.mutate):
            raw = mutated(file.read_bytes(), random.Random(f"{chosen.seed}-{number}-{copy}"))
            mail, seconds, failure = read(raw)
            times.append((seconds, f"{file.name}, copy {copy}"))
            if mail is None:
                broken += 1
                print(f"CRASHED {file.name}, copy {copy}\n{failure}")
    for seconds, name in sorted(times, reverse=True)[:3]:
        print(f"{seconds:6.2f} s {name}")
    right = judged - failed
    print(f"{len(mails)} mails, {crashed} crashed; {right} of {judged} as expected, {failed} wrong")
    taken = sum(seconds for seconds, _name in times)
    print(f"{len(mails) * chosen.mutate} broken copies, {broken} crashed; {taken:.1f} s in all")
    return int(bool(crashed or broken or right < chosen.share * judged))


if __name__ == "__main__":
    raise SystemExit(main())
