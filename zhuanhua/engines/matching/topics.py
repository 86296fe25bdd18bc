"""Of what do texts speak? Latent directions of their characters, learned from the catalogue's own texts without labels."""

from dataclasses import dataclass

import numpy as np

from zhuanhua.engines.matching.arrays import Floats, Ints, Sparse, main_directions, ranges, unit

TOPICS = 150
MOST_TEXTS = 20_000  # more teach little and cost time
MOST_TERMS = 60_000


@dataclass(frozen=True, slots=True)
class Topics:
    """Latent directions of the weighed character runs."""

    columns: Ints  # sorted
    directions: Floats  # one row a column

    @classmethod
    def learn(cls, weighed: Sparse, *, seed: int) -> "Topics":
        """From texts scaled to length one; a term of a single text says nothing of others."""
        seen = np.bincount(weighed.indices, minlength=weighed.shape[1])
        columns = np.flatnonzero(seen >= 2)
        if len(columns) > MOST_TERMS:
            columns = np.sort(columns[np.argsort(-seen[columns], kind="stable")[:MOST_TERMS]])
        if len(columns) < 4 or weighed.shape[0] < 4:
            return cls(columns[:0].astype(np.int64), np.zeros((0, 1), np.float32))
        _, _, right = main_directions(weighed[:, columns], TOPICS, seed=seed)
        return cls(columns.astype(np.int64), right.T.astype(np.float16).astype(np.float32))

    def of(self, weighed: Sparse) -> Floats:
        """Where texts stand among the topics."""
        return unit(np.asarray(weighed[:, self.columns] @ self.directions, np.float32))


def rows_of(flat: Ints, starts: Ints, chosen: Ints) -> tuple[Ints, Ints]:
    """The stretches of the chosen rows in a ragged list, and their lengths."""
    begin, end = starts[chosen], starts[chosen + 1]
    return flat[ranges(begin, end)], end - begin
