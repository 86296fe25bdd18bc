"""How does an offer stand among the other candidates of a need? Its place in their order, and how much it is like them."""

from dataclasses import dataclass

import numpy as np

from zhuanhua.engines.matching import terms
from zhuanhua.engines.matching.arrays import Floats, Ints, ranges
from zhuanhua.engines.matching.portraits import Offers

SHARPNESS = 0.7  # how much more a near candidate counts in "likely" than a far one
NEAREST = 3
# like all others evenly, by how near they are to the need, like the three nearest; by characters, topics, directions
CENTRAL = [
    f"{z}{how}_{by}"
    for by in ("c12", "topic", "sense")
    for z in ("", "z_")
    for how in ("centre", "likely", "nearest")
]


@dataclass(slots=True)
class Company:
    """The candidates of one need. The same text counts once."""

    members: Ints
    texts: Ints
    ordered: Floats  # each standing feature of the members, ascending
    mean: Floats
    spread: Floats
    likely: Floats  # weight of each member
    z: Floats  # mean and spread of the central features

    @classmethod
    def of(cls, offers: Offers, rows: Ints, standing: Floats, near: Floats) -> tuple["Company", Floats]:
        """From the candidates and how near they are to the need; with the features of these candidates in it."""
        _, once = np.unique(offers.texts[rows], return_index=True)
        once = np.sort(once)
        members = rows[once]
        kept, near = standing[once], near[once]
        z = ((near - near.mean(axis=0)) / (near.std(axis=0) + 1e-6)).mean(axis=1)
        company = cls(
            members, offers.texts[members], np.sort(kept, axis=0), kept.mean(axis=0), kept.std(axis=0) + 1e-6,
            np.exp(SHARPNESS * z).astype(np.float32), np.zeros((2, len(CENTRAL) // 2), np.float32),
        )  # fmt: skip
        central = company._central(offers, rows)
        company.z = np.stack([central[once].mean(axis=0), central[once].std(axis=0) + 1e-3])
        return company, company._among(standing, central)

    def among(self, offers: Offers, rows: Ints, standing: Floats) -> Floats:
        """The features of further pairs in this company."""
        return self._among(standing, self._central(offers, rows))

    def _among(self, standing: Floats, central: Floats) -> Floats:
        z = (standing - self.mean) / self.spread
        rank = np.stack(
            [
                np.searchsorted(self.ordered[:, at], standing[:, at], "right")
                for at in range(standing.shape[1])
            ],
            axis=1,
        ) / (len(self.members) + 1)
        share = standing / (self.ordered[-1] + 1e-6)
        central_z = (central - self.z[0]) / self.z[1]
        by = [part for at in (0, 3, 6) for part in (central[:, at : at + 3], central_z[:, at : at + 3])]
        found = np.concatenate([z, rank, np.clip(share, -2, 2), *by], axis=1)
        return np.clip(found, -8, 8).astype(np.float32)

    def _central(self, offers: Offers, rows: Ints) -> Floats:
        """How much offers are like the members, themselves left out."""
        other = (offers.texts[rows][:, None] != self.texts[None]).astype(np.float32)
        many = np.maximum(other.sum(axis=1), 1)
        weight = np.maximum(other @ self.likely, 0.05)  # nothing to compare with: 0, not noise
        found = []
        for near in (
            _cosines(offers, rows, self.members),
            offers.topics[rows] @ offers.topics[self.members].T,
            offers.directions[rows] @ offers.directions[self.members].T,
        ):
            alike = near * other
            most = min(NEAREST, alike.shape[1])
            nearest = np.partition(alike, alike.shape[1] - most, axis=1)[:, -most:]
            found += [alike.sum(axis=1) / many, alike @ self.likely / weight, nearest.sum(axis=1) / NEAREST]
        return np.stack(found, axis=1).astype(np.float32)


def _cosines(offers: Offers, rows: Ints, members: Ints) -> Floats:
    """Characters and pairs in common, between 0 and 1: a dense table of the few columns that the members have."""
    columns, owner, values = _runs(offers, members)
    known, place = np.unique(columns, return_inverse=True)
    there = np.zeros((len(members), len(known)), np.float32)
    there[owner, place] = values
    if rows is members:
        return there @ there.T
    columns, owner, values = _runs(offers, rows)
    place = np.minimum(np.searchsorted(known, columns), max(len(known) - 1, 0))
    shared = known[place] == columns if len(known) else np.zeros(len(columns), bool)
    here = np.zeros((len(rows), len(known)), np.float32)
    here[owner[shared], place[shared]] = values[shared]
    return here @ there.T


def _runs(offers: Offers, rows: Ints) -> tuple[Ints, Ints, Floats]:
    """Columns, rows and weights of characters and pairs, each text of length one."""
    weighed = offers.weighed
    begin, end = weighed.indptr[rows].astype(np.int64), weighed.indptr[rows + 1].astype(np.int64)
    entries = ranges(begin, end)
    owner = np.repeat(np.arange(len(rows)), end - begin)
    used = weighed.indices[entries] < terms.STARTS[2]
    entries, owner = entries[used], owner[used]
    scale = 1 / (np.sqrt(offers.norms[rows, :2].sum(axis=1)) + 1e-9)
    return (
        weighed.indices[entries].astype(np.int64),
        owner,
        (weighed.data[entries] * scale[owner]).astype(np.float32),
    )
