"""Which signatures we believe, and make. No Django."""

from copy import copy
from typing import Any

from joserfc.errors import UnsupportedAlgorithmError
from joserfc.jws import JWSRegistry

# What a product signs an identity with that passes through its page.
OF_PRODUCTS = frozenset({"EdDSA", "Ed25519", "ES256", "RS256"})
# What providers sign with, of themselves or when they are asked to.
OF_PROVIDERS = OF_PRODUCTS | {"PS256"}

# EdDSA is Ed25519's old name (RFC 9864), still what most products say; the old name with other curves is not for us.
_EDDSA = copy(JWSRegistry.algorithms["Ed25519"])
_EDDSA.name = "EdDSA"


class _Registry(JWSRegistry):
    """Our algorithms alone."""

    def get_alg(self, name: str) -> Any:
        if name not in OF_PROVIDERS:
            raise UnsupportedAlgorithmError(name)
        return _EDDSA if name == "EdDSA" else super().get_alg(name)


REGISTRY = _Registry(algorithms=OF_PROVIDERS, strict_check_header=False)
