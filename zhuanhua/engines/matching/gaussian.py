"""What do the verdicts teach? An exact Gaussian process over judged pairs; leaving rows out costs no second fit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.linalg

from zhuanhua.engines.matching.arrays import Floats, Ints
from zhuanhua.engines.matching.kinship import COMMON, USED, Kernel, Rows

LEAST_FOR_WEIGHTS = 1_000  # verdicts; below that the common weights stay
SUBSETS, NEEDS_A_SUBSET, STEPS, PACE = 3, 45, 45, 0.12
MOST_ROWS_A_SUBSET = 1_500


def targets(levels: Ints) -> Floats:
    """What is foretold of a pair: the level, whether it is at least 2, 3, 4, and the gain of a ranked list."""
    level = levels.astype(np.float32)
    return np.stack([level, level >= 2, level >= 3, level >= 4, 2.0 ** (level - 1)], axis=1).astype(
        np.float32
    )


@dataclass(slots=True)
class Lesson:
    """The fitted process: weights of the kernels, and what each judged pair adds to a foretold one."""

    weights: Floats
    mean: Floats
    scale: Floats
    alphas: Floats  # one row a verdict, one column a target
    inverse: Floats | None = None  # only while the lesson is being examined


def learn(
    kernel: Kernel, rows: Rows, levels: Ints, *, seed: int, weights: Floats | None = None, keep: bool = False
) -> Lesson:
    """Fit; the weights are learned from some of the needs unless they are given."""
    goal = targets(levels)
    mean, scale = goal.mean(axis=0), goal.std(axis=0) + 1e-3
    scaled = ((goal - mean) / scale).astype(np.float32)
    if weights is None:
        weights = (
            learn_weights(kernel, rows, scaled, seed=seed)
            if len(rows) >= LEAST_FOR_WEIGHTS
            else COMMON.astype(np.float32)
        )
    table = kernel.whole(rows, weights)
    factor = scipy.linalg.cho_factor(table, lower=True, overwrite_a=True, check_finite=False)
    alphas = scipy.linalg.cho_solve(factor, scaled, check_finite=False).astype(np.float32)
    inverse = _inverse(factor[0]) if keep else None
    return Lesson(weights, mean, scale, alphas, inverse)


def learn_weights(kernel: Kernel, rows: Rows, scaled: Floats, *, seed: int) -> Floats:
    """Climb the likelihood of all targets over seeded subsets of needs (Adam on the logarithms)."""
    chance = np.random.default_rng(seed)
    known = np.unique(rows.needs)
    subsets = []
    for _ in range(SUBSETS):
        chosen = chance.choice(known, min(NEEDS_A_SUBSET, len(known)), replace=False)
        at = np.flatnonzero(np.isin(rows.needs, chosen))[:MOST_ROWS_A_SUBSET]
        subsets.append((at, kernel.single(rows.part(at))))
    logs = np.full(len(USED) + 1, -3.0)
    logs[-1] = np.log(0.4)
    first, second = np.zeros_like(logs), np.zeros_like(logs)
    for step in range(STEPS):
        at, kernels = subsets[step % SUBSETS]
        slope = _slope(kernels, np.exp(logs), rows.noise[at], scaled[at])
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        logs -= PACE * (first / (1 - 0.9 ** (step + 1))) / (np.sqrt(second / (1 - 0.99 ** (step + 1))) + 1e-8)
        logs = np.maximum(logs, -9)
    return np.exp(logs).astype(np.float32)


def _slope(kernels: list[Floats], weights: Any, noise: Floats, scaled: Floats) -> Any:
    """The derivative of the negative log likelihood by the logarithm of each weight."""
    table = np.zeros_like(kernels[0])
    for weight, part in zip(weights, kernels, strict=False):
        table += np.float32(weight) * part
    table[np.diag_indices(len(noise))] += np.float32(weights[-1]) * noise + np.float32(1e-4)
    factor, _ = scipy.linalg.cho_factor(table, lower=True, overwrite_a=True, check_finite=False)
    inverse = _inverse(factor)
    pull = inverse @ scaled
    width = scaled.shape[1]
    lever = width * inverse - pull @ pull.T
    by_kernel = [0.5 * weight * np.vdot(lever, part) for weight, part in zip(weights, kernels, strict=False)]
    by_noise = 0.5 * weights[-1] * float(np.diag(lever) @ noise)
    return np.array([*by_kernel, by_noise]) / len(noise) / width


def _inverse(factor: Floats) -> Floats:
    """The inverse from the lower triangle of Cholesky."""
    found, failed = scipy.linalg.lapack.spotri(factor, lower=1)
    if failed:
        raise FloatingPointError("The table of verdicts cannot be inverted.")
    lower = np.tril(found)
    return (lower + np.tril(lower, -1).T).astype(np.float32)


def left_out_each(lesson: Lesson, levels: Ints) -> Floats:
    """What the process would have foretold of each row without that row alone."""
    if lesson.inverse is None:
        raise ValueError("Learn with keep=True to leave rows out.")
    scaled = (targets(levels) - lesson.mean) / lesson.scale
    found = scaled - lesson.alphas / np.diag(lesson.inverse)[:, None]
    return (found * lesson.scale + lesson.mean).astype(np.float32)


def left_out(lesson: Lesson, levels: Ints, groups: Iterable[Ints]) -> Floats:
    """What the process would have foretold of each group had it never seen that group: exact, from the one inverse."""
    if lesson.inverse is None:
        raise ValueError("Learn with keep=True to leave rows out.")
    scaled = (targets(levels) - lesson.mean) / lesson.scale
    found = np.zeros_like(scaled)
    for group in groups:
        block = lesson.inverse[np.ix_(group, group)]
        found[group] = scaled[group] - scipy.linalg.solve(
            block, lesson.alphas[group], assume_a="pos", check_finite=False
        )
    return (found * lesson.scale + lesson.mean).astype(np.float32)
