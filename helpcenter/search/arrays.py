"""Named arrays in one file that all processes of a machine read in place. Knows nothing of what they hold."""

import json
import mmap
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Arrays = Mapping[str, NDArray[Any]]

_HEAD = 8  # bytes that say how long the list of arrays is
_ALIGN = 64


def write(path: Path, arrays: Arrays) -> None:
    """Puts them there as a whole or not at all. Raises OSError."""
    listed, at = {}, 0
    for name, array in arrays.items():
        listed[name] = (array.dtype.str, array.size, at)
        at += -(-array.nbytes // _ALIGN) * _ALIGN
    head = json.dumps(listed).encode()
    head += b" " * (-(_HEAD + len(head)) % _ALIGN)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as file:
        file.write(len(head).to_bytes(_HEAD, "little") + head)
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            file.write(b"\0" * (-array.nbytes % _ALIGN))
    part.replace(path)


def read(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays, read from the disk as they are used. Raises OSError, and ValueError for a file cut short."""
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    after = _HEAD + int.from_bytes(mapped[:_HEAD], "little")
    listed = json.loads(mapped[_HEAD:after])
    return {name: np.frombuffer(mapped, kind, size, after + at) for name, (kind, size, at) in listed.items()}


def part(arrays: Arrays, name: str) -> dict[str, NDArray[Any]]:
    """Those whose names begin with `name` and a point, without it."""
    start = f"{name}."
    return {each.removeprefix(start): array for each, array in arrays.items() if each.startswith(start)}


def named(name: str, arrays: Arrays) -> dict[str, NDArray[Any]]:
    """The same the other way round."""
    return {f"{name}.{each}": array for each, array in arrays.items()}
