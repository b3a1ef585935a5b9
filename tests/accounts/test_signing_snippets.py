"""What docs/embedding.md tells a product to paste signs a token that the help center believes."""

import json
import warnings
from pathlib import Path

import pytest

from accounts.models import Customer
from tests import cast
from tests.accounts import signing_snippets as snippets
from tests.accounts.product import Product

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", snippets.LANGUAGES)
def test_a_snippet_signs_who_is_there(language: str, tmp_path: Path, claude: Product, reader: cast.Browser) -> None:
    keys = snippets.make_key(tmp_path)
    claude.answers["/jwks"] = (200, {"Content-Type": "application/json"}, keys.encode())
    claude.domain(issuer="https://app.example.com", jwks_url=f"{claude.origin}/jwks")
    try:
        token = snippets.sign(language, tmp_path)
    except snippets.NoProgramError as error:
        # Said among the warnings at the end; there is no other way to know.
        warnings.warn(str(error), stacklevel=1)
        return
    answer = reader.post("/identify", {"token": token})
    assert set(answer.json()) == {"visitor"}, answer.json()
    customer = Customer.objects.get()
    known = {"id": customer.subject, "email": customer.email, "name": customer.name, "plan": customer.plan}
    assert known == snippets.PERSON
    # Good for one use, as each of them makes another.
    assert reader.post("/identify", {"token": token}).json()["error"] == "replayed"
    assert reader.post("/identify", {"token": snippets.sign(language, tmp_path)}).status_code == 200


def test_where_a_program_is_missing_it_is_said_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(snippets.NoProgramError, match="ruby isn't installed: the ruby snippet"):
        snippets.sign("ruby", tmp_path)


def test_the_key_set_has_no_secret_in_it(tmp_path: Path) -> None:
    (key,) = json.loads(snippets.make_key(tmp_path))["keys"]
    assert set(key) == {"kty", "crv", "use", "kid", "x"}
