"""`manage.py shell < bench/fin/fit.py`: fits messenger/fin/certainty.toml to the even half of questions.jsonl.

Logistic regression with both kinds of mistakes weighing the same, moved so that 0.5 refuses three answerable questions
in a hundred. Prints the file, and what the weights do on the odd half. The articles and the questions that people ask
must be loaded and have their vectors.
"""

from pathlib import Path

import numpy as np

from helpcenter.search.answers import answers
from messenger.fin.evaluation import HANDOVER, read_cases
from messenger.fin.languages import language_of
from messenger.fin.retrieving import is_about_others

REFUSED, SHRINK, ROUNDS, RATE = 0.03, 0.01, 20_000, 0.3
OWN = ("en", "ja")
WITHOUT = {"nobody_words"}


def number(name: str) -> int:
    return int("".join(filter(str.isdigit, name)))


def fitted(x, y, weigh):
    w = np.zeros(x.shape[1] + 1)
    x = np.c_[x, np.ones(len(x))]
    for _round in range(ROUNDS):
        p = 1 / (1 + np.exp(-x @ w))
        w += RATE * ((x * ((y - p) * weigh)[:, None]).mean(0) - SHRINK * np.r_[w[:-1], 0])
    return w


held = []
for case in read_cases(Path("bench/fin/questions.jsonl")):
    if case.expected == HANDOVER:
        continue
    written_in = language_of(case.text, case.locale)
    found = answers(case.text, case.locale if case.locale in OWN else "en", written_in=written_in)
    if found.features and not is_about_others(case.text, found):  # those are refused by rule
        held.append((case, found.features))

names = sorted(set(held[0][1]) - WITHOUT)
x = np.array([[features[name] for name in names] for _case, features in held])
y = np.array([not case.expected for case, _features in held], float)
even = np.array([number(case.id) % 2 == 0 for case, _features in held])
mean, deviation = x[even].mean(0), x[even].std(0) + 1e-6
weigh = np.where(y == 1, 1, (y[even] == 1).sum() / (y[even] == 0).sum())
w = fitted(((x - mean) / deviation)[even], y[even], weigh[even])
slope = w[:-1] / deviation
score = x @ slope + (w[-1] - mean @ slope)
least = np.quantile(score[even & (y == 1)], REFUSED)
refused, silent = score[~even & (y == 1)] < least, score[~even & (y == 0)] < least
print(f"# odd half: {refused.mean():.1%} of {len(refused)} refused, {silent.mean():.1%} of {len(silent)} right not to")
print(f"base = {w[-1] - mean @ slope - least:.4f}")
print("".join(f"{name} = {value:.4f}\n" for name, value in zip(names, slope, strict=True)))
