"""Each product's own signing key, made at the first need and kept in var/demo, readable by its owner alone."""

import json
import os
import secrets
import tempfile
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey, import_key
from joserfc.jws import JWSRegistry

from demo.products import Product

_EDDSA = copy(JWSRegistry.algorithms["Ed25519"])
_EDDSA.name = "EdDSA"


class Registry(JWSRegistry):
    """Signs under the name that most products still use: EdDSA, which RFC 9864 renamed to Ed25519."""

    def get_alg(self, name: str) -> Any:
        return _EDDSA if name == "EdDSA" else super().get_alg(name)


REGISTRY = Registry(algorithms=["Ed25519", "ES256", "RS256"])


def _make(algorithm: str) -> Key:
    parameters: Any = {"kid": secrets.token_hex(8), "use": "sig", "alg": algorithm}
    match algorithm:
        case "EdDSA":
            return OKPKey.generate_key("Ed25519", parameters)
        case "ES256":
            return ECKey.generate_key("P-256", parameters)
        case _:
            return RSAKey.generate_key(2048, parameters)


@lru_cache
def _kept(file: Path, algorithm: str) -> Key:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(descriptor, "w") as out:
            json.dump(_make(algorithm).as_dict(private=True), out)
        # Of two threads or processes the first one's key stays, whole: a link to an existing name fails.
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return import_key(json.loads(file.read_text()))


def signing_key(product: Product) -> Key:
    """The private key of the product, the same in every process."""
    return _kept(settings.VAR_DIR / "demo" / f"{product.host}.json", product.algorithm)
