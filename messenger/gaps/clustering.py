"""Puts alike questions together by their vectors. Pure: no Django; knows neither words nor rows.

Butina's way: whoever has most others near is the middle of a group, its neighbours are the group, and so on with those
that are left. The result doesn't depend on the order of the questions. Groups that are known already come first: what
is near one of them belongs to it, so that a group stays the same from one look to the next.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# So many rows are compared with all others at once: 5,000 columns of float32 are 10 MB then.
_ROWS = 512

type Units = NDArray[np.float32]  # rows of length 1
type Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Groups:
    """`of` says for each question its group: first those that were known, then the new ones. `middles`: a row each."""

    of: Labels
    middles: Units


def grouped(questions: Units, weights: NDArray[np.float32], known: Units, *, near: float, near_known: float) -> Groups:
    """Groups of questions whose cosine with their middle is `near` or more; alone stands whoever has nobody near.

    A known middle is the mean of many, which everything is nearer to, so it has a bound of its own.
    Shapes: questions (n, d), weights (n,) how often each was asked, known (k, d).
    """
    of = _nearest(questions, known, near_known)
    left = np.flatnonzero(of < 0)
    leaders = left[_leaders(questions[left], weights[left], near)]
    middles = np.concatenate([known, questions[leaders]])
    # Who was taken by one group may be nearer to another that came later.
    of[left] = _nearest(questions[left], middles, near)
    return Groups(of, middles)


def middle(questions: Units, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean direction of a group, of length 1."""
    mean: NDArray[np.float32] = np.einsum("ij,i->j", questions, weights).astype(np.float32)
    return mean / np.float32(max(float(np.linalg.norm(mean)), 1e-9))


def central(questions: Units, of_group: NDArray[np.float32]) -> Labels:
    """The questions of a group, the one nearest to its middle first."""
    return np.argsort(-np.einsum("ij,j->i", questions, of_group), kind="stable")


def _nearest(questions: Units, middles: Units, near: float) -> Labels:
    """For each the middle nearest to it; -1 where none is near."""
    found = np.full(len(questions), -1, np.int64)
    if len(middles):
        for at in range(0, len(questions), _ROWS):
            cosines = questions[at : at + _ROWS] @ middles.T
            best = cosines.argmax(axis=1)
            enough = cosines[np.arange(len(best)), best] >= near
            found[at : at + _ROWS] = np.where(enough, best, -1)
    return found


def _leaders(questions: Units, weights: NDArray[np.float32], near: float) -> list[int]:
    """Those in the middle of a group, the largest first; each question is near one of them, or one itself."""
    count = len(questions)
    close = np.zeros((count, count), np.bool_)
    for at in range(0, count, _ROWS):
        close[at : at + _ROWS] = questions[at : at + _ROWS] @ questions.T >= near
    np.fill_diagonal(close, val=True)
    around = np.array([float(weights[row].sum()) for row in close], np.float64)
    leaders = []
    free = np.ones(count, np.bool_)
    while free.any():
        lead = int(np.where(free, around, -1.0).argmax())
        members = np.flatnonzero(close[lead] & free)
        free[members] = False
        around -= np.einsum("ij,j->i", close[:, members], weights[members])
        leaders.append(lead)
    return leaders
