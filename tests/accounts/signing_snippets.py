"""The snippets of docs/embedding.md, each run by its own language's program in a folder of its own."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "embedding.md").read_text()
# What each of them signs about.
PERSON = {"id": "person-1", "email": "zoe@example.com", "name": "Zoë 山田", "plan": "pro"}
_VALUES = tuple(PERSON.values())


_GO_MAIN = """package main

import (
	"fmt"

	"example.com/product/support"
)

func main() {
	token, err := support.Identity(support.User{GIVEN})
	if err != nil {
		panic(err)
	}
	fmt.Println(token)
}
"""


class NoProgramError(Exception):
    """The language's program isn't there; the text says which."""


@dataclass(frozen=True)
class Language:
    """How its snippet becomes a program that prints a token."""

    program: str
    write: Callable[[Path, str], list[str]]


def snippet(language: str) -> str:
    """The one in this language that stands under "Signing"."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE.partition("## Signing\n")[2].partition("\n## ")[0], re.S)
    return str(found)


def make_key(folder: Path) -> str:
    """Makes the key as the page says; the key set that is to be published."""
    subprocess.run(["sh", "-ec", snippet("sh")], cwd=folder, check=True, capture_output=True)
    return (folder / "messenger-keys.json").read_text()


def sign(language: str, folder: Path) -> str:
    """A token about PERSON by the key in the folder. Raises NoProgramError."""
    how = LANGUAGES[language]
    program = sys.executable if language == "python" else shutil.which(how.program)
    if program is None:
        raise NoProgramError(f"{how.program} isn't installed: the {language} snippet of docs/embedding.md was not run")
    arguments = how.write(folder, snippet(language))
    environment = os.environ | {"MESSENGER_KEY": (folder / "messenger.pem").read_text(), "GO111MODULE": "on"}
    ran = subprocess.run([program, *arguments], cwd=folder, env=environment, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout.decode().strip()


def _python(folder: Path, text: str) -> list[str]:
    call = f"from types import SimpleNamespace\nprint(support_identity(SimpleNamespace(**{PERSON!r})))\n"
    (folder / "identity.py").write_text(text + call)
    return ["identity.py"]


def _node(folder: Path, text: str) -> list[str]:
    (folder / "identity.mjs").write_text(text + f"console.log(supportIdentity({PERSON!r}));\n")
    return ["identity.mjs"]


def _ruby(folder: Path, text: str) -> list[str]:
    fields = ", ".join(f":{name}" for name in PERSON)
    call = f"puts support_identity(Struct.new({fields}).new(*{list(_VALUES)!r}))\n"
    (folder / "identity.rb").write_text(text + call)
    return ["identity.rb"]


def _go(folder: Path, text: str) -> list[str]:
    (folder / "support").mkdir(exist_ok=True)
    (folder / "support" / "identity.go").write_text(text)
    (folder / "go.mod").write_text("module example.com/product\n\ngo 1.18\n")
    given = ", ".join(f'"{value}"' for value in _VALUES)
    (folder / "main.go").write_text(_GO_MAIN.replace("GIVEN", given))
    return ["run", "."]


LANGUAGES = {
    "python": Language("python", _python),
    "js": Language("node", _node),
    "ruby": Language("ruby", _ruby),
    "go": Language("go", _go),
}
