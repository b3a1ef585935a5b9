"""What docs/embedding.md promises to product developers is what the code does."""

import re
from pathlib import Path

from accounts.sign_in import algorithms, refusals, tokens
from accounts.sign_in.claims import LOGOUT_EVENT

_ROOT = Path(__file__).resolve().parents[2]
PAGE = (_ROOT / "docs" / "embedding.md").read_text()


def test_every_refusal_and_every_type_of_token_is_named():
    codes = {kind.code for kind in refusals.TokenRefusedError.__subclasses__()} - {
        "wrong_nonce",
        "wrong_access_token",
        "other_subject",
    }
    assert {code for code in codes if f"`{code}`" not in PAGE} == set()
    assert all(f'typ: "{name}"' in PAGE for name in tokens.IDENTITY.types | {"logout+jwt"})
    assert LOGOUT_EVENT in PAGE
    assert all(f"`{algorithm}`" in PAGE for algorithm in algorithms.OF_PRODUCTS)


def test_every_call_event_and_code_of_the_script_is_named():
    script = (_ROOT / "static" / "js" / "messenger.js").read_text()
    types = (_ROOT / "messenger" / "embedding" / "messenger.d.ts").read_text()
    calls = set(
        re.findall(r"^ {4}(?:async )?(\w+)[(:]", script.partition("const calls = {")[2].partition("\n  };")[0], re.M)
    )
    assert {"boot", "identify", "open", "newMessage", "on", "shutdown"} <= calls
    assert calls == set(re.findall(r"^ {2}(\w+)[<(]", _part(types, "MessengerCalls"), re.M))
    assert {call for call in calls if f"`{call}" not in PAGE} == set()
    events = set(re.findall(r"^ {2}(\w+):", _part(types, "MessengerEvents"), re.M))
    assert {event for event in events if f"`{event}`" not in PAGE} == set()
    frame = "".join(path.read_text() for path in (_ROOT / "static" / "js").glob("messenger*.js"))
    assert {event for event in events if not re.search(rf'(?:emit|say)\("{event}"', frame)} == set()
    codes = set(re.findall(r'failure\("(\w+)"', frame))
    assert codes <= set(re.findall(r'\| "(\w+)"', types)) | {"replayed"}
    assert {code for code in codes if f"`{code}`" not in PAGE} == set()


def _part(types: str, name: str) -> str:
    return types.partition(f"export interface {name} {{")[2].partition("\n}")[0]
