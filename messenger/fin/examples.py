"""What the examples of all languages teach about a sentence that no rule knows. No Django, no database.

One linear model over the encoder's sentence vectors, which put the same thing said in two languages near each other:
so each language's examples help all the others. For a wish for a person the letters have their say beside it.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from helpcenter.search import arrays
from messenger.fin import letters
from messenger.fin.intents import ORDINARY, more_ordinary, no_wishes, wording
from messenger.fin.languages import LOCALES
from messenger.fin.letters import Letters

type Vectors = npt.NDArray[np.floating[Any]]
# Makes unit vectors of sentences, a row each.
type Encode = Callable[[list[str]], Vectors]

# How strongly the model is kept simple; the one for a wish for a person has more to learn from, and to tell apart.
_RIDGE, _RIDGE_OF_WISHES = 1.0, 8.0
# What vectors and letters say of a wish for a person, weighed against each other.
_BY_VECTOR, _BY_LETTERS = 2.0, 0.2
_WISH = "human"
_FILES = "examples-"
# Changes with how the weights are worked out.
_VERSION = "2"


@dataclass(frozen=True, slots=True)
class Model:
    """The kinds; a column of weights (512 and a constant) for each and one for wishes; what letters say of wishes."""

    kinds: tuple[str, ...]
    weights: Vectors
    letters: Letters


@dataclass(frozen=True, slots=True)
class Likeness:
    """The kinds of examples and how like them a sentence is, from about -1 to 1, the likest first.

    `wish` is how much it is a wish for a person: above 0 more likely than not, mostly between -4 and 4.
    """

    kinds: list[tuple[str, float]]
    wish: float


_learning = threading.Lock()
_known: dict[Encode, Model] = {}


def likenesses(sentences: Sequence[str], encode: Encode) -> list[Likeness]:
    """What each sentence is like."""
    model = _model(encode)
    scores = _with_constant(np.asarray(encode(list(sentences)))) @ model.weights
    return [
        Likeness(
            sorted(zip(model.kinds, map(float, row[:-1]), strict=True), key=lambda pair: -pair[1]),
            _BY_VECTOR * float(row[-1]) + _BY_LETTERS * model.letters.score(sentence),
        )
        for sentence, row in zip(sentences, scores, strict=True)
    ]


def recall(encode: Encode, folder: Path, version: str) -> None:
    """Have the model at hand: from a file that a process before left in `folder`, or learned now and left there.

    `version` is the encoder's. A folder that can't be read or written costs some seconds and nothing else.
    """
    pairs = _pairs()
    kinds = tuple(sorted(set(pairs.values())))
    made_of = json.dumps([_VERSION, version, _RIDGE, _RIDGE_OF_WISHES, pairs, no_wishes()])
    file = folder / f"{_FILES}{hashlib.sha256(made_of.encode()).hexdigest()[:32]}"
    with _learning:
        try:
            _known[encode] = _read(file, kinds)
        except (OSError, ValueError, KeyError):
            _known[encode] = _learned(pairs, encode)
            _keep(file, _known[encode])


def _read(file: Path, kinds: tuple[str, ...]) -> Model:
    held = arrays.read(file)
    by_letters = Letters(held["letters"], held["rarity"], float(held["base"][0]))
    return Model(kinds, held["weights"].reshape(-1, len(kinds) + 1), by_letters)


def _keep(file: Path, model: Model) -> None:
    held = model.letters
    try:
        for old in file.parent.glob(f"{_FILES}*"):
            old.unlink(missing_ok=True)
        parts = {
            "weights": model.weights,
            "letters": held.weights,
            "rarity": held.rarity,
            "base": np.array([held.base]),
        }
        arrays.write(file, parts)
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
        for example in (*intent.examples, *intent.roundabout)
    } | dict.fromkeys(more_ordinary(), ORDINARY)


def _learned(pairs: Mapping[str, str], encode: Encode) -> Model:
    kinds = tuple(sorted(set(pairs.values())))
    texts = [*pairs, *(text for text in no_wishes() if text not in pairs)]
    known = _with_constant(np.asarray(encode(texts)).astype(np.float64))
    of_kind = np.array([[name == kind for kind in kinds] for name in pairs.values()])
    is_wish = [pairs.get(text) == _WISH for text in texts]
    weights = np.column_stack(
        [
            _ridge(known[: len(pairs)], np.where(of_kind, 1.0, -1.0), _RIDGE),
            _ridge(known, np.where(is_wish, 1.0, -1.0), _RIDGE_OF_WISHES),
        ]
    )
    return Model(kinds, weights, letters.learn(texts, is_wish))


def _ridge(known: Vectors, wanted: Vectors, strength: float) -> Vectors:
    simple = strength * np.eye(known.shape[1])
    simple[-1, -1] = 1e-6
    return np.linalg.solve(known.T @ known + simple, known.T @ wanted)


def _with_constant(vectors: Vectors) -> Vectors:
    return np.concatenate([vectors, np.ones((len(vectors), 1))], axis=1)
