"""What the examples of all languages teach about a sentence that no rule knows. No Django, no database.

One linear model over the encoder's sentence vectors, which put the same thing said in two languages near each other:
so each language's examples help all the others. With a language left out it still knows nine in ten of its wishes
for a person.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from helpcenter.search import arrays
from messenger.fin.intents import ORDINARY, more_ordinary, wording
from messenger.fin.languages import LOCALES

type Vectors = npt.NDArray[np.floating[Any]]
# Makes unit vectors of sentences, a row each.
type Encode = Callable[[list[str]], Vectors]

# How strongly the model is kept simple; measured with a language left out at a time.
_RIDGE = 1.0
_FILES = "examples-"
# Changes with how the weights are worked out.
_VERSION = "1"

type Model = tuple[tuple[str, ...], npt.NDArray[np.floating[Any]]]

_learning = threading.Lock()
_known: dict[Encode, Model] = {}


def likenesses(sentences: Sequence[str], encode: Encode) -> list[list[tuple[str, float]]]:
    """For each sentence the kinds of examples and how like them it is, from about -1 to 1, the likest first."""
    kinds, weights = _model(encode)
    scores = _with_constant(np.asarray(encode(list(sentences)))) @ weights
    return [sorted(zip(kinds, map(float, row), strict=True), key=lambda pair: -pair[1]) for row in scores]


def recall(encode: Encode, folder: Path, version: str) -> None:
    """Have the model at hand: from a file that a process before left in `folder`, or learned now and left there.

    `version` is the encoder's. A folder that can't be read or written costs some seconds and nothing else.
    """
    pairs = _pairs()
    kinds = tuple(sorted(set(pairs.values())))
    made_of = json.dumps([_VERSION, version, _RIDGE, pairs])
    file = folder / f"{_FILES}{hashlib.sha256(made_of.encode()).hexdigest()[:32]}"
    with _learning:
        try:
            _known[encode] = kinds, arrays.read(file)["weights"].reshape(-1, len(kinds))
        except (OSError, ValueError, KeyError):
            _known[encode] = _learned(pairs, encode)
            _keep(file, _known[encode][1])


def _keep(file: Path, weights: npt.NDArray[np.floating[Any]]) -> None:
    try:
        for old in file.parent.glob(f"{_FILES}*"):
            old.unlink(missing_ok=True)
        arrays.write(file, {"weights": weights})
    except OSError:
        return


def _model(encode: Encode) -> Model:
    """What was learned; who asks while it is being learned waits for that, and doesn't learn it once more beside."""
    with _learning:
        if encode not in _known:
            _known[encode] = _learned(_pairs(), encode)
        return _known[encode]


def _pairs() -> dict[str, str]:
    """Every example of every language, and what it is one of."""
    return {
        example: intent.name
        for locale in LOCALES
        for intent in wording(locale).intents.values()
        for example in intent.examples
    } | dict.fromkeys(more_ordinary(), ORDINARY)


def _learned(pairs: Mapping[str, str], encode: Encode) -> Model:
    """The kinds, and a column of weights for each: 512 and a constant."""
    kinds = tuple(sorted(set(pairs.values())))
    known = _with_constant(np.asarray(encode(list(pairs))).astype(np.float64))
    wanted = np.where(np.array([[name == kind for kind in kinds] for name in pairs.values()]), 1.0, -1.0)
    simple = _RIDGE * np.eye(known.shape[1])
    simple[-1, -1] = 1e-6
    return kinds, np.linalg.solve(known.T @ known + simple, known.T @ wanted)


def _with_constant(vectors: Vectors) -> Vectors:
    return np.concatenate([vectors, np.ones((len(vectors), 1))], axis=1)
