"""What docs/embedding.md promises to product developers is what the code does."""

from pathlib import Path

from accounts.sign_in import refusals, tokens
from accounts.sign_in.claims import LOGOUT_EVENT

_ROOT = Path(__file__).resolve().parents[2]
PAGE = (_ROOT / "docs" / "embedding.md").read_text()


def test_every_refusal_and_every_type_of_token_is_named():
    codes = {kind.code for kind in refusals.TokenRefusedError.__subclasses__()} - {"wrong_nonce"}
    assert {code for code in codes if f"`{code}`" not in PAGE} == set()
    assert all(f'typ: "{name}"' in PAGE for name in tokens.IDENTITY | tokens.LOGOUT)
    assert LOGOUT_EVENT in PAGE
    assert all(f"`{algorithm}`" in PAGE for algorithm in tokens.ALGORITHMS)


def test_every_call_and_event_of_the_script_is_named():
    script = (_ROOT / "static" / "js" / "messenger.js").read_text()
    for event in ("identityRefused", "identityWanted", "open", "close"):
        assert f'emit("{event}")' in script
        assert f"`{event}`" in PAGE
    for command in ("boot", "identify", "showArticle", "shutdown", "on", "open", "close"):
        assert f'Messenger("{command}"' in PAGE
