"""What staff hold in their hands: an app that makes codes, and a device with a passkey."""

import json
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from accounts.staff import codes
from tests.cast import ORIGIN


def code_of(key: bytes, *, steps: int = 0) -> str:
    """What an app with this secret shows now, or so many half minutes later."""
    return codes._app(key).generate((codes.step_at(timezone.now().timestamp()) + steps) * codes.SECONDS).decode()


class Device:
    """A device with one passkey for help.localhost."""

    def __init__(self, *, number: bytes = b"device-1", origin: str = ORIGIN, counts: bool = True) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.number, self.origin, self.counts, self.signatures = number, origin, counts, 0

    def make(self, options: dict) -> str:
        """The answer to what `navigator.credentials.create` is asked."""
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.number, public)
        data = AuthenticatorData.create(self._site(options["rp"]["id"]), 0x41, self.signatures, credential)
        attestation = AttestationObject.create("none", data, {})
        return self._answer("create", options, attestationObject=websafe_encode(bytes(attestation)))

    def sign(self, options: dict) -> str:
        """The answer to what `navigator.credentials.get` is asked."""
        self.signatures += self.counts
        data = AuthenticatorData.create(self._site(options["rpId"]), 0x01, self.signatures)
        told = self._client_data("get", options)
        signature = self.key.sign(data + sha256(told).digest(), ec.ECDSA(SHA256()))
        return self._answer("get", options, authenticatorData=websafe_encode(data), signature=websafe_encode(signature))

    def _site(self, name: str) -> bytes:
        return sha256(name.encode()).digest()

    def _client_data(self, what: str, options: dict) -> bytes:
        told = {"type": f"webauthn.{what}", "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _answer(self, what: str, options: dict, **more: str) -> str:
        response = {"clientDataJSON": websafe_encode(self._client_data(what, options)), **more}
        number = websafe_encode(self.number)
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": response})
