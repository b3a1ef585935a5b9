"""What the examples of all languages teach about a sentence that no rule knows. No Django, no database.

One linear model over the encoder's sentence vectors, which put the same thing said in two languages near each other:
so each language's examples help all the others. With a language left out it still knows nine in ten of its wishes
for a person.
"""

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from messenger.fin.intents import ORDINARY, more_ordinary, wording
from messenger.fin.languages import LOCALES

type Vectors = npt.NDArray[np.floating[Any]]
# Makes unit vectors of sentences, a row each.
type Encode = Callable[[list[str]], Vectors]

# How strongly the model is kept simple; measured with a language left out at a time.
_RIDGE = 1.0


def likenesses(sentences: Sequence[str], encode: Encode) -> list[list[tuple[str, float]]]:
    """For each sentence the kinds of examples and how like them it is, from about -1 to 1, the likest first."""
    kinds, weights = _model(encode)
    scores = _with_constant(np.asarray(encode(list(sentences)))) @ weights
    return [sorted(zip(kinds, map(float, row), strict=True), key=lambda pair: -pair[1]) for row in scores]


def warm(encode: Encode) -> None:
    """Learn now, which takes some seconds, and not when somebody waits for an answer."""
    _model(encode)


@functools.lru_cache(maxsize=2)
def _model(encode: Encode) -> tuple[tuple[str, ...], npt.NDArray[np.floating[Any]]]:
    """The kinds and a column of weights for each, learned once a process."""
    pairs = {
        example: intent.name
        for locale in LOCALES
        for intent in wording(locale).intents.values()
        for example in intent.examples
    } | dict.fromkeys(more_ordinary(), ORDINARY)
    kinds = tuple(sorted(set(pairs.values())))
    known = _with_constant(np.asarray(encode(list(pairs))).astype(np.float64))
    wanted = np.where(np.array([[name == kind for kind in kinds] for name in pairs.values()]), 1.0, -1.0)
    simple = _RIDGE * np.eye(known.shape[1])
    simple[-1, -1] = 1e-6
    return kinds, np.linalg.solve(known.T @ known + simple, known.T @ wanted)


def _with_constant(vectors: Vectors) -> Vectors:
    return np.concatenate([vectors, np.ones((len(vectors), 1))], axis=1)
