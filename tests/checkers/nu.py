"""The Nu HTML checker: which program it is, and what it finds in some pages. One Java process for all of them."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
JAR = ROOT / "var" / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
WHAT_TO_DO = (
    "The Nu HTML checker did not run: {} is missing. Install Java 17 and npm, then `make vnu`; or name a jar: VNU_JAR"
)


class NoCheckerError(Exception):
    """There is no Java, or no checker; the text says what to do."""


def command() -> list[str]:
    """How to start it. Raises NoCheckerError."""
    java, jar = shutil.which("java"), Path(os.environ.get("VNU_JAR", JAR))
    if java is None:
        raise NoCheckerError(WHAT_TO_DO.format("Java"))
    if not jar.is_file():
        raise NoCheckerError(WHAT_TO_DO.format(jar.name))
    # What runs for seconds is done before Java has compiled it for hours.
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m"]
    return [java, *quick, "-jar", str(jar), "--format", "json", "--exit-zero-always"]


def findings(pages: Iterable[tuple[str, str]], folder: Path) -> list[str]:
    """Errors and warnings, each with the page's name. Raises NoCheckerError."""
    start = command()
    files = []
    for name, html in pages:
        files.append(folder / f"{name}.html")
        files[-1].write_text(html)
    ran = subprocess.run([*start, *map(str, files)], capture_output=True, text=True, check=True)
    # It reports on the other stream than others do.
    messages = json.loads(ran.stderr or ran.stdout)["messages"]
    # A note that is no warning is about taste; what Django's admin puts into a page has some.
    wrong = [each for each in messages if each["type"] != "info" or each.get("subType")]
    return [f"{Path(each['url']).stem}: {each['message']} {each.get('extract', '')!r}" for each in wrong]
