"""From what angle are features compared? Scaled, clipped, and turned so that what many features say alike does not count many times."""

from dataclasses import dataclass

import numpy as np

from zhuanhua.engines.matching.arrays import Floats

DIRECTIONS = 60
EVENNESS = 0.7  # 1 keeps the main directions as long as they are, 0 makes all equally long
LEAST_STRENGTH = 1e-3  # of the strongest: few rows say nothing about the rest, which must not become loud


@dataclass(frozen=True, slots=True)
class View:
    """Learned from the features of judged pairs, without their levels."""

    centre: Floats
    spread: Floats
    turn: Floats  # features × directions

    @classmethod
    def learn(cls, features: Floats) -> "View":
        """The main directions of the features."""
        centre, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
        rows = np.clip((features - centre) / spread, -4, 4).astype(np.float64)
        strength, directions = np.linalg.eigh(rows.T @ rows / len(rows))
        chosen = np.argsort(-strength, kind="stable")[:DIRECTIONS]
        strength, directions = strength[chosen], directions[:, chosen]
        strength = np.maximum(strength, LEAST_STRENGTH * strength[0] + 1e-9)
        directions *= np.where(
            directions[np.abs(directions).argmax(axis=0), np.arange(len(chosen))] < 0, -1, 1
        )
        length = (strength / strength[0]) ** (EVENNESS / 2)
        turn = directions / np.sqrt(strength) * length / np.sqrt(np.mean(length**2))
        return cls(centre.astype(np.float32), spread.astype(np.float32), turn.astype(np.float32))

    def of(self, features: Floats) -> Floats:
        """Features seen from here."""
        rows = np.clip((features - self.centre) / self.spread, -4, 4)
        return (rows @ self.turn).astype(np.float32)
