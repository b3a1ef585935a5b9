"""A raw mail as it lies in the database once it was read: smaller, and the same bytes when it is asked for. No Django.

zlib, as every Python has it: what base64 adds to a file, its letters take away again.
"""

import zlib

# Higher levels take twice the time for a hundredth.
_LEVEL = 6


def pack(raw: bytes) -> bytes:
    """The bytes, packed."""
    return zlib.compress(raw, _LEVEL)


def unpack(packed: bytes) -> bytes:
    """What was packed. Raises zlib.error for what wasn't."""
    return zlib.decompress(packed)


def beginning(cut: bytes, size: int) -> bytes:
    """The first `size` bytes of what was packed, or as many as the beginning of it tells that is here."""
    return zlib.decompressobj().decompress(cut, size)
