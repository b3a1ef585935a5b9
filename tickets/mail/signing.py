"""Signs mail with DKIM (RFC 6376), so that receivers know that it is the domain's, and unchanged. Decides nothing."""

from collections.abc import Mapping

import dkim

# Signed once more than they are there: nobody adds a second one that is shown in place of ours (RFC 6376 8.15).
_OVERSIGNED = (b"from", b"to", b"cc", b"reply-to", b"subject", b"date", b"message-id", b"content-type", b"mime-version")
_SIGNED = (
    *(b"content-transfer-encoding", b"in-reply-to", b"references", b"list-unsubscribe", b"list-unsubscribe-post"),
    *(b"auto-submitted",),
)


def signed(letter: bytes, key: Mapping[str, str]) -> bytes:
    """The letter, lines ended by CRLF, with its signature on top; as it is where there is no key.

    Raises ValueError when the key is none.
    """
    if not key:
        return letter
    signer = dkim.DKIM(letter)
    headers = {name.lower() for name, _value in signer.headers}
    wanted = [name for name in (*_OVERSIGNED, *_SIGNED) if name in headers]
    names = [name for name in wanted for _copy in range(_count(signer, name))] + list(_OVERSIGNED)
    try:
        signature: bytes = signer.sign(
            key["selector"].encode(),
            key["domain"].encode(),
            key["key"].encode(),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=names,
        )
    except dkim.DKIMException as error:
        raise ValueError(f"DKIM: {error}") from error
    return signature + letter


def _count(signer: dkim.DKIM, name: bytes) -> int:
    return sum(1 for found, _value in signer.headers if found.lower() == name)
