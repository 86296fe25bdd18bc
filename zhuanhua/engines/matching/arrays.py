"""The kinds of arrays the engine passes on, and the few operations on them that have no name elsewhere."""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Sparse = Any  # scipy.sparse.csr_matrix; scipy brings no types


def unit(rows: Floats) -> Floats:
    """Rows scaled to length one; a row of zeros stays."""
    return (rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9)).astype(np.float32)


def ranges(starts: Ints, ends: Ints) -> Ints:
    """All numbers of the ranges one after another: the entries of chosen rows of a sparse matrix."""
    lengths = ends - starts
    offsets = np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    return np.arange(int(lengths.sum()), dtype=np.int64) + offsets


def sums(values: Floats, lengths: Ints) -> Floats:
    """The sum of each stretch of rows, an empty stretch giving 0."""
    total = np.zeros((len(lengths), *values.shape[1:]), np.float32)
    filled = np.flatnonzero(lengths)
    if len(filled):
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))[filled]
        total[filled] = np.add.reduceat(values, starts, axis=0)
    return total


def main_directions(
    matrix: Sparse, dimensions: int, *, seed: int, rounds: int = 3
) -> tuple[Floats, Floats, Floats]:
    """A truncated SVD by random projection: the same on every run with the same seed."""
    chance = np.random.default_rng(seed)
    dimensions = max(1, min(dimensions, *(side - 1 for side in matrix.shape)))
    width = min(dimensions + 20, *matrix.shape)
    found = matrix @ chance.standard_normal((matrix.shape[1], width)).astype(np.float32)
    for _ in range(rounds):
        found, _upper = np.linalg.qr(found)
        found = matrix @ (matrix.T @ found)
    found, _upper = np.linalg.qr(found)
    left, strength, right = np.linalg.svd((matrix.T @ found).T, full_matrices=False)
    return (found @ left)[:, :dimensions], strength[:dimensions], right[:dimensions]
